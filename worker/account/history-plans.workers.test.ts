import { env } from 'cloudflare:workers';
import { and, type SQL, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { EventsQuery } from '../history/events.schemas.ts';
import { variables } from '../http/api.fixture.ts';
import { isoOf } from '../sync/wall-clock.ts';
import { bookingWith } from './clicks.ts';
import { inNewObject } from './context.fixture.ts';
import { eventConditions, pageOf } from './history.ts';
import type { Store } from './store.ts';

/**
 * How SQLite answers every question of the history. An account may have half a million events (bench/history): none is
 * answered by reading them all, and but for a handful of rows nothing is sorted.
 */
const NOW = Date.parse('2026-11-24T10:00:00+03:00');
const day = { from: isoOf(NOW), to: isoOf(NOW) };

beforeAll(() => {
  Object.assign(env, variables);
});

const planOf = (store: Store, query: SQL) =>
  store.all<{ detail: string }>(sql`explain query plan ${query}`).map(({ detail }) => detail);
const pagePlan = (store: Store, query: EventsQuery, branchIds: number[] | null = null) =>
  planOf(store, pageOf(store, query, branchIds).getSQL());

const KIND = 'SEARCH events USING INDEX events_kind (kind=?)';
const FAILED = 'SEARCH events USING INDEX events_unwell (outcome=?)';
const BY_NUMBER = 'SEARCH events USING INTEGER PRIMARY KEY (rowid=?)';
const IN_ORDER = 'SCAN events';

test.each<[name: string, query: EventsQuery, first: string]>([
  // From the newest on, as far as the page reaches: most events fit.
  ['the first page', {}, IN_ORDER],
  ['its done ones', { outcome: 'done' }, IN_ORDER],
  ['of ArchiMed+', { direction: 'archimed' }, IN_ORDER],
  ['of amoCRM', { direction: 'amocrm' }, IN_ORDER],
  ['the next page', { cursor: '9' }, 'SEARCH events USING INTEGER PRIMARY KEY (rowid<?)'],
  ['some days', day, 'SEARCH events USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'],
  ['a kind', { kind: 'visit.moved' }, KIND],
  [
    'its next page',
    { kind: 'visit.moved', cursor: '9' },
    'SEARCH events USING INDEX events_kind (kind=? AND seq<?)',
  ],
  ['a kind in a branch', { kind: 'visit.moved', branch: 1 }, KIND],
  ['a kind that changed nothing', { kind: 'visit.moved', outcome: 'ignored' }, KIND],
  ['a branch', { branch: 1 }, 'SEARCH events USING INDEX events_branch (branch_id=?)'],
  ['failed', { outcome: 'failed' }, FAILED],
  ['failed, of a kind in a branch', { outcome: 'failed', kind: 'visit.moved', branch: 1 }, FAILED],
  ['without effect', { outcome: 'ignored' }, FAILED],
  ['waiting', { outcome: 'pending' }, BY_NUMBER],
  ['held', { outcome: 'held' }, 'SEARCH events USING INDEX events_due (due_at=? AND rowid=?)'],
  ['a visit', { visit: 'v' }, 'SEARCH events USING INDEX events_visit (visit_id=?)'],
  [
    'a visit from its beginning',
    { visit: 'v', order: 'oldest' },
    'SEARCH events USING INDEX events_visit (visit_id=?)',
  ],
  [
    'a visit, failed of a kind in a branch',
    { visit: 'v', outcome: 'done', kind: 'visit.moved', branch: 1 },
    'SEARCH events USING INDEX events_visit (visit_id=?)',
  ],
  ['a deal', { deal: 7 }, 'SEARCH events USING INDEX events_deal (deal_id=?)'],
  ['an id', { search: 'v' }, BY_NUMBER],
  ['a number', { search: '5012' }, BY_NUMBER],
])('a page: %s', (_name, query, first) =>
  inNewObject(NOW, async ({ store }) => {
    const [step, ...more] = pagePlan(store, query);
    expect(step).toBe(first);
    expect(more.join('; ')).not.toMatch(/SCAN (events|visits)|TEMP B-TREE FOR ORDER/);
  }),
);

test('of some branches only: the same ways', () =>
  inNewObject(NOW, async ({ store }) => {
    const own = [1, 2];
    expect(pagePlan(store, { kind: 'visit.moved' }, own)).toEqual([KIND]);
    expect(pagePlan(store, { outcome: 'failed' }, own)).toEqual([FAILED]);
    expect(pagePlan(store, { deal: 7 }, own)).toEqual(['SEARCH events USING INDEX events_deal (deal_id=?)']);
    // Each branch in its order, and only as far as the page reaches.
    expect(pagePlan(store, {}, own)[0]).toBe('SEARCH events USING INDEX events_branch (branch_id=?)');
  }));

test('what is rare is gathered by its index and sorted: our own work, some chosen events', () =>
  inNewObject(NOW, async ({ store }) => {
    expect(pagePlan(store, { direction: 'service' }).join('; ')).toMatch(/^MULTI-INDEX OR.*events_kind/);
    expect(pagePlan(store, { ids: 'a,b' })[0]).toBe('SEARCH events USING INDEX events_id (id=?)');
  }));

test('one event with its attempts; a booking that is pressed again; what a retry counts', () =>
  inNewObject(NOW, async ({ store }) => {
    expect(planOf(store, sql`select * from events where id = 'a'`)).toEqual([
      'SEARCH events USING INDEX events_id (id=?)',
    ]);
    expect(planOf(store, sql`select * from attempts where event_id = 'a' order by number`)).toEqual([
      'SEARCH attempts USING INDEX sqlite_autoindex_attempts_1 (event_id=?)',
    ]);
    expect(planOf(store, bookingWith(store, 'a').getSQL())[0]).toBe(
      'SEARCH events USING INDEX events_booking (digest=?)',
    );
    const failed = and(...eventConditions(store, { outcome: 'failed' }, null));
    expect(planOf(store, sql`select count(*) from events where ${failed}`)[0]).toContain('events_unwell');
  }));
