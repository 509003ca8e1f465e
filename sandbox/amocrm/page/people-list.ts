import type { PersonRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { shortDate } from './board-tile.ts';
import { type Cell, dataTable } from './data-table.ts';
import { el } from './dom.ts';
import { matchesRow } from './link-dialog.ts';
import { massActions } from './mass-actions.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

const POLL_MS = 2000;
const words = {
  contacts: { title: 'Контакты', add: 'Новый контакт', empty: 'Контактов не нашлось.', type: 'contact' },
  companies: { title: 'Компании', add: 'Новая компания', empty: 'Компаний не нашлось.', type: 'company' },
} as const;

/** Contacts or companies; duplicates are merged from here. */
export async function showPeople(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  kind: 'contacts' | 'companies',
): Promise<Page> {
  state.area = kind;
  const list = {
    entity: kind,
    selected: [] as { id: number; type: string; emails: string[]; phones: string[] }[],
  };
  state.list = list;
  const { boot } = state;
  const { title, add, empty, type } = words[kind];
  let rows: PersonRow[] = [];

  const company: Cell<PersonRow> = { title: 'Компания', content: (row) => row.companyName || '—' };
  const table = dataTable<PersonRow>({
    testId: `${kind}-table`,
    empty,
    cells: [
      {
        title: kind === 'contacts' ? 'Имя' : 'Название',
        content: (row) =>
          el('a', { class: 'link', href: `/${kind}/detail/${row.id}` }, row.name || 'Без имени'),
      },
      ...(kind === 'contacts' ? [company] : []),
      { title: 'Телефон', content: (row) => row.phones.join(', ') || '—' },
      { title: 'Email', className: 'table__wide', content: (row) => row.emails.join(', ') || '—' },
      { title: 'Сделок', className: 'table__number', content: (row) => String(row.leadCount) },
      { title: 'Ответственный', className: 'table__wide', content: (row) => row.responsible },
      {
        title: 'Создан',
        className: 'table__number',
        content: (row) => shortDate(row.createdAt, boot.account.timezone),
      },
    ],
    actions: (selected) => massActions({ entity: kind, boot, selected, host, refresh }),
    onSelect: (selected) => {
      list.selected = selected.map(({ id, emails, phones }) => ({ id, type, emails, phones }));
    },
  });
  const search = el('input', {
    class: 'input tabs__search',
    type: 'search',
    placeholder: 'Поиск: имя, телефон, почта',
    'aria-label': 'Поиск',
    'data-testid': 'list-search',
    oninput: () => draw(),
  });
  const deleted = el('input', {
    type: 'checkbox',
    'data-testid': 'list-deleted',
    onchange: () => void refresh(),
  });
  root.replaceChildren(
    el(
      'div',
      { class: 'tabs' },
      el(
        'nav',
        { class: 'tabs__group', 'aria-label': 'Списки' },
        ...(['contacts', 'companies'] as const).map((other) =>
          el(
            'a',
            {
              class: other === kind ? 'tab is-active' : 'tab',
              href: `/${other}/list`,
              'data-testid': `tab-${other}`,
            },
            words[other].title,
          ),
        ),
      ),
      search,
      el('label', { class: 'tabs__option' }, deleted, ' Корзина'),
      el(
        'a',
        { class: 'button button_primary tabs__add', href: `/${kind}/add`, 'data-testid': `${kind}-add` },
        add,
      ),
    ),
    table.root,
  );

  const draw = (): void => table.draw(rows.filter((row) => matchesRow(row, search.value)));

  async function refresh(): Promise<void> {
    const all = (await api.people(kind, deleted.checked)).rows;
    rows = all.filter((row) => row.isDeleted === deleted.checked);
    draw();
  }

  await refresh();
  void host.enter();
  const timer = setInterval(() => void refresh().catch(() => undefined), POLL_MS);
  return { title, stop: () => clearInterval(timer) };
}
