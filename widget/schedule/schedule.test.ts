import { expect, test } from 'vitest';
import { busyBlocks, columnOf } from './columns.ts';
import { nearestTarget, targetAt, targetsOf } from './fit.ts';
import { held, type Item, itemsOf, type Lists, moved } from './items.ts';
import { boxesOf, lanesOf, paintOf, rangeOf, scaleOf, widestOf } from './layout.ts';
import { en } from './locales/en.ts';
import { ru } from './locales/ru.ts';
import { nowSpans } from './overlays.tsx';
import { keepSame } from './same.ts';
import type { Column, GridVisit, Interval } from './types.ts';
import { clockOf, wallSpan } from './wall.ts';

const at = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const instant = (clock: string): string => `2026-11-30T${clock}:00+03:00`;

/** «09:00-09:30 09:30-10:00!»: `!` is taken, `~` past; room 5 unless told. */
function intervals(text: string, room = '5', doctorId = 12): Interval[] {
  return text.split(' ').map((part) => {
    const [start = '', end = ''] = part.replace(/[!~]/, '').split('-');
    const state = part.endsWith('!') ? 'busy' : part.endsWith('~') ? 'past' : 'free';
    const slot = { doctorId, start: instant(start), end: instant(end), room, buildingName: '' };
    return { from: at(start), to: at(end), state, slot };
  });
}
function visit(id: string, from: string, to: string): GridVisit {
  return {
    id,
    branchId: 1,
    doctorId: 12,
    tone: 'plain',
    title: id,
    note: '',
    label: id,
    movable: true,
    from: at(from),
    to: at(to),
  };
}
function column(parts: Partial<Column>): Column {
  return {
    key: '12',
    branchId: 1,
    title: 'Соколова',
    note: '',
    date: '2026-11-30',
    timeZone: 'Europe/Moscow',
    intervals: [],
    blocks: [],
    visits: [],
    ...parts,
  };
}
const starts = (list: readonly { from: number; to: number }[]) =>
  list.map(({ from, to }) => `${clockOf(from)}-${clockOf(to)}`);

test('both languages have the same keys', () => {
  expect(Object.keys(en)).toEqual(Object.keys(ru));
});

test("an instant stands on the branch's own clock, midnight is the end of its day", () => {
  expect(wallSpan('2026-11-30T09:30:00+07:00', '2026-11-30T10:00:00+07:00')).toEqual({ from: 570, to: 600 });
  expect(wallSpan('2026-11-30T23:30:00+03:00', '2026-12-01T00:00:00+03:00')).toEqual({
    from: 1410,
    to: 1440,
  });
});

test('the day shown is whole hours around all that is in it', () => {
  const day = column({
    intervals: intervals('08:20-08:40 13:00-13:30'),
    visits: [visit('late', '18:10', '18:40')],
  });
  expect(starts([rangeOf([day, column({})])])).toEqual(['08:00-19:00']);
  expect(starts([rangeOf([])])).toEqual(['09:00-18:00']);
  expect(starts([rangeOf([column({ intervals: intervals('10:00-10:30') })])])).toEqual(['10:00-14:00']);
});

test('short intervals get the height of a line, within bounds', () => {
  expect(scaleOf([column({ intervals: intervals('09:00-09:10 09:10-09:20') })])).toBe(2.2);
  expect(scaleOf([column({ intervals: intervals('09:00-10:00') })])).toBe(1.3);
  expect(scaleOf([column({ intervals: intervals('09:00-09:15') })])).toBeCloseTo(22 / 15);
});

test('boxes that share time stand side by side, the others keep the width', () => {
  const spans = [
    visit('a', '09:00', '10:00'),
    visit('b', '09:30', '10:30'),
    visit('c', '10:00', '11:00'),
    visit('d', '12:00', '12:30'),
  ];
  expect(lanesOf(spans)).toEqual([
    { lane: 0, lanes: 2 },
    { lane: 1, lanes: 2 },
    { lane: 0, lanes: 2 },
    { lane: 0, lanes: 1 },
  ]);
  expect(widestOf(spans)).toBe(2);
  expect(widestOf([])).toBe(1);
});

