import type { Bootstrap, LeadRow } from '../pages/view-types.ts';
import { tile } from './board-tile.ts';
import { el, money } from './dom.ts';

type Pipeline = Bootstrap['pipelines'][number];
type Status = Pipeline['statuses'][number];

type Column = { root: HTMLElement; draw(rows: readonly LeadRow[]): void };

function column(
  status: Status,
  timeZone: string,
  onMove: (lead: LeadRow, anchor: HTMLElement) => void,
): Column {
  const count = el('span', { class: 'muted' });
  const list = el('div', { class: 'column__list' });
  const root = el(
    'section',
    {
      class: 'column',
      'aria-label': status.name,
      'data-testid': `column-${status.id}`,
      'data-drop-status': status.id,
    },
    el(
      'header',
      { class: 'column__head', style: `border-color:${status.color}` },
      el('b', { title: status.name }, status.name),
      count,
    ),
    list,
  );
  let last = '';
  return {
    root,
    draw(rows) {
      const text = JSON.stringify(rows);
      if (text === last) return;
      last = text;
      const sum = rows.reduce((total, lead) => total + lead.price, 0);
      count.textContent = `${rows.length} · ${money(sum)}`;
      const focused = list.contains(document.activeElement)
        ? document.activeElement?.getAttribute('data-testid')
        : null;
      list.replaceChildren(
        ...rows.map((lead) => tile(lead, timeZone, (anchor) => onMove(lead, anchor))),
        ...(rows.length === 0 ? [el('p', { class: 'column__empty muted' }, 'Нет сделок')] : []),
      );
      if (typeof focused === 'string') list.querySelector<HTMLElement>(`[data-testid="${focused}"]`)?.focus();
    },
  };
}

/** The columns of one pipeline. Drawn once; afterwards only what changed is, so that nothing jumps. */
export function columnsOf(
  pipeline: Pipeline,
  timeZone: string,
  onMove: (lead: LeadRow, anchor: HTMLElement) => void,
): { nodes: HTMLElement[]; draw(leads: readonly LeadRow[]): void } {
  const columns = pipeline.statuses.map((status) => ({ status, ...column(status, timeZone, onMove) }));
  return {
    nodes: columns.map(({ root }) => root),
    draw(leads) {
      for (const { status, draw } of columns) draw(leads.filter((lead) => lead.statusId === status.id));
    },
  };
}

/** Where a dragged deal is closed: shown only while something is dragged. */
export function closingAreas(): HTMLElement {
  return el(
    'div',
    { class: 'closing', 'data-testid': 'closing', 'aria-hidden': 'true' },
    el('span', { class: 'closing__title' }, 'Закрыть сделку'),
    el(
      'div',
      { class: 'closing__area closing__area_won', 'data-drop-status': 142, 'data-testid': 'drop-won' },
      '✓ Успешно реализовано',
    ),
    el(
      'div',
      { class: 'closing__area closing__area_lost', 'data-drop-status': 143, 'data-testid': 'drop-lost' },
      '✕ Закрыто и не реализовано',
    ),
  );
}
