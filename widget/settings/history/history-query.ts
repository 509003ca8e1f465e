import type { EventsQuery, EventsRetry } from '../../../worker/history/events.schemas.ts';
import { addDays } from '../../ui/format.ts';
import type { Direction } from './kinds.ts';

export const outcomes = ['failed', 'held', 'pending', 'done', 'ignored'] as const;

/** As it is typed and chosen; '' is «all». Dates are days of `zone`. */
export type HistoryFilter = {
  search: string;
  from: string;
  to: string;
  direction: Direction | '';
  kind: string;
  outcome: (typeof outcomes)[number] | '';
  branch: string;
};
export const noFilter: HistoryFilter = {
  search: '',
  from: '',
  to: '',
  direction: '',
  kind: '',
  outcome: '',
  branch: '',
};

export function isFiltered(filter: HistoryFilter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

/** The address of a card is as good as its number: `https://…/leads/detail/41203317`. */
export function soughtOf(text: string): Pick<EventsQuery, 'deal' | 'search'> {
  const trimmed = text.trim();
  const pasted = /\/leads\/detail\/(\d{1,15})/.exec(trimmed)?.[1];
  if (pasted !== undefined) return { deal: Number(pasted) };
  return trimmed === '' ? {} : { search: trimmed };
}

/** No id is longer, and none has a space in it. */
export function searchIsWrong({ search }: HistoryFilter): boolean {
  const { search: sought = '' } = soughtOf(search);
  return sought.length > 60 || /\S\s+\S/.test(sought.replace(/^№\s*/, ''));
}

export function datesAreWrong({ from, to }: HistoryFilter): boolean {
  return from !== '' && to !== '' && from > to;
}

type Shared = Omit<EventsRetry, 'outcome' | 'limit' | 'cursor'>;

export function conditionsOf(filter: HistoryFilter, zone: string): Shared {
  return {
    ...soughtOf(filter.search),
    ...(filter.from === '' ? {} : { from: startOfDay(filter.from, zone) }),
    // The last moment of the day belongs to it.
    ...(filter.to === '' ? {} : { to: before(startOfDay(addDays(filter.to, 1), zone)) }),
    ...(filter.direction === '' ? {} : { direction: filter.direction }),
    ...(filter.kind === '' ? {} : { kind: filter.kind }),
    ...(filter.branch === '' ? {} : { branch: Number(filter.branch) }),
  };
}

export function eventsQuery(filter: HistoryFilter, zone: string, cursor: string | null): EventsQuery {
  return {
    ...conditionsOf(filter, zone),
    ...(filter.outcome === '' ? {} : { outcome: filter.outcome }),
    ...(cursor === null ? {} : { cursor }),
  };
}

/** Midnight on the clock of `zone`: noon in UTC tells its offset on that day. */
function startOfDay(date: string, zone: string): string {
  const noon = Date.parse(`${date}T12:00:00Z`);
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(noon);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00';
  const shown = Date.parse(
    `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`,
  );
  return new Date(Date.parse(`${date}T00:00:00Z`) - (shown - noon)).toISOString();
}

function before(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
