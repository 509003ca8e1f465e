import { type Random, streamOf } from '../../sandbox/random.ts';
import type { Account } from './world.ts';

/** What will be tried, when and with whom: the same for one seed. What it meets there decides the rest. */
export const kinds = {
  'desk.book': 16,
  'desk.book-outside': 3,
  'desk.book-family': 2,
  'desk.book-twice': 2,
  'desk.status': 24,
  'desk.no-show': 2,
  'desk.move': 9,
  'desk.cancel': 4,
  'desk.delete': 3,
  'desk.restore': 4,
  'desk.note': 4,
  'desk.instead': 2,
  'click.book': 10,
  'click.book-twice': 2,
  'click.rivals': 2,
  'click.two-managers': 1,
  'click.move': 4,
  'click.cancel': 3,
  'click.status': 2,
  'click.slip': 1,
  'crm.stage': 4,
  'crm.work': 2,
  'crm.edit': 3,
  'crm.delete': 1,
  'crm.restore': 2,
  'crm.merge': 1,
  'crm.expire': 0.3,
};
export type Kind = keyof typeof kinds;
export type Weights = Readonly<Partial<Record<Kind, number>>>;

export type Operation = {
  number: number;
  account: number;
  kind: Kind;
  /** Whose visits, between 0 and 1: the first of those who can have it done come again and again, the last seldom. */
  place: number;
  /** Milliseconds after the start. */
  at: number;
  /** For every choice that the operation has to make. */
  random: Random;
};

export type PlanOptions = {
  seed: number;
  events: number;
  accounts: readonly Account[];
  durationMs: number;
  /** `share`: of the run's operations, how many come before this one; from 0 to 1. None: nothing is done in its place. */
  weightsOf(account: number, share: number): Weights;
};

const FIRST_SHARE = 0.12;

export function isBooking(kind: string): boolean {
  return kind.startsWith('desk.book') || kind.startsWith('click.book') || several.has(kind);
}

/** Bookings by other names. */
const several: ReadonlySet<string> = new Set(['click.rivals', 'click.two-managers']);

function onlyBookings(weights: Record<Kind, number>): Record<Kind, number> {
  return Object.fromEntries(Object.entries(weights).filter(([kind]) => isBooking(kind))) as Record<
    Kind,
    number
  >;
}

export function planOf({ seed, events, accounts, durationMs, weightsOf }: PlanOptions): Operation[] {
  const random = streamOf(seed, 'plan');
  return Array.from({ length: events }, (_, number) => number).flatMap((number) => {
    const account = accounts[number % accounts.length];
    if (!account) throw new Error('no accounts');
    const weights = weightsOf(account.index, number / events) as Record<Kind, number>;
    if (Object.keys(weights).length === 0) return [];
    return {
      number,
      account: account.index,
      // Bookings first: the rest needs visits.
      kind: random.weighted(number < events * FIRST_SHARE ? onlyBookings(weights) : weights),
      place: random.next() ** 1.3,
      at: Math.floor((number / events) * durationMs),
      random: streamOf(seed, `operation ${number}`),
    };
  });
}
