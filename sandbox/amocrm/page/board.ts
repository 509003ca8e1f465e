import type { LeadRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { el, money } from './dom.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

const PIPELINE = 'sandbox-pipeline';

function tile(lead: LeadRow): HTMLElement {
  return el(
    'a',
    { class: 'tile', href: `/leads/detail/${lead.id}`, 'data-testid': `lead-${lead.id}` },
    el('span', { class: 'tile__contact' }, lead.contactName || 'Без контакта'),
    el('span', { class: 'tile__name' }, lead.name),
    el(
      'span',
      { class: 'tile__foot' },
      el('span', {}, money(lead.price)),
      el(
        'span',
        { class: lead.hasTask ? 'dot dot_task' : 'dot' },
        lead.hasTask ? 'есть задача' : 'нет задач',
      ),
    ),
  );
}

/** Deals by stage, read again every two seconds. */
export async function showBoard(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  state.area = 'leads-pipeline';
  state.card = null;
  const { pipelines } = state.boot;
  let current = Number(localStorage.getItem(PIPELINE)) || (pipelines[0]?.id ?? 0);
  let last = '';

  const columns = el('div', { class: 'board', 'data-testid': 'board' });
  const tabs = el('div', { class: 'tabs', role: 'tablist' });
  root.replaceChildren(tabs, columns);

  async function refresh(force = false): Promise<void> {
    const { leads } = await api.leads();
    const text = JSON.stringify(leads) + current;
    if (text === last && !force) return;
    last = text;
    const pipeline = pipelines.find((candidate) => candidate.id === current) ?? pipelines[0];
    tabs.replaceChildren(
      ...pipelines.map((candidate) =>
        el(
          'button',
          {
            class: candidate.id === pipeline?.id ? 'tab is-active' : 'tab',
            type: 'button',
            role: 'tab',
            onclick: () => {
              current = candidate.id;
              localStorage.setItem(PIPELINE, String(current));
              void refresh(true);
            },
          },
          candidate.name,
        ),
      ),
      el(
        'button',
        { class: 'button button_primary tabs__add', type: 'button', onclick: addLead },
        'Новая сделка',
      ),
    );
    columns.replaceChildren(
      ...(pipeline?.statuses ?? []).map((status) => {
        const rows = leads.filter((lead) => lead.pipelineId === pipeline?.id && lead.statusId === status.id);
        const sum = rows.reduce((total, lead) => total + lead.price, 0);
        return el(
          'section',
          { class: 'column', 'aria-label': status.name },
          el(
            'header',
            { class: 'column__head', style: `border-color:${status.color}` },
            el('b', {}, status.name),
            el('span', { class: 'muted' }, `${rows.length} · ${money(sum)}`),
          ),
          ...rows.map(tile),
        );
      }),
    );
  }

  async function addLead(): Promise<void> {
    const { id } = await api.addLead({ pipelineId: current });
    const link = el('a', { href: `/leads/detail/${id}` });
    root.append(link);
    link.click();
  }

  await refresh();
  void host.enter();
  const timer = setInterval(() => void refresh().catch(() => undefined), 2000);
  return { title: 'Сделки', stop: () => clearInterval(timer) };
}
