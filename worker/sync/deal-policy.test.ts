import { expect, test } from 'vitest';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { cardAnswer } from './deal-policy.ts';
import type { VisitRef } from './model.ts';
import { TODAY } from './testing.ts';

const LATER = '2026-12-01';
const EARLIER = '2026-11-01';
let id = 0;
const visit = (meaning: Meaning | null, date: string, deleted = false): VisitRef => {
  id += 1;
  return { id: `visit-${id}`, talonId: id, date, begin: '10:00', meaning, deleted };
};
const cancelled = visit('cancelled', LATER);
const deleted = visit('booked', LATER, true);
const open = visit('booked', LATER);
const completed = visit('completed', EARLIER);
const missed = visit('no-show', EARLIER);
const forgotten = visit('booked', EARLIER);

test.each<[string, VisitRef[], 'add' | 'busy', 'add' | 'busy' | 'new-deal']>([
  ['no visit', [], 'add', 'add'],
  ['only cancelled and deleted ones', [cancelled, deleted], 'add', 'add'],
  ['an open one', [open], 'busy', 'add'],
  ['an open one after a completed one', [completed, open], 'busy', 'add'],
  ['a completed one', [completed], 'busy', 'new-deal'],
  ['a completed one and a cancelled one', [completed, cancelled], 'busy', 'new-deal'],
  ['a no-show', [missed], 'busy', 'busy'],
  ['one that is over without a word', [forgotten], 'busy', 'busy'],
])('%s', (_name, visits, one, newAfter) => {
  expect(cardAnswer('many', visits, TODAY)).toBe('add');
  expect(cardAnswer('one', visits, TODAY)).toBe(one);
  expect(cardAnswer('new-after-completed', visits, TODAY)).toBe(newAfter);
});
