import type { EventsQuery } from '../../../worker/history/events.schemas.ts';

export const outcomes = ['failed', 'pending', 'done', 'ignored'] as const;
export type HistoryFilter = { visit: string; deal: string; outcome: (typeof outcomes)[number] | '' };
export const noFilter: HistoryFilter = { visit: '', deal: '', outcome: '' };

/** A deal may be pasted with its address: `https://…/leads/detail/41203317`. */
export function dealIdOf(text: string): number | null {
  const match = /^(?:https?:\/\/\S+\/leads\/detail\/)?(\d{1,15})\/?(?:[?#]\S*)?$/.exec(text.trim());
  const id = Number(match?.[1] ?? 0);
  return id > 0 ? id : null;
}

export function dealIsWrong({ deal }: HistoryFilter): boolean {
  return deal.trim() !== '' && dealIdOf(deal) === null;
}

export function eventsQuery(filter: HistoryFilter, cursor: string | null): EventsQuery {
  const query: EventsQuery = {};
  const deal = dealIdOf(filter.deal);
  if (filter.visit.trim() !== '') query.visit = filter.visit.trim();
  if (deal !== null) query.deal = deal;
  if (filter.outcome !== '') query.outcome = filter.outcome;
  if (cursor !== null) query.cursor = cursor;
  return query;
}
