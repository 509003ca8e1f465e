import { el } from './dom.ts';

export type Cell<R> = { title: string; className?: string; content(row: R): HTMLElement | string };

const PER_PAGE = 50;

/** A list with check boxes, pages and a line of actions for what is checked. */
export function dataTable<R extends { id: number; isDeleted: boolean }>(options: {
  testId: string;
  cells: readonly Cell<R>[];
  empty: string;
  actions(selected: readonly R[]): HTMLElement[];
  onSelect(selected: readonly R[]): void;
}): { root: HTMLElement; draw(rows: readonly R[]): void } {
  const selected = new Set<number>();
  let rows: readonly R[] = [];
  let page = 0;
  let last = '';

  const all = el('input', {
    type: 'checkbox',
    'aria-label': 'Отметить все на странице',
    'data-testid': `${options.testId}-all`,
    onchange: () => {
      for (const row of visible()) {
        if (all.checked) selected.add(row.id);
        else selected.delete(row.id);
      }
      show();
    },
  });
  const body = el('tbody');
  const bar = el('div', { class: 'table-bar', 'data-testid': `${options.testId}-actions` });
  const pager = el('div', { class: 'pager' });
  const root = el(
    'div',
    { class: 'list' },
    bar,
    el(
      'div',
      { class: 'list__scroll' },
      el(
        'table',
        { class: 'table', 'data-testid': options.testId },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { class: 'table__check' }, all),
            ...options.cells.map((cell) => el('th', { class: cell.className ?? '' }, cell.title)),
          ),
        ),
        body,
      ),
    ),
    pager,
  );

  const visible = (): readonly R[] => rows.slice(page * PER_PAGE, (page + 1) * PER_PAGE);

  function rowNode(row: R): HTMLElement {
    const box = el('input', {
      type: 'checkbox',
      checked: selected.has(row.id),
      'aria-label': 'Отметить',
      'data-testid': `check-${row.id}`,
      onchange: () => {
        if (box.checked) selected.add(row.id);
        else selected.delete(row.id);
        showBar();
      },
    });
    return el(
      'tr',
      { class: row.isDeleted ? 'is-deleted' : '', 'data-testid': `row-${row.id}` },
      el('td', { class: 'table__check' }, box),
      ...options.cells.map((cell) => el('td', { class: cell.className ?? '' }, cell.content(row))),
    );
  }

  function showBar(): void {
    const chosen = rows.filter((row) => selected.has(row.id));
    all.checked = chosen.length > 0 && visible().every((row) => selected.has(row.id));
    options.onSelect(chosen);
    bar.replaceChildren(
      el(
        'span',
        { class: 'muted' },
        chosen.length === 0 ? `Всего: ${rows.length}` : `Отмечено: ${chosen.length}`,
      ),
      ...(chosen.length === 0 ? [] : options.actions(chosen)),
    );
  }

  function turn(text: string, to: number): HTMLButtonElement {
    const go = (): void => {
      page = to;
      show();
    };
    return el(
      'button',
      { class: 'button', type: 'button', disabled: to < 0 || to * PER_PAGE >= rows.length, onclick: go },
      text,
    );
  }

  function show(): void {
    const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE));
    page = Math.min(page, pages - 1);
    const width = options.cells.length + 1;
    body.replaceChildren(
      ...(rows.length === 0
        ? [el('tr', {}, el('td', { class: 'table__empty', colspan: width }, options.empty))]
        : visible().map(rowNode)),
    );
    pager.replaceChildren(
      ...(pages === 1
        ? []
        : [
            turn('←', page - 1),
            el('span', { class: 'muted' }, `${page + 1} из ${pages}`),
            turn('→', page + 1),
          ]),
    );
    showBar();
  }

  return {
    root,
    draw(next) {
      const text = JSON.stringify(next);
      if (text === last) return;
      last = text;
      rows = next;
      for (const id of selected) if (!rows.some((row) => row.id === id)) selected.delete(id);
      show();
    },
  };
}
