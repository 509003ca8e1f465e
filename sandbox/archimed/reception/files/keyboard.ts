import { askRemoval, resizeTo, startMoving, stopMoving } from './actions.ts';
import { box } from './dom.ts';
import { cellOf, elementOf, isTarget, shown } from './grid.ts';
import { openMenu } from './menu.ts';
import type { Cell, TalonCell } from './model.ts';
import { page, state } from './state.ts';
import { lengthsOf } from './targets.ts';
import { addDays } from './words.ts';

/** The arrow keys walk over free times and visits; while a visit is being moved, over the places it can go to. */
function stops(column: number): Cell[] {
  const { day, carry } = state;
  const here = [...shown.picture.cells.values()].filter((cell) => {
    if (cell.column !== column || day === null) return false;
    if (carry !== null) return cell.kind === 'slot' && isTarget(day, cell);
    return cell.kind === 'talon' || cell.slot.free;
  });
  return here.sort((a, b) => a.from - b.from || a.lane - b.lane);
}

export function focusCell(key: string): boolean {
  const element = elementOf(key);
  if (element === null || element.matches(':disabled')) return false;
  box('grid').querySelector('[data-key][tabindex="0"]')?.setAttribute('tabindex', '-1');
  element.tabIndex = 0;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  state.focusKey = key;
  return true;
}

/** One cell of the grid can always be reached by Tab: the last one used, else the first free time that is still to come. */
export function keepOneStop(): void {
  const known = elementOf(state.focusKey);
  const cells = [...shown.picture.cells.values()];
  const coming = cells.find((cell) => cell.kind === 'slot' && cell.slot.free && !cell.slot.past) ?? cells[0];
  const element = known ?? (coming === undefined ? null : elementOf(coming.key));
  if (element === null) return;
  box('grid').querySelector('[data-key][tabindex="0"]')?.setAttribute('tabindex', '-1');
  element.tabIndex = 0;
  state.focusKey = element.dataset.key ?? '';
}

/** The same time in the column, for when a cell is gone that had the keyboard. */
export function focusNear(column: number, from: number): void {
  for (const step of [0, 1, -1, 2, -2, 3, -3]) {
    const rows = stops(column + step);
    const near = rows.toSorted((a, b) => Math.abs(a.from - from) - Math.abs(b.from - from))[0];
    if (near !== undefined && focusCell(near.key)) return;
  }
}

function vertical(cell: Cell, step: 1 | -1): void {
  const rows = stops(cell.column);
  const at = rows.findIndex((one) => one.key === cell.key);
  const next = at < 0 ? rows.find((one) => one.from >= cell.from) : rows[at + step];
  if (next !== undefined) focusCell(next.key);
}

function horizontal(cell: Cell, step: 1 | -1): void {
  const { length } = shown.picture.columns;
  for (let column = cell.column + step; column >= 0 && column < length; column += step) {
    const near = stops(column).toSorted(
      (a, b) => Math.abs(a.from - cell.from) - Math.abs(b.from - cell.from),
    )[0];
    if (near !== undefined) {
      focusCell(near.key);
      return;
    }
  }
}

function resizeBy(cell: TalonCell, step: 1 | -1): void {
  const ends = lengthsOf(cell.doctor, cell.talon).map((one) => one.end);
  const next =
    step > 0 ? ends.find((end) => end > cell.talon.end) : ends.findLast((end) => end < cell.talon.end);
  if (next !== undefined) void resizeTo(cell.talon, next);
}

function onVisit(event: KeyboardEvent, cell: TalonCell): boolean {
  if (event.shiftKey && event.code === 'ArrowDown') resizeBy(cell, 1);
  else if (event.shiftKey && event.code === 'ArrowUp') resizeBy(cell, -1);
  else if (event.code === 'KeyM') startMoving(cell.talon, cell.doctor.id);
  else if (event.code === 'KeyS') openMenu(cell, event.target);
  else if (event.code === 'Delete' && !cell.talon.deleted) askRemoval(cell.talon);
  else return false;
  return true;
}

function onCell(event: KeyboardEvent, cell: Cell): boolean {
  if (cell.kind === 'talon' && state.carry === null && onVisit(event, cell)) return true;
  const rows = stops(cell.column);
  if (event.code === 'ArrowDown') vertical(cell, 1);
  else if (event.code === 'ArrowUp') vertical(cell, -1);
  else if (event.code === 'ArrowRight') horizontal(cell, 1);
  else if (event.code === 'ArrowLeft') horizontal(cell, -1);
  else if (event.code === 'Home') focusCell(rows[0]?.key ?? '');
  else if (event.code === 'End') focusCell(rows.at(-1)?.key ?? '');
  else if (event.code === 'PageDown') page.goTo(addDays(state.date, 1));
  else if (event.code === 'PageUp') page.goTo(addDays(state.date, -1));
  else return false;
  return true;
}

export function listenToKeys(): void {
  box('grid').addEventListener('focusin', (event) => {
    const cell = event.target instanceof Element ? cellOf(event.target) : undefined;
    if (cell !== undefined) state.focusKey = cell.key;
  });
  document.addEventListener('focusin', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    // A dialog or a menu gives the keyboard back to the grid.
    if (target?.closest('dialog, #menu') === null) state.gridFocused = target.closest('#grid') !== null;
  });
  box('grid').addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const cell = event.target instanceof Element ? cellOf(event.target) : undefined;
    if (cell !== undefined && onCell(event, cell)) event.preventDefault();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && state.carry !== null && !state.carry.byPointer) stopMoving();
    const typing =
      event.target instanceof Element && event.target.closest('input, textarea, select, dialog') !== null;
    if (event.key === '/' && !typing) {
      event.preventDefault();
      box('find').focus();
    }
  });
}
