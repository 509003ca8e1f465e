import type { Bootstrap } from '../pages/view-types.ts';
import { el } from './dom.ts';

/** The line above deals: pipelines, board or list, search, a new deal. */

export const PIPELINE = 'sandbox-pipeline';

type Pipelines = Bootstrap['pipelines'];

/** The pipeline of the address, else the one that was looked at last, else the main one. */
export function pipelineFrom(pipelines: Pipelines, id: string): Pipelines[number] | undefined {
  const byId = (wanted: number) => pipelines.find((pipeline) => pipeline.id === wanted);
  return (
    byId(Number(id)) ??
    byId(Number(localStorage.getItem(PIPELINE))) ??
    pipelines.find((pipeline) => pipeline.isMain) ??
    pipelines[0]
  );
}

export function leadViews(
  pipelines: Pipelines,
  current: number | null,
  view: 'board' | 'list',
  ...tools: HTMLElement[]
): HTMLElement {
  return el(
    'div',
    { class: 'tabs' },
    el(
      'nav',
      { class: 'tabs__group', 'aria-label': 'Воронки' },
      ...pipelines.map((pipeline) =>
        el(
          'a',
          {
            class: pipeline.id === current ? 'tab is-active' : 'tab',
            href: `/leads/pipeline/${pipeline.id}`,
            'data-testid': `pipeline-${pipeline.id}`,
            ...(pipeline.id === current ? { 'aria-current': 'page' } : {}),
          },
          pipeline.name,
        ),
      ),
      el(
        'a',
        { class: view === 'list' ? 'tab is-active' : 'tab', href: '/leads/list', 'data-testid': 'view-list' },
        'Списком',
      ),
    ),
    ...tools,
    el(
      'a',
      { class: 'button button_primary tabs__add', href: '/leads/add', 'data-testid': 'lead-add' },
      'Новая сделка',
    ),
  );
}
