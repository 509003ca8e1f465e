import type { WidgetView } from '../pages/view-types.ts';
import { addVersions, defineModule, guardRemote, load } from './amd.ts';
import { el } from './dom.ts';
import { hostApi } from './host-api.ts';
import { createModalClass } from './modal.ts';
import type { BaseEntity, PageState } from './state.ts';
import { createWidgetActions } from './widget-actions.ts';
import { belongs } from './widget-areas.ts';
import { createChannels } from './widget-live.ts';
import { createWidgetBase, type HostServices } from './widget-object.ts';
import { createCrmPost } from './widget-post.ts';
import { createRender, isTwig } from './widget-render.ts';
import { drawCardTabs } from './widget-tab.ts';
import { widgetText } from './widget-texts.ts';

/** Loads the uploaded archive through RequireJS and calls its callbacks in amoCRM's order (amocrm-api.md §6.4). */

type Callback = (...args: unknown[]) => unknown;
export type Widget = { callbacks: Record<string, Callback | undefined> };
export type MassAction = { code: string; title: string; run(): void };

function isConstructor(value: unknown): value is new () => object {
  return typeof value === 'function';
}

function hasCallbacks(value: object): value is Widget {
  return 'callbacks' in value && typeof value.callbacks === 'object' && value.callbacks !== null;
}

export type WidgetHost = {
  /** Enters the page's present area: renders what belongs there. */
  enter(): Promise<void>;
  /** Leaves it: `destroy`, then `page:changed`. */
  leave(): void;
  /** Renders once more what is shown, without `destroy`: amoCRM does so whenever it redraws an area. */
  rerender(): void;
  /** An instance for the settings pages, rendered or not. */
  instance(widget: WidgetView): Promise<Widget>;
  /** What the shown widgets offer for the checked rows of a list (`leads.selected` and its like). */
  massActions(entity: BaseEntity | 'todo'): MassAction[];
};

async function readText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/** `leads: { selected() {} }` inside `callbacks`. */
function selectedCallback(made: Widget, entity: string): Callback | null {
  const group: unknown = made.callbacks[entity];
  const selected: unknown =
    typeof group === 'object' && group !== null ? Reflect.get(group, 'selected') : null;
  return typeof selected === 'function' ? (...args) => Reflect.apply(selected, made, args) : null;
}

export function createWidgetHost(state: PageState): WidgetHost {
  const instances = new Map<string, Widget>();
  const once = new Set<string>();
  const actions = createWidgetActions(state);
  const [crmPost, listen] = [createCrmPost(), createChannels()];
  let shown: { widget: WidgetView; made: Widget }[] = [];
  let visit = 0;
  let isPrivate = false;
  let services: Promise<HostServices> | null = null;
  let repeats = Number(new URLSearchParams(location.search).get('rerender') ?? 0);

  const widgets = (): readonly WidgetView[] => state.boot.widgets;
  addVersions(
    (url) => widgets().find((widget) => url.startsWith(`/widgets/${widget.code}/`))?.version ?? null,
  );
  guardRemote(() => isPrivate);
  defineModule('lib/components/base/modal', () => createModalClass(state.$));

  async function prepare(): Promise<HostServices> {
    const [twig, integration] = await Promise.all([load('twigjs'), hostApi.kind()]);
    isPrivate = integration.kind === 'private';
    if (!isTwig(twig)) throw new Error('twigjs did not load');
    return { render: createRender(twig, readText), crmPost, listen, actions };
  }

  async function instance(widget: WidgetView): Promise<Widget> {
    const known = instances.get(widget.code);
    if (known !== undefined) return known;
    services ??= prepare();
    const shared = await services;
    const module = await load(`/widgets/${widget.code}/script.js`);
    if (!isConstructor(module)) {
      // A library inside the bundle that calls `define` first takes the widget's place (§6.9, gotchas).
      throw new Error(
        `${widget.code}: script.js returned no constructor; is there a second anonymous define?`,
      );
    }
    const made = instances.get(widget.code) ?? construct(module, widget, shared);
    instances.set(widget.code, made);
    return made;
  }

  function construct(module: new () => object, widget: WidgetView, shared: HostServices): Widget {
    Object.setPrototypeOf(module.prototype, createWidgetBase(state, widget, shared));
    const made = new module();
    if (!hasCallbacks(made)) throw new Error(`${widget.code}: no callbacks`);
    return made;
  }

  function draw(made: Widget): void {
    // Anything but true from render, and the rest is never called.
    if (made.callbacks.render?.() !== true) return;
    made.callbacks.init?.();
    made.callbacks.bind_actions?.();
  }

  async function show(widget: WidgetView, ofVisit: number): Promise<void> {
    const made = await instance(widget);
    if (ofVisit !== visit) return;
    // init_once: rendered a single time, cleaning up after itself on `page:changed` (§6.2).
    if (widget.initOnce) {
      if (once.has(widget.code)) return;
      once.add(widget.code);
    } else {
      shown.push({ widget, made });
    }
    draw(made);
  }

  function rerender(): void {
    for (const { made } of shown) draw(made);
    actions.drawSources();
  }

  /** amoCRM redraws the column for reasons of its own; here a person may. */
  function offerRerender(): void {
    const column = document.querySelector('.card-widgets');
    if (column === null || shown.length === 0 || column.querySelector('.host-rerender') !== null) return;
    column.append(
      el(
        'button',
        { class: 'host-rerender', type: 'button', 'data-testid': 'widget-rerender', onclick: rerender },
        'Перерисовать виджет',
      ),
    );
  }

  return {
    instance,
    rerender,
    async enter() {
      visit += 1;
      const current = visit;
      const due = widgets().filter((widget) => belongs(widget, state));
      const results = await Promise.allSettled(due.map((widget) => show(widget, current)));
      for (const result of results) if (result.status === 'rejected') console.error(result.reason);
      if (current !== visit) return;
      actions.drawSources();
      offerRerender();
      drawCardTabs(state, shown);
      for (; repeats > 0; repeats -= 1) rerender();
    },
    leave() {
      visit += 1;
      for (const { widget, made } of shown) {
        made.callbacks.destroy?.();
        instances.delete(widget.code);
      }
      shown = [];
      actions.clear();
      state.$(document).trigger('page:changed');
    },
    massActions: (entity) =>
      shown.flatMap(({ widget, made }) => {
        const selected = selectedCallback(made, entity);
        return selected === null
          ? []
          : [{ code: widget.code, title: widgetText(widget, widget.names.name), run: () => void selected() }];
      }),
  };
}
