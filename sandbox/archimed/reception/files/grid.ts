import type { DeskDay } from '../day-view.ts';
import { box, el } from './dom.ts';
import type { Cell, Column, Picture, SlotCell, TalonCell } from './model.ts';
import { pictureOf } from './model.ts';
import { state } from './state.ts';
import { shapeOf, statusName, tone } from './statuses.ts';
import { fits, sameLength } from './targets.ts';
import { minutesOf, shortName, splitNote } from './words.ts';

type Drawn = { head: HTMLElement; body: HTMLElement; picture: string };

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
  const nextFrame = [picture.start, picture.end, minuteHeight, ...next.keys()].join('|');
  if (nextFrame !== frame) {
    frame = nextFrame;
    drawn = new Map(
      columns.map((column) => [column.key, drawColumn(day, column, next.get(column.key) ?? '')]),
    );
    const style = `--columns: ${columns.length}; --minute: ${minuteHeight}px; --minutes: ${picture.end - picture.start}`;
    const rows = [...drawn.values()];
    scroller.replaceChildren(
      el(
        'div',
        { class: 'day-grid', style },
        el('div', { class: 'corner' }),
        ...rows.map(({ head }) => head),
        hours(),
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
  grid?.querySelector('.now')?.remove();
  if (visible) grid?.append(el('div', { class: 'now', style: `--from: ${at}` }));
}

/** Brings the present (or the first hour) into sight; for the first drawing of a day. */
export function scrollToNow(): void {
  const scroller = box('grid');
  const mark = scroller.querySelector<HTMLElement>('.now');
  scroller.scrollTop = mark === null ? 0 : Math.max(0, mark.offsetTop - 180);
}

function pictureOfColumn(day: DeskDay, { title, lines, stretches, slots, talons }: Column): string {
  return JSON.stringify([
    title,
    lines,
    stretches,
    slots.map(({ key, slot, from, lane, lanes }) => [key, slot, from, lane, lanes]),
    talons.map(({ talon, doctor, from, length, lane, lanes }) => [
      talon,
      doctor.name,
      from,
      length,
      lane,
      lanes,
    ]),
    day.statuses,
    day.date,
    state.by,
    talons.filter(({ talon }) => state.flash.has(talon.id)).map(({ talon }) => talon.id),
  ]);
}

function drawColumn(day: DeskDay, column: Column, wanted: string): Drawn {
  const head = el(
    'div',
    { class: 'head', title: [column.hint, ...column.lines].join('\n') },
    el('strong', {}, column.title),
    ...column.lines.map((line) => el('span', {}, line)),
  );
  const body = el(
    'div',
    { class: 'column', 'data-column': column.key, role: 'group', 'aria-label': column.hint },
    ...column.slots.map(drawSlot),
    ...column.stretches.map(({ label, ...row }) =>
      el('span', { class: 'stretch', style: styleOf(row) }, label),
    ),
    ...column.talons.map((cell) => drawTalon(day, cell)),
  );
  return { head, body, picture: wanted };
}

function styleOf(row: { from: number; length: number; lane: number; lanes: number }): string {
  return `--from: ${row.from}; --length: ${row.length}; --lane: ${row.lane}; --lanes: ${row.lanes}`;
}

function drawSlot(cell: SlotCell): HTMLElement {
  const { slot, doctor, schedule } = cell;
  const word = slot.free ? (slot.past ? 'время прошло' : 'свободно') : 'занято';
  return el(
    'button',
    {
      type: 'button',
      class: slot.past ? 'slot past' : 'slot',
      disabled: !slot.free,
      tabindex: -1,
      style: styleOf(cell),
      'data-testid': cell.key,
      'data-key': cell.key,
      'data-free': String(slot.free),
      'aria-label': `${slot.begin}, ${doctor.name}, ${schedule.room}, ${word}`,
    },
    slot.free ? slot.begin : '',
  );
}

function drawTalon(day: DeskDay, cell: TalonCell): HTMLElement {
  const { talon, doctor } = cell;
  const status = statusName(day, talon);
  const { services, note } = splitNote(talon.info);
  const from = talon.recordType === 'По телефону' ? [] : [talon.recordType];
  const details = [`${shapeOf(day, status)} ${status}`, ...from];
  const who = state.by === 'room' ? [shortName(doctor.name)] : [];
  const title = [
    `${talon.begin}–${talon.end} ${talon.patient.name}`,
    `${status}, ${talon.recordType}`,
    services,
    note,
  ];
  const main = el(
    'button',
    {
      type: 'button',
      class: 'talon',
      tabindex: -1,
      title: title.filter(Boolean).join('\n'),
      'data-testid': cell.key,
      'data-key': cell.key,
      'data-status': talon.statusId,
      'data-end': talon.end,
    },
    el(
      'b',
      {},
      talon.holdsSlot ? `${talon.begin} ${shortName(talon.patient.name)}` : shortName(talon.patient.name),
    ),
    el('span', {}, [...details, ...who].join(' · ')),
    el('span', { class: 'note' }, [services, note].filter(Boolean).join(' · ')),
  );
  const classes = ['visit', tone(day, talon)];
  if (!talon.holdsSlot) classes.push('aside');
  if (state.flash.has(talon.id)) classes.push('flash');
  const visit = el(
    'div',
    { class: classes.join(' '), style: styleOf(cell), 'data-key': cell.key },
    main,
    el(
      'button',
      {
        type: 'button',
        class: 'more',
        tabindex: -1,
        'data-testid': `menu-${talon.id}`,
        'aria-label': `Действия: ${talon.patient.name}, ${talon.begin}`,
      },
      '⋯',
    ),
  );
  if (talon.holdsSlot)
    visit.append(
      el('span', {
        class: 'edge',
        'data-testid': `edge-${talon.id}`,
        title: 'Потяните, чтобы изменить длительность',
      }),
    );
  return visit;
}

function hours(): HTMLElement {
  const marks = [];
  for (let at = picture.start; at < picture.end; at += 60) {
    const style = `top: calc(${at - picture.start} * var(--minute))`;
    marks.push(el('time', { style }, `${String(at / 60).padStart(2, '0')}:00`));
  }
  return el('div', { class: 'hours' }, ...marks);
}
