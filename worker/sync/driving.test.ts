import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { appliedVisit, drivingVisit, isOpen } from './driving.ts';
import type { VisitRef } from './model.ts';

const TODAY = '2026-11-23';

function ref(id: string, over: Partial<VisitRef> = {}): VisitRef {
  const talonId = id.charCodeAt(0);
  return { id, talonId, date: '2026-11-27', begin: '10:00', meaning: 'booked', deleted: false, ...over };
}

const future = (id: string, begin = '10:00') => ref(id, { begin });
const past = (id: string, date = '2026-11-20') => ref(id, { date });
const ended = (id: string, meaning: Meaning, date = '2026-11-20') => ref(id, { meaning, date });

test.each<[string, Partial<VisitRef>, boolean]>([
  ['booked for later', {}, true],
  ['today, though its hour is past', { date: TODAY, begin: '00:00' }, true],
  ['yesterday', { date: '2026-11-22' }, false],
  ['confirmed', { meaning: 'confirmed' }, true],
  ['arrived', { meaning: 'arrived' }, true],
  ['a status without a meaning', { meaning: null }, true],
  ['completed', { meaning: 'completed' }, false],
  ['no-show', { meaning: 'no-show' }, false],
  ['cancelled', { meaning: 'cancelled' }, false],
  ['deleted', { deleted: true }, false],
])('open or not: %s', (_, over, open) => {
  expect(isOpen(ref('a', over), TODAY)).toBe(open);
});

test.each<[string, VisitRef[], string | null]>([
  ['no visits', [], null],
  ['the open one that begins first', [future('b', '12:00'), future('c', '09:00')], 'c'],
  ['open before completed', [ended('b', 'completed', '2026-11-22'), future('c')], 'c'],
  ['open ones that begin together: the lower id', [future('c'), future('b')], 'b'],
  ['none open: the latest completed', [ended('b', 'completed', '2026-11-01'), ended('c', 'completed')], 'c'],
  ['none open: the latest no-show', [ended('b', 'completed', '2026-11-01'), ended('c', 'no-show')], 'c'],
  ['completed before a later cancelled', [ended('b', 'completed'), ref('c', { meaning: 'cancelled' })], 'b'],
  ['completed before a later one that just passed', [ended('b', 'completed', '2026-11-01'), past('c')], 'b'],
  ['nothing happened: the latest', [ended('b', 'cancelled', '2026-11-01'), past('c')], 'c'],
  ['a deleted one when there is no other', [ref('b', { deleted: true })], 'b'],
  [
    'a completed one that was deleted does not count',
    [ref('b', { meaning: 'completed', deleted: true }), past('c', '2026-11-01')],
    'b',
  ],
  ['the latest, together: the lower id', [past('c'), past('b')], 'b'],
])('driving: %s', (_, visits, id) => {
  expect(drivingVisit(visits, TODAY)?.id ?? null).toBe(id);
});

test.each<[string, string, string | null, VisitRef[], string]>([
  ['no last pair: the driving visit', 'b', null, [future('b', '12:00'), future('c', '09:00')], 'c'],
  ['of another visit than the last pair’s: the driving one', 'b', 'c', [past('b'), future('c')], 'c'],
  [
    'of another visit, completed: still the driving one',
    'b',
    'c',
    [ended('b', 'completed'), future('c')],
    'c',
  ],
  [
    'of the last pair’s, still open: the driving one',
    'b',
    'b',
    [future('b', '12:00'), future('c', '09:00')],
    'c',
  ],
  [
    'of the last pair’s, completed while another is open: itself',
    'b',
    'b',
    [ended('b', 'completed'), future('c')],
    'b',
  ],
  [
    'of the last pair’s, no-show while another is open: itself',
    'b',
    'b',
    [ended('b', 'no-show'), future('c')],
    'b',
  ],
  ['of the last pair’s, past without an end: itself', 'b', 'b', [past('b'), future('c')], 'b'],
  [
    'of the last pair’s, cancelled while another is open: the other',
    'b',
    'b',
    [ended('b', 'cancelled'), future('c')],
    'c',
  ],
  [
    'of the last pair’s, deleted while another is open: the other',
    'b',
    'b',
    [ref('b', { deleted: true }), future('c')],
    'c',
  ],
  [
    'of the last pair’s, cancelled, none open: itself',
    'b',
    'b',
    [ended('b', 'cancelled'), ended('c', 'completed')],
    'b',
  ],
  [
    'of the last pair’s, deleted, none open: itself',
    'b',
    'b',
    [ref('b', { deleted: true }), ended('c', 'completed')],
    'b',
  ],
])('an event %s', (_, event, last, visits, applied) => {
  expect(appliedVisit({ visitId: event }, last, visits, TODAY)?.id).toBe(applied);
});

const refs: fc.Arbitrary<VisitRef[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    talonId: fc.integer({ min: 1, max: 3 }),
    date: fc.constantFrom('2026-11-20', '2026-11-22', TODAY, '2026-11-27'),
    begin: fc.constantFrom('09:00', '12:00'),
    meaning: fc.constantFrom<Meaning | null>('booked', 'arrived', 'completed', 'no-show', 'cancelled', null),
    deleted: fc.boolean(),
  }),
  { selector: (visit) => visit.id, maxLength: 5 },
);
const visitId = fc.constantFrom('a', 'b', 'c', 'd', 'e');

test('the order of the list decides nothing, also between two sources with equal talon ids', () => {
  fc.assert(
    fc.property(refs, visitId, fc.option(visitId), (visits, event, last) => {
      const turned = visits.toReversed();
      expect(drivingVisit(turned, TODAY)).toEqual(drivingVisit(visits, TODAY));
      expect(appliedVisit({ visitId: event }, last, turned, TODAY)).toEqual(
        appliedVisit({ visitId: event }, last, visits, TODAY),
      );
    }),
  );
});

test('a deal with an open visit is driven by an open one, one with visits always by one of them', () => {
  fc.assert(
    fc.property(refs, (visits) => {
      const driving = drivingVisit(visits, TODAY);
      expect(driving === null).toBe(visits.length === 0);
      if (visits.some((visit) => isOpen(visit, TODAY))) {
        expect(driving && isOpen(driving, TODAY)).toBe(true);
      }
    }),
  );
});
