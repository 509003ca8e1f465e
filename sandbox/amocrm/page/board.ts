import type { LeadRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { closingAreas, columnsOf } from './board-columns.ts';
import { enableDrag } from './board-drag.ts';
import { el, money } from './dom.ts';
import { askLossReason } from './loss-dialog.ts';
import { openMenu } from './menu.ts';
import { attempt } from './notice.ts';
import type { PageState } from './state.ts';
import { leadViews, PIPELINE, pipelineFrom } from './view-switch.ts';
import type { WidgetHost } from './widget-host.ts';

const LOST = 143;
const POLL_MS = 2000;

export function matchesLead(lead: LeadRow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const parts = [
    lead.name,
    lead.contactName,
    lead.companyName,
    String(lead.id),
    ...lead.tags.map((t) => t.name),
  ];
  if (parts.some((part) => part.toLowerCase().includes(wanted))) return true;
  const digits = wanted.replace(/\D/g, '');
  return digits.length > 2 && lead.phones.some((phone) => phone.replace(/\D/g, '').includes(digits));
}

/** Deals by stage, read again every two seconds. */
export async function showBoard(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  pipelineId: string,
): Promise<Page> {
  state.area = 'leads-pipeline';
  const { boot } = state;
  const pipeline = pipelineFrom(boot.pipelines, pipelineId);
  if (pipeline === undefined) throw new Error('An account without pipelines');
  localStorage.setItem(PIPELINE, String(pipeline.id));
  state.list = { entity: 'leads', selected: [], pipelineId: pipeline.id };

  let leads: LeadRow[] = [];
  let isDragging = false;
  let moves = 0;
  const total = el('span', { class: 'muted', 'data-testid': 'board-total' });
  const search = el('input', {
    class: 'input tabs__search',
    type: 'search',
    placeholder: 'Поиск: имя, телефон, тег',
    'aria-label': 'Поиск сделок',
    'data-testid': 'board-search',
    oninput: () => draw(),
  });
  const columns = columnsOf(pipeline, boot.account.timezone, chooseStage);
  const board = el('div', { class: 'board', 'data-testid': 'board' }, ...columns.nodes);
  root.replaceChildren(leadViews(boot.pipelines, pipeline.id, 'board', search, total), board, closingAreas());

  function draw(): void {
    if (isDragging) return;
    const here = leads.filter((lead) => lead.pipelineId === pipeline?.id && matchesLead(lead, search.value));
    columns.draw(here);
    const sum = here.reduce((all, lead) => all + lead.price, 0);
    total.textContent = `${here.length} · ${money(sum)}`;
  }

  async function refresh(): Promise<void> {
    const begun = moves;
    const fresh = (await api.leads()).leads;
    // A reading from before a move would put the tile back for a moment.
    if (begun !== moves) return;
    leads = fresh;
    draw();
  }

  /** Shown at once, put back when it was refused. */
  async function move(lead: LeadRow, statusId: number, lossReasonId?: number | null): Promise<boolean> {
    moves += 1;
    const before = leads;
    leads = leads.map((row) => (row.id === lead.id ? { ...row, statusId } : row));
    draw();
    const reason = lossReasonId === undefined ? {} : { lossReasonId };
    const isDone = await attempt(() =>
      api.editLead(lead.id, { pipelineId: lead.pipelineId, statusId, ...reason }),
    );
    moves += 1;
    if (!isDone) leads = before;
    draw();
    return isDone;
  }

  function moveTo(leadId: number, statusId: number): void {
    const lead = leads.find((row) => row.id === leadId);
    if (lead === undefined || lead.statusId === statusId) return;
    if (statusId === LOST && boot.lossReasons.length > 0)
      askLossReason(boot, (reason) => move(lead, statusId, reason));
    else void move(lead, statusId);
  }

  function chooseStage(lead: LeadRow, anchor: HTMLElement): void {
    const stages = pipeline?.statuses ?? [];
    openMenu(
      anchor,
      stages
        .filter((status) => status.id !== lead.statusId)
        .map((status) => ({
          text: status.name,
          color: status.color,
          testId: `move-to-${status.id}`,
          run: () => moveTo(lead.id, status.id),
        })),
    );
  }

  enableDrag({
    board,
    onStart: () => {
      isDragging = true;
    },
    onEnd: () => {
      isDragging = false;
      draw();
    },
    onDrop: (leadId, target) => moveTo(leadId, target.statusId),
  });
  await refresh();
  void host.enter();
  const timer = setInterval(() => void refresh().catch(() => undefined), POLL_MS);
  return { title: 'Сделки', stop: () => clearInterval(timer) };
}
