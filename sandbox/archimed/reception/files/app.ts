import type { DeskDay } from '../day-view.ts';
import { place, stopMoving } from './actions.ts';
import { api, chosenSource } from './api.ts';
import { listenToBooking, openBooking, refreshBooking } from './book-dialog.ts';
import { box, showLine } from './dom.ts';
import { listenToPointer } from './drag.ts';
import { cellOf, drawGrid, elementOf, scrollToNow, shown } from './grid.ts';
import { drawHeader, listenToHeader } from './header.ts';
import { focusCell, focusNear, keepOneStop, listenToKeys } from './keyboard.ts';
import { listenToMenu, openMenu } from './menu.ts';
import { patientOnCard } from './patient-card.ts';
import { listenToReason } from './reason-dialog.ts';
import { listenToSide, refreshSide } from './side.ts';
import { page, state } from './state.ts';
import { listenToTalon, openTalon, refreshTalon } from './talon-dialog.ts';
import { listenToTheme } from './theme.ts';

const refreshMs = 2000;

let timer: number | undefined;
let asked = 0;
let pictured = '';

async function refresh(): Promise<void> {
  clearTimeout(timer);
  asked += 1;
  const mine = asked;
  const reply = await api.day(state.date);
  if (mine !== asked) return;
  timer = window.setTimeout(refresh, refreshMs);
  if (!reply.ok) {
    const since = state.day === null ? '' : ` Данные на ${state.day.now.time.slice(0, 5)}.`;
    const what = reply.status === 0 ? 'Нет связи с программой.' : `${reply.message}.`;
    showLine(box('trouble'), `${what}${since}`);
    return;
  }
  showLine(box('trouble'), '');
  const before = state.day;
  const another = before?.date !== reply.value.date;
  state.flash = another || before === null ? new Set() : changedElsewhere(before, reply.value);
  state.own.clear();
  state.day = reply.value;
  state.date = reply.value.date;
  const revealing = state.reveal !== '';
  box('grid').inert = false;
  draw();
  if (another && !revealing) {
    scrollToNow();
    if (state.gridFocused) elementOf(state.focusKey)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  refreshTalon(reply.value);
  refreshBooking(reply.value);
  await refreshSide();
}

/** What the Worker, or another desk, has done since the last look. */
function changedElsewhere(before: DeskDay, after: DeskDay): Set<number> {
  const rows = (day: DeskDay) =>
    new Map(
      day.doctors.flatMap(({ id, talons }) => talons.map((talon) => [talon.id, JSON.stringify([id, talon])])),
    );
  const old = rows(before);
  const changed = [...rows(after)].filter(([id, row]) => old.get(id) !== row && !state.own.has(id));
  return new Set(changed.map(([id]) => id));
}

/** Redraws only what differs: an unchanged day keeps its focus and its hover. */
function draw(): void {
  const { day } = state;
  if (day === null) return;
  box('clock').textContent = day.now.time.slice(0, 5);
  const { by, building, words, inactive, carry, flash, reveal } = state;
  const now = day.now.time.slice(0, 5);
  const view = { by, building, words, inactive, carry, reveal, flash: [...flash] };
  const picture = JSON.stringify([{ ...day, now: [day.now.date, now] }, view]);
  if (picture === pictured) return;
  pictured = picture;
  const held = shown.picture.cells.get(state.focusKey);
  drawHeader(day);
  drawGrid(day);
  keepFocus(held);
  revealWanted();
}

/** The keyboard stays where it was: on the same cell, else on the same time of the same column. */
function keepFocus(held = shown.picture.cells.get(state.focusKey)): void {
  // A dialog that has just closed may still hold the focus until the next frame.
  const lost = document.activeElement?.matches('body, dialog:not([open]) *') !== false;
  const free = document.querySelector('dialog[open], #menu:popover-open') === null;
  if (lost && state.gridFocused && free && held !== undefined && !focusCell(held.key))
    focusNear(held.column, held.from);
  keepOneStop();
}

function revealWanted(): void {
  const element = state.reveal === '' ? null : elementOf(state.reveal);
  if (element === null) return;
  const key = state.reveal;
  state.reveal = '';
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const typing =
    document.activeElement instanceof HTMLInputElement || document.querySelector('dialog[open]') !== null;
  if (!typing) focusCell(key);
  element.closest('.visit')?.classList.add('revealed');
}

function goTo(next: string): void {
  if (next === '' || next === state.date) return;
  const had = state.gridFocused;
  state.date = next;
  // The day on the screen is not the one in the heading until the new one is here: nobody books into it by a fast click.
  box('grid').inert = true;
  state.gridFocused = had;
  history.replaceState(null, '', `?${new URLSearchParams({ source: chosenSource, date: next })}`);
  void refresh();
}

function listenToGrid(): void {
  const grid = box('grid');
  grid.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cell = cellOf(target);
    if (cell === undefined) return;
    if (cell.kind === 'slot') {
      if (state.carry !== null) void place(cell);
      else openBooking({ doctorId: cell.doctor.id, begin: cell.slot.begin }, patientOnCard());
    } else if (state.carry !== null) return;
    else if (target?.closest('.more')) openMenu(cell, target);
    else openTalon(cell.doctor, cell.talon);
  });
  grid.addEventListener('contextmenu', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cell = cellOf(target);
    if (cell?.kind !== 'talon' || state.carry !== null) return;
    event.preventDefault();
    // By key the event has no pointer: the menu opens below the visit.
    openMenu(cell, event.button === 2 ? { x: event.clientX, y: event.clientY } : target);
  });
  box('moving-cancel').addEventListener('click', stopMoving);
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.addEventListener('close', () => keepFocus());
  }
}

Object.assign(page, { refresh, draw, goTo });
listenToTheme();
listenToGrid();
listenToKeys();
listenToPointer();
listenToMenu();
listenToReason();
listenToBooking();
listenToTalon();
listenToSide();
await refresh();
await listenToHeader();
