import { place, resizeTo } from './actions.ts';
import { box, el } from './dom.ts';
import { bodyOf, cellOf, isTarget, shown } from './grid.ts';
import type { SlotCell, TalonCell } from './model.ts';
import { page, state } from './state.ts';
import { lengthsOf } from './targets.ts';
import { minutesOf, shortName } from './words.ts';

type Session = {
  cell: TalonCell;
  kind: 'move' | 'resize';
  startX: number;
  startY: number;
  /** Where in the visit the pointer took hold, in pixels from its top. */
  hold: number;
  width: number;
  live: boolean;
  last: PointerEvent;
  drop: SlotCell | null;
  end: string;
};

const threshold = 4;
const edgeZone = 48;
let session: Session | null = null;

const ghost = el('div', { id: 'ghost' });
const landing = el('div', { class: 'landing' });

function down(event: PointerEvent): void {
  // A finger scrolls; it moves visits by «Переместить…».
  if (event.button !== 0 || event.pointerType === 'touch' || state.carry !== null) return;
  const target = event.target instanceof Element ? event.target : null;
  const visit = target?.closest('.visit');
  const cell = cellOf(visit ?? null);
  if (visit === null || visit === undefined || cell?.kind !== 'talon' || cell.talon.deleted) return;
  if (target?.closest('.more')) return;
  const rect = visit.getBoundingClientRect();
  session = {
    cell,
    kind: target?.closest('.edge') ? 'resize' : 'move',
    startX: event.clientX,
    startY: event.clientY,
    hold: event.clientY - rect.top,
    width: rect.width,
    live: false,
    last: event,
    drop: null,
    end: cell.talon.end,
  };
}

function move(event: PointerEvent): void {
  if (session === null) return;
  session.last = event;
  if (session.live) {
    follow(session);
    return;
  }
  if (Math.hypot(event.clientX - session.startX, event.clientY - session.startY) < threshold) return;
  begin(session, event.pointerId);
}

function begin(started: Session, pointerId: number): void {
  started.live = true;
  box('grid').setPointerCapture(pointerId);
  const { talon, doctor } = started.cell;
  if (started.kind === 'move') {
    state.carry = { talon, doctorId: doctor.id, date: state.date, byPointer: true };
    page.draw();
  }
  const length = minutesOf(talon.end) - minutesOf(talon.begin);
  ghost.className = started.kind;
  ghost.style.width = `${started.width}px`;
  ghost.style.height = started.kind === 'move' ? `${length * shown.minuteHeight - 3}px` : 'auto';
  document.body.append(ghost);
  document.body.classList.add('dragging');
  follow(started);
  requestAnimationFrame(scrollNearEdges);
}

/** A day is longer than the screen: near its border the schedule moves by itself. */
function scrollNearEdges(): void {
  if (session?.live !== true) return;
  const grid = box('grid');
  const { left, right, top, bottom } = grid.getBoundingClientRect();
  const { clientX, clientY } = session.last;
  const before = [grid.scrollLeft, grid.scrollTop];
  const speed = (near: number) => Math.ceil(Math.max(0, edgeZone - near) / 4);
  grid.scrollTop += speed(bottom - clientY) - speed(clientY - top - 60);
  grid.scrollLeft += speed(right - clientX) - speed(clientX - left - 56);
  if (grid.scrollLeft !== before[0] || grid.scrollTop !== before[1]) follow(session);
  requestAnimationFrame(scrollNearEdges);
}

function follow(started: Session): void {
  if (started.kind === 'move') followMove(started);
  else followResize(started);
}

function followMove(started: Session): void {
  const { talon } = started.cell;
  started.drop = targetUnder(started.last.clientX, started.last.clientY - started.hold);
  const { drop } = started;
  ghost.style.left = `${started.last.clientX - started.width / 2}px`;
  ghost.style.top = `${started.last.clientY - started.hold}px`;
  ghost.classList.toggle('nowhere', drop === null);
  ghost.replaceChildren(
    el('b', {}, shortName(talon.patient.name)),
    el('span', {}, drop === null ? 'сюда нельзя' : `${drop.slot.begin}, ${shortName(drop.doctor.name)}`),
  );
  if (drop === null) {
    landing.remove();
    return;
  }
  const length = minutesOf(talon.end) - minutesOf(talon.begin);
  landing.setAttribute(
    'style',
    `--from: ${drop.from}; --length: ${length}; --lane: ${drop.lane}; --lanes: ${drop.lanes}`,
  );
  const body = bodyOf(drop.column);
  if (landing.parentElement !== body) body?.append(landing);
}

/** The allowed time nearest to the upper edge of what hangs on the pointer, in the column under it. */
function targetUnder(x: number, top: number): SlotCell | null {
  const { day } = state;
  if (day === null) return null;
  const { columns, start } = shown.picture;
  for (const [index, column] of columns.entries()) {
    const rect = bodyOf(index)?.getBoundingClientRect();
    if (rect === undefined || x < rect.left || x >= rect.right) continue;
    const at = (top - rect.top) / shown.minuteHeight;
    const share = (x - rect.left) / rect.width;
    const near = column.slots
      .filter((cell) => isTarget(day, cell) && Math.floor(share * cell.lanes) === cell.lane)
      .toSorted((a, b) => Math.abs(a.from - at) - Math.abs(b.from - at))[0];
    const reach = Math.max(15, near?.length ?? 0) * 0.8;
    return near !== undefined && start >= 0 && Math.abs(near.from - at) <= reach ? near : null;
  }
  return null;
}

function followResize(started: Session): void {
  const { cell, last } = started;
  const rect = bodyOf(cell.column)?.getBoundingClientRect();
  if (rect === undefined) return;
  const at = (last.clientY - rect.top) / shown.minuteHeight + shown.picture.start;
  const ends = lengthsOf(cell.doctor, cell.talon).map((one) => one.end);
  const nearest = ends.toSorted((a, b) => Math.abs(minutesOf(a) - at) - Math.abs(minutesOf(b) - at))[0];
  started.end = nearest ?? cell.talon.end;
  const length = minutesOf(started.end) - minutesOf(cell.talon.begin);
  landing.setAttribute(
    'style',
    `--from: ${cell.from}; --length: ${length}; --lane: ${cell.lane}; --lanes: ${cell.lanes}`,
  );
  const body = bodyOf(cell.column);
  if (landing.parentElement !== body) body?.append(landing);
  ghost.style.left = `${last.clientX + 14}px`;
  ghost.style.top = `${last.clientY + 6}px`;
  ghost.style.width = 'auto';
  ghost.replaceChildren(el('b', {}, `${cell.talon.begin}–${started.end}, ${length} мин`));
}

function finish(dropped: boolean): void {
  const done = session;
  session = null;
  if (done?.live !== true) return;
  ghost.remove();
  landing.remove();
  document.body.classList.remove('dragging');
  // The click that ends a drag opens nothing.
  const swallow = (event: Event) => event.stopPropagation();
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), 0);
  if (done.kind === 'resize') {
    if (dropped) void resizeTo(done.cell.talon, done.end);
    return;
  }
  if (dropped && done.drop !== null) {
    void place(done.drop);
    return;
  }
  state.carry = null;
  page.draw();
}

export function listenToPointer(): void {
  box('grid').addEventListener('pointerdown', down);
  addEventListener('pointermove', move);
  addEventListener('pointerup', () => finish(true));
  addEventListener('pointercancel', () => finish(false));
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && session?.live === true) finish(false);
  });
  box('grid').addEventListener('dragstart', (event) => event.preventDefault());
}
