import { type HistoryFilter, noFilter, outcomes } from './history-query.ts';
import { directionOf, isKind } from './kinds.ts';

/** What the history shows, as it stands in the address behind `#history/`: links, reloading and «back» work. */
export type HistoryPlace =
  | { view: 'list'; filter: HistoryFilter }
  | { view: 'event'; id: string }
  | { view: 'visit'; id: string }
  | { view: 'deal'; id: number };

export function placeOf(inside: string): HistoryPlace {
  const [, what, id] = /^(event|visit|deal):([\w-]{1,60})$/.exec(inside) ?? [];
  const deal = Number(id);
  if (what === 'deal' && Number.isSafeInteger(deal) && deal > 0) return { view: 'deal', id: deal };
  if ((what === 'event' || what === 'visit') && id !== undefined) return { view: what, id };
  return { view: 'list', filter: filterOf(new URLSearchParams(inside)) };
}

export function addressOf(place: HistoryPlace): string {
  if (place.view !== 'list') return `${place.view}:${place.id}`;
  const filled = Object.entries(place.filter).filter(([, value]) => value !== '');
  return new URLSearchParams(filled).toString();
}

/** What somebody wrote into the address by hand and means nothing is left out. */
function filterOf(given: URLSearchParams): HistoryFilter {
  const date = (name: 'from' | 'to') => /^\d{4}-\d\d-\d\d$/.exec(given.get(name) ?? '')?.[0] ?? '';
  return {
    ...noFilter,
    search: (given.get('search') ?? '').slice(0, 200),
    from: date('from'),
    to: date('to'),
    direction: directionOf(given.get('direction')),
    kind: isKind(given.get('kind')) ?? '',
    outcome: outcomes.find((outcome) => outcome === given.get('outcome')) ?? '',
    branch: /^\d{1,9}$/.exec(given.get('branch') ?? '')?.[0] ?? '',
  };
}
