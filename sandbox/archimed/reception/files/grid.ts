import type { DeskDay } from '../day-view.ts';
import { box, el } from './dom.ts';
import type { Drawn } from './grid-parts.ts';
import { drawColumn, hours, pictureOfColumn } from './grid-parts.ts';
import type { Cell, Picture, SlotCell } from './model.ts';
import { pictureOf } from './model.ts';
import { state } from './state.ts';
import { fits, sameLength } from './targets.ts';
import { minutesOf } from './words.ts';

const columnWidth = 152;
let drawn = new Map<string, Drawn>();
let frame = '';
let picture: Picture = { columns: [], start: 0, end: 0, cells: new Map() };
let minuteHeight = 0;

export const shown = {
  get picture(): Picture {
    return picture;
  },
  get minuteHeight(): number {
    return minuteHeight;
  },
};

export function cellOf(element: Element | null): Cell | undefined {
  const key = element?.closest<HTMLElement>('[data-key]')?.dataset.key;
  return key === undefined ? undefined : picture.cells.get(key);
}

export function elementOf(key: string): HTMLElement | null {
  return box('grid').querySelector<HTMLElement>(`button[data-key="${CSS.escape(key)}"]`);
}

export function bodyOf(column: number): HTMLElement | undefined {
  const key = picture.columns[column]?.key;
  return key === undefined ? undefined : drawn.get(key)?.body;
}

/** Draws the day. A column that did not change is left alone with its hover, and so is the scrolling. */
export function drawGrid(day: DeskDay): void {
  const scroller = box('grid');
  picture = pictureOf(day, state);
  if (picture.columns.length === 0) {
    drawn = new Map();
    frame = '';
    const why =
      day.doctors.length > 0 ? 'Никто не подходит под выбранное.' : 'В этот день никто не принимает.';
    scroller.replaceChildren(el('p', { class: 'empty' }, why));
    return;
  }
  const steps = picture.columns.flatMap((column) => column.slots.map((cell) => cell.length));
  const step = Math.min(30, ...steps);
  minuteHeight = step <= 10 ? 2.6 : step <= 15 ? 2.2 : 1.85;
  const columns = picture.columns;
  const next = new Map(columns.map((column) => [column.key, pictureOfColumn(day, column)]));
  const widths = columns.map((column) => {
    const lanes = Math.max(1, ...column.slots.map((cell) => cell.lanes));
    return `minmax(${lanes * columnWidth}px, ${lanes}fr)`;
  });
  const nextFrame = [picture.start, picture.end, minuteHeight, ...widths, ...next.keys()].join('|');
  if (nextFrame !== frame) {
    frame = nextFrame;
    drawn = new Map(
      columns.map((column) => [column.key, drawColumn(day, column, next.get(column.key) ?? '')]),
    );
    const style = `grid-template-columns: 52px ${widths.join(' ')}; --minute: ${minuteHeight}px; --minutes: ${picture.end - picture.start}`;
    const rows = [...drawn.values()];
    scroller.replaceChildren(
      el(
        'div',
        { class: 'day-grid', style },
        el('div', { class: 'corner' }),
        ...rows.map(({ head }) => head),
        hours(picture),
        ...rows.map(({ body }) => body),
      ),
    );
  } else {
    for (const column of columns) {
      const before = drawn.get(column.key);
      const wanted = next.get(column.key) ?? '';
      if (before === undefined || before.picture === wanted) continue;
      const now = drawColumn(day, column, wanted);
      before.head.replaceWith(now.head);
      before.body.replaceWith(now.body);
      drawn.set(column.key, now);
    }
  }
  markNow(day);
  markTargets(day);
}

/** Where the visit that is being moved could go: those places, and only those, can be chosen. */
function markTargets(day: DeskDay): void {
  const carry = state.carry;
  box('grid').classList.toggle('carrying', carry !== null);
  for (const element of box('grid').querySelectorAll<HTMLButtonElement>('button.slot')) {
    const cell = cellOf(element);
    if (cell?.kind !== 'slot') continue;
    const target = carry !== null && isTarget(day, cell);
    element.classList.toggle('target', target);
    element.disabled = carry === null ? !cell.slot.free : !target;
  }
  for (const element of box('grid').querySelectorAll('.visit')) {
    const cell = cellOf(element);
    element.classList.toggle('carried', cell?.kind === 'talon' && cell.talon.id === carry?.talon.id);
  }
}

export function isTarget(day: DeskDay, cell: SlotCell): boolean {
  const { carry } = state;
  if (carry === null) return false;
  const itself =
    carry.doctorId === cell.doctor.id && carry.date === day.date && carry.talon.begin === cell.slot.begin;
  return (
    !itself && fits(cell.doctor, cell.schedule, sameLength(carry.talon, cell.slot.begin), carry.talon.id)
  );
}

function markNow(day: DeskDay): void {
  const at = minutesOf(day.now.time) - picture.start;
  const visible = day.date === day.now.date && at >= 0 && at <= picture.end - picture.start;
  const grid = box('grid').querySelector<HTMLElement>('.day-grid');
  grid?.toggleAttribute('data-now', visible);
  grid?.style.setProperty('--now', String(at));
}

/** Brings the present (or the first hour) into sight; for the first drawing of a day. */
export function scrollToNow(): void {
  const scroller = box('grid');
  const grid = scroller.querySelector<HTMLElement>('.day-grid[data-now]');
  const at = Number(grid?.style.getPropertyValue('--now') ?? 0) * minuteHeight;
  scroller.scrollTop = Math.max(0, at - 120);
}
