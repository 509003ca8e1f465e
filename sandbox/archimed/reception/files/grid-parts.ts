import type { DeskDay } from '../day-view.ts';
import { el } from './dom.ts';
import type { Column, Picture, SlotCell, TalonCell } from './model.ts';
import { state } from './state.ts';
import { shapeOf, statusName, tone } from './statuses.ts';
import { shortName, splitNote } from './words.ts';

export type Drawn = { head: HTMLElement; body: HTMLElement; picture: string };

/** Equal pictures, equal columns. */
export function pictureOfColumn(day: DeskDay, { title, lines, stretches, slots, talons }: Column): string {
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

export function drawColumn(day: DeskDay, column: Column, wanted: string): Drawn {
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
  const who = state.by === 'room' ? [doctor.name.split(' ')[0] ?? ''] : [];
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
    el('span', {}, [`${shapeOf(day, status)} ${status}`, ...who, ...from].join(' · ')),
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

export function hours(picture: Picture): HTMLElement {
  const marks = [];
  for (let at = picture.start; at < picture.end; at += 60) {
    const style = `top: calc(${at - picture.start} * var(--minute))`;
    marks.push(el('time', { style }, `${String(at / 60).padStart(2, '0')}:00`));
  }
  return el('div', { class: 'hours' }, ...marks);
}