test('one background says what is free, what is past and what is neither', () => {
  const painted = paintOf(intervals('09:00-09:30~ 10:00-10:30 10:30-11:00!'), { from: 540, to: 720 }, 1);
  expect(painted).toContain('var(--sched-past) calc(0px + 1px) 30px');
  expect(painted).toContain('transparent 30px 60px');
  expect(painted).toContain('var(--sched-free) calc(60px + 1px) 90px');
  expect(painted).toContain('transparent 120px 100%');
  expect(paintOf([], { from: 540, to: 720 }, 1)).toBe('none');
});

test('longer visits need neighbours without a gap in one room', () => {
  const day = column({
    intervals: [...intervals('09:00-09:30 09:30-10:00 10:30-11:00'), ...intervals('11:00-11:30', '7')],
  });
  expect(starts(targetsOf(day, 0))).toHaveLength(4);
  expect(starts(targetsOf(day, 45))).toEqual(['09:00-10:00']);
  expect(targetsOf(day, 45)[0]?.slot.end).toBe(instant('10:00'));
});

test('the time that a visit has now is free for itself, but no place to move it to', () => {
  const day = column({
    intervals: intervals('09:00-09:30 09:30-10:00! 10:00-10:30! 10:30-11:00 11:00-11:30!'),
  });
  const moving = { ...visit('a', '09:30', '10:30'), columnKey: '12' };
  expect(starts(targetsOf(day, 60, moving))).toEqual(['09:00-10:00', '10:00-11:00']);
  expect(starts(targetsOf(day, 60, { ...moving, columnKey: 'another' }))).toEqual([]);
  // A visit stays in its branch.
  expect(targetsOf(day, 30, { ...moving, branchId: 2 })).toEqual([]);
});

test('in a column of many doctors a visit stays with its own', () => {
  const both = [...intervals('09:00-09:30'), ...intervals('10:00-10:30', '5', 14)];
  const moved = { ...visit('v', '11:00', '11:30'), columnKey: 'b' };
  expect(starts(targetsOf(column({ intervals: both }), 30, moved))).toEqual(['09:00-09:30', '10:00-10:30']);
  const whole = column({ intervals: both, keepsDoctor: true });
  expect(starts(targetsOf(whole, 30, moved))).toEqual(['09:00-09:30']);
  expect(starts(targetsOf(whole, 30))).toEqual(['09:00-09:30', '10:00-10:30']);
});

test('foreign time shares the width with visits, busy time does not', () => {
  const foreign = { kind: 'foreign' as const, from: at('09:00'), to: at('10:00'), who: 'Соколова' };
  const busy = { kind: 'busy' as const, from: at('09:00'), to: at('10:00') };
  const here = visit('v', '09:30', '10:00');
  expect(boxesOf({ visits: [here], blocks: [foreign, busy] })).toEqual([here, foreign]);
});

test('a click finds the interval it was in, a dropped box the nearest start within reach', () => {
  const day = column({ intervals: intervals('09:00-09:30 09:30-10:00 12:00-12:30') });
  const single = targetsOf(day, 0);
  expect(targetAt(single, at('09:29'), day)?.from).toBe(at('09:00'));
  expect(targetAt(single, at('11:00'), day)).toBeNull();
  // Starts of a long visit overlap: the interval under the pointer is meant, not the first that covers it.
  expect(targetAt(targetsOf(day, 60), at('09:40'), day)).toBeNull();
  expect(nearestTarget(single, at('09:20'))?.from).toBe(at('09:30'));
  expect(nearestTarget(single, at('11:45'))?.from).toBe(at('12:00'));
  expect(nearestTarget(single, at('11:00'))).toBeNull();
});

