import type { WidgetView } from '../pages/view-types.ts';
import { addVersions, defineModule, load } from './amd.ts';
import { createModalClass } from './modal.ts';
import type { PageState } from './state.ts';
import { createWidgetBase } from './widget-object.ts';

/** Loads the uploaded archive through RequireJS and calls its callbacks in amoCRM's order (amocrm-api.md §6.4). */

type Callback = (...args: unknown[]) => unknown;
export type Widget = { callbacks: Record<string, Callback | undefined> };

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
  /** An instance for the settings pages, rendered or not. */
  instance(widget: WidgetView): Promise<Widget>;
};

function belongs(widget: WidgetView, state: PageState): boolean {
  const has = (pattern: RegExp): boolean => widget.locations.some((location) => pattern.test(location));
  if (!widget.installed && state.area !== 'widgetsSettings') return false;
  if (has(/^everywhere$/)) return true;
  if (state.area === 'leads_card') return has(/^(lcard-[01]|card_sdk)$/);
  if (state.area === 'widgetsSettings') return has(/^settings$/);
  return state.area === `advanced-settings:${widget.code}` && has(/^advanced_settings$/);
}

export function createWidgetHost(state: PageState): WidgetHost {
  const widgets = state.boot.widgets;
  const instances = new Map<string, Widget>();
  const once = new Set<string>();
  let shown: { widget: WidgetView; made: Widget }[] = [];
  let visit = 0;

  addVersions((url) => widgets.find((widget) => url.startsWith(`/widgets/${widget.code}/`))?.version ?? null);
  defineModule('lib/components/base/modal', () => createModalClass(state.$));

  async function instance(widget: WidgetView): Promise<Widget> {
    const known = instances.get(widget.code);
    if (known !== undefined) return known;
    const module = await load(`/widgets/${widget.code}/script.js`);
    if (!isConstructor(module)) throw new Error(`${widget.code}: script.js returned no constructor`);
    Object.setPrototypeOf(module.prototype, createWidgetBase(state, widget));
    const made = new module();
    if (!hasCallbacks(made)) throw new Error(`${widget.code}: no callbacks`);
    instances.set(widget.code, made);
    return made;
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
    // Anything but true from render, and the rest is never called.
    if (made.callbacks.render?.() !== true) return;
    made.callbacks.init?.();
    made.callbacks.bind_actions?.();
  }

  return {
    instance,
    async enter() {
      visit += 1;
      const current = visit;
      const due = widgets.filter((widget) => belongs(widget, state));
      const results = await Promise.allSettled(due.map((widget) => show(widget, current)));
      for (const result of results) if (result.status === 'rejected') console.error(result.reason);
    },
    leave() {
      visit += 1;
      for (const { widget, made } of shown) {
        made.callbacks.destroy?.();
        instances.delete(widget.code);
      }
      shown = [];
      state.$(document).trigger('page:changed');
    },
  };
}
