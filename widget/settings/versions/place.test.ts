import { expect, test } from 'vitest';
import type { VersionReply } from '../../../worker/settings/versions.schemas.ts';
import { byDay, placesOf, placeText, versionsQuery } from './place.ts';

const branches = [{ id: 1, title: 'Центр' }];
const version = (n: number, changedAt: string): VersionReply => ({
  n,
  section: 'matching',
  branchId: null,
  version: n,
  current: false,
  changedAt,
  changedBy: { id: 7, name: 'Марк' },
});

test('a version says in words what it is of, also when the branch is gone', () => {
  expect(placeText({ section: 'matching', branchId: null }, branches)).toBe('Поиск дублей');
  expect(placeText({ section: 'statuses', branchId: 1 }, branches)).toBe('Статусы, «Центр»');
  expect(placeText({ section: 'statuses', branchId: 9 }, branches)).toBe('Статусы, удалённый филиал');
});

test('every section can be chosen, statuses by branch', () => {
  expect(placesOf(branches).map((place) => versionsQuery(place, null))).toEqual([
    { section: 'branches', branch: 1 },
    { section: 'statuses', branch: 1 },
    { section: 'fields' },
    { section: 'users' },
    { section: 'automation' },
    { section: 'matching' },
  ]);
  expect(versionsQuery(null, '12')).toEqual({ cursor: '12' });
});

test('days are those of the reader’s clock', () => {
  const late = version(3, '2026-11-29T21:30:00Z');
  const list = [late, version(2, '2026-11-29T20:30:00Z'), version(1, '2026-11-28T08:00:00Z')];
  const days = byDay(list, 'Europe/Moscow');
  expect(days.map(({ date, versions }) => [date, versions.length])).toEqual([
    ['2026-11-30', 1],
    ['2026-11-29', 1],
    ['2026-11-28', 1],
  ]);
  expect(byDay(list, 'UTC').map(({ date }) => date)).toEqual(['2026-11-29', '2026-11-28']);
});