test('what is taken and not shown becomes one block; past time none', () => {
  const list = intervals('08:00-08:30~ 09:00-09:30! 09:30-10:00! 10:00-10:30 10:30-11:00!');
  expect(starts(busyBlocks(list, [visit('a', '10:30', '11:00')]))).toEqual(['09:00-10:00']);
});

test('a column of the live schedule', () => {
  const shift = {
    doctorId: 12,
    date: '2026-11-30',
    room: '5',
    buildingName: 'На Лесной',
    intervals: [
      { start: instant('09:00'), end: instant('09:30'), free: false },
      { start: instant('09:30'), end: instant('10:00'), free: true },
      { start: instant('10:00'), end: instant('10:30'), free: false },
    ],
  };
  const { intervals: drawn, blocks } = columnOf({
    ...column({}),
    shifts: [shift],
    visits: [],
    foreign: [{ from: at('10:00'), to: at('10:30') }],
    now: Date.parse(instant('09:10')),
  });
  expect(drawn.map(({ state }) => state)).toEqual(['past', 'free', 'busy']);
  expect(blocks).toEqual([{ kind: 'foreign', from: at('10:00'), to: at('10:30') }]);
});

test('only columns that changed are new', () => {
  const before = [column({ key: 'a' }), column({ key: 'b' })];
  expect(keepSame(before, [column({ key: 'a' }), column({ key: 'b' })])).toBe(before);
  const after = keepSame(before, [
    column({ key: 'a' }),
    column({ key: 'b', visits: [visit('v', '09:00', '09:30')] }),
  ]);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('the now-line spans the neighbours that have the same day and clock', () => {
  const now = Date.parse('2026-11-30T12:15:00+03:00');
  const range = { from: 540, to: 1080 };
  const moscow = { date: '2026-11-30', timeZone: 'Europe/Moscow' };
  expect(nowSpans([moscow, moscow, { ...moscow, date: '2026-12-01' }], now, range)).toEqual([
    { first: 0, last: 1, minute: at('12:15') },
  ]);
  expect(nowSpans([moscow, { ...moscow, timeZone: 'Asia/Omsk' }], now, range)).toEqual([
    { first: 0, last: 0, minute: at('12:15') },
    { first: 1, last: 1, minute: at('15:15') },
  ]);
});

test('arrows go from time to time, sideways to the nearest, over columns without anything', () => {
  const columns = [
    column({
      key: 'a',
      intervals: intervals('09:00-09:30 10:00-10:30'),
      visits: [visit('v', '09:30', '10:00')],
    }),
    column({ key: 'b' }),
    column({ key: 'c', intervals: intervals('09:00-09:30 09:30-10:00 12:00-12:30') }),
  ];
  const listed: Item[][] = columns.map((each) => itemsOf(each, 0));
  const lists: Lists = { count: listed.length, of: (index) => listed[index] ?? [] };
  const start = held(lists, null, 0);
  expect(start).toEqual({ column: 0, key: 'free-12-540-5' });
  if (start === null) throw new Error('nowhere');
  const onVisit = moved(lists, start, 'down');
  expect(onVisit).toEqual({ column: 0, key: 'v' });
  expect(moved(lists, onVisit, 'right')).toEqual({ column: 2, key: 'free-12-570-5' });
  expect(moved(lists, start, 'up')).toEqual(start);
  expect(moved(lists, start, 'left')).toEqual(start);
  expect(moved(lists, start, 'last')).toEqual({ column: 0, key: 'free-12-600-5' });
  // The visit went to another column: the keyboard goes along; to another day: it stays near.
  expect(held(lists, { column: 2, key: 'v' }, at('12:00'))).toEqual({ column: 0, key: 'v' });
  expect(held(lists, { column: 0, key: 'gone' }, at('10:05'))).toEqual({ column: 0, key: 'free-12-600-5' });
});
