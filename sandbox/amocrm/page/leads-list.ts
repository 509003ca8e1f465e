import type { LeadRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { matchesLead } from './board.ts';
import { shortDate, taskMark } from './board-tile.ts';
import { dataTable } from './data-table.ts';
import { el, money } from './dom.ts';
import { massActions } from './mass-actions.ts';
import type { PageState } from './state.ts';
import { leadViews } from './view-switch.ts';
import type { WidgetHost } from './widget-host.ts';

const POLL_MS = 2000;

/** All deals as a list; the recycle bin is the same list with the deleted ones. */
export async function showLeadsList(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  state.area = 'leads';
  const list = {
    entity: 'leads' as const,
    selected: [] as { id: number; type: string; emails: string[]; phones: string[] }[],
  };
  state.list = list;
  const { boot } = state;
  let rows: LeadRow[] = [];
  const stage = (lead: LeadRow) =>
    boot.pipelines
      .find((pipeline) => pipeline.id === lead.pipelineId)
      ?.statuses.find((status) => status.id === lead.statusId);

  const table = dataTable<LeadRow>({
    testId: 'leads-table',
    empty: 'Сделок не нашлось.',
    cells: [
      {
        title: 'Сделка',
        content: (lead) => el('a', { class: 'link', href: `/leads/detail/${lead.id}` }, lead.name),
      },
      { title: 'Контакт', content: (lead) => lead.contactName || '—' },
      { title: 'Компания', className: 'table__wide', content: (lead) => lead.companyName || '—' },
      {
        title: 'Этап',
        content: (lead) =>
          el(
            'span',
            { class: 'stage-chip' },
            el('span', { class: 'menu__mark', style: `background:${stage(lead)?.color ?? ''}` }),
            stage(lead)?.name ?? '—',
          ),
      },
      { title: 'Бюджет', className: 'table__number', content: (lead) => money(lead.price) },
      { title: 'Ответственный', className: 'table__wide', content: (lead) => lead.responsible },
      { title: 'Задача', className: 'table__wide', content: (lead) => taskMark(lead.task) },
      {
        title: 'Создана',
        className: 'table__number',
        content: (lead) => shortDate(lead.createdAt, boot.account.timezone),
      },
    ],
    actions: (selected) => massActions({ entity: 'leads', boot, selected, host, refresh }),
    onSelect: (selected) => {
      list.selected = selected.map(({ id, emails, phones }) => ({ id, type: 'lead', emails, phones }));
    },
  });
  const search = el('input', {
    class: 'input tabs__search',
    type: 'search',
    placeholder: 'Поиск: имя, телефон, тег',
    'aria-label': 'Поиск сделок',
    'data-testid': 'list-search',
    oninput: () => draw(),
  });
  const deleted = el('input', {
    type: 'checkbox',
    'data-testid': 'list-deleted',
    onchange: () => void refresh(),
  });
  root.replaceChildren(
    leadViews(
      boot.pipelines,
      null,
      'list',
      search,
      el('label', { class: 'tabs__option' }, deleted, ' Корзина'),
    ),
    table.root,
  );

  const draw = (): void => table.draw(rows.filter((lead) => matchesLead(lead, search.value)));

  async function refresh(): Promise<void> {
    const all = (await api.leads(deleted.checked)).leads;
    rows = all.filter((lead) => lead.isDeleted === deleted.checked);
    draw();
  }

  await refresh();
  void host.enter();
  const timer = setInterval(() => void refresh().catch(() => undefined), POLL_MS);
  return { title: 'Сделки', stop: () => clearInterval(timer) };
}
