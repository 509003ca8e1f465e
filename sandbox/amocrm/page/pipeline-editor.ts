import type { StageTrigger } from '../core/triggers.ts';
import type { WidgetDetails } from '../pages/host-details.ts';
import type { Bootstrap, WidgetView } from '../pages/view-types.ts';
import type { Page } from './app.ts';
import { el } from './dom.ts';
import { hostApi } from './host-api.ts';
import type { PageState } from './state.ts';
import { moments, openTrigger, type Place } from './trigger-modal.ts';
import type { WidgetHost } from './widget-host.ts';
import { widgetText } from './widget-texts.ts';

/** «Цифровая воронка»: the stages of a pipeline and what each does (amocrm-api.md §5.4). */

type Status = Bootstrap['pipelines'][number]['statuses'][number];
type DpWidget = { view: WidgetView; dp: NonNullable<WidgetDetails['dp']> };

async function dpWidgets(state: PageState): Promise<DpWidget[]> {
  const found: DpWidget[] = [];
  for (const view of state.boot.widgets) {
    if (!view.installed || !view.locations.includes('digital_pipeline')) continue;
    const { dp } = await hostApi.details(view.code);
    if (dp !== null) found.push({ view, dp });
  }
  return found;
}

function titleOf(trigger: StageTrigger, widgets: readonly DpWidget[]): string {
  if (trigger.action.kind === 'webhook') return 'API: отправить webhook';
  const [widget] = widgets;
  return widget === undefined
    ? 'Виджет отключён'
    : widgetText(widget.view, widget.dp.title ?? widget.view.names.name);
}

/** What a widget keeps in its settings is its own business: it may be a secret. */
function detailOf(trigger: StageTrigger): string {
  return trigger.action.kind === 'webhook' ? trigger.action.url : '';
}

export async function showPipelineEditor(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  id: string,
): Promise<Page> {
  state.area = 'digital_pipeline';
  const page: Page = { title: 'Цифровая воронка', stop: () => undefined };
  const pipeline =
    state.boot.pipelines.find((candidate) => candidate.id === Number(id)) ?? state.boot.pipelines[0];
  if (!state.boot.user.isAdmin || pipeline === undefined) {
    root.replaceChildren(el('p', { class: 'empty' }, 'Цифровую воронку настраивает администратор аккаунта.'));
    return page;
  }
  const widgets = await dpWidgets(state);
  const columns = el('div', { class: 'dp', 'data-testid': 'digital-pipeline' });

  function open(place: Place, trigger: StageTrigger | null, widget: DpWidget | null): void {
    void openTrigger({ state, host, place, trigger, widget, done: () => void refresh() });
  }

  function triggerCard(place: Place, trigger: StageTrigger): HTMLElement {
    return el(
      'button',
      {
        class: 'dp__trigger',
        type: 'button',
        'data-testid': `trigger-${trigger.id}`,
        onclick: () => open(place, trigger, trigger.action.kind === 'widget' ? (widgets[0] ?? null) : null),
      },
      el('span', { class: 'muted' }, moments[trigger.direction]),
      el('b', {}, titleOf(trigger, widgets)),
      el('span', { class: 'dp__detail' }, detailOf(trigger)),
    );
  }

  function adder(place: Place, taken: readonly StageTrigger[]): HTMLElement {
    const options = widgets
      // `action_multiple: false`: one action of the widget a stage (§6.2).
      .filter(({ dp }) => dp.isMultiple || !taken.some((trigger) => trigger.action.kind === 'widget'))
      .map((widget) =>
        el(
          'button',
          {
            class: 'dp__option',
            type: 'button',
            'data-testid': `add-${widget.view.code}`,
            onclick: () => open(place, null, widget),
          },
          el('img', {
            src: `/widgets/${widget.view.code}/images/logo_dp.png?v=${widget.view.version}`,
            alt: '',
            width: 87,
          }),
          widgetText(widget.view, widget.dp.title ?? widget.view.names.name),
        ),
      );
    const webhook = el(
      'button',
      {
        class: 'dp__option',
        type: 'button',
        'data-testid': 'add-webhook',
        onclick: () => open(place, null, null),
      },
      'API: отправить webhook',
    );
    return el(
      'details',
      { class: 'dp__add' },
      el('summary', { 'data-testid': `add-action-${place.statusId}` }, '+ Добавить действие'),
      ...options,
      webhook,
    );
  }

  function column(pipelineId: number, status: Status, triggers: readonly StageTrigger[]): HTMLElement {
    const place = { pipelineId, statusId: status.id };
    const mine = triggers.filter(
      (trigger) => trigger.pipelineId === pipelineId && trigger.statusId === status.id,
    );
    return el(
      'section',
      { class: 'dp__column', 'aria-label': status.name, 'data-testid': `stage-${status.id}` },
      el('header', { class: 'dp__head', style: `border-color:${status.color}` }, status.name),
      ...mine.map((trigger) => triggerCard(place, trigger)),
      adder(place, mine),
    );
  }

  async function refresh(): Promise<void> {
    const { triggers } = await hostApi.triggers();
    if (pipeline === undefined) return;
    columns.replaceChildren(...pipeline.statuses.map((status) => column(pipeline.id, status, triggers)));
  }

  root.replaceChildren(
    el(
      'nav',
      { class: 'tabs', 'aria-label': 'Воронки' },
      ...state.boot.pipelines.map((candidate) =>
        el(
          'a',
          {
            class: candidate.id === pipeline.id ? 'tab is-active' : 'tab',
            href: `/settings/pipeline/leads/${candidate.id}`,
          },
          candidate.name,
        ),
      ),
    ),
    columns,
  );
  await refresh();
  void host.enter();
  return page;
}
