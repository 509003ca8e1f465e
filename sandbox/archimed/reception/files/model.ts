import type { DeskDay, DeskDoctor, DeskSchedule, DeskSlot, DeskTalon } from '../day-view.ts';
import { minutesOf, shortName, shortRoom } from './words.ts';

/** Where a box stands in its column: minutes from the top, and its share of the width. */
type Placed = { from: number; length: number; lane: number; lanes: number };
export type SlotCell = Placed & {
  kind: 'slot';
  key: string;
  column: number;
  doctor: DeskDoctor;
  schedule: DeskSchedule;
  slot: DeskSlot;
};
export type TalonCell = Placed & {
  kind: 'talon';
  key: string;
  column: number;
  doctor: DeskDoctor;
  talon: DeskTalon;
};
export type Cell = SlotCell | TalonCell;
export type Column = {
  key: string;
  title: string;
  hint: string;
  lines: string[];
  stretches: (Placed & { label: string })[];
  slots: SlotCell[];
  talons: TalonCell[];
};
export type Picture = { columns: Column[]; start: number; end: number; cells: Map<string, Cell> };
export type Filter = { by: 'doctor' | 'room'; building: number; words: string; inactive: boolean };

type Raw = {
  key: string;
  title: string;
  hint: string;
  lines: string[];
  stretches: { doctor: DeskDoctor; schedule: DeskSchedule }[];
  talons: { doctor: DeskDoctor; talon: DeskTalon }[];
};

/** The day as columns of boxes, by doctor or by room. */
export function pictureOf(day: DeskDay, filter: Filter): Picture {
  const seen = day.doctors
    .filter((doctor) => hasWords(doctor, filter.words))
    .map((doctor) => ({
      doctor,
      schedules: doctor.schedules.filter(
        (row) => filter.building === 0 || row.buildingId === filter.building,
      ),
      talons: doctor.talons.filter(
        (talon) =>
          (filter.building === 0 || talon.buildingId === filter.building) &&
          (filter.inactive || !talon.deleted),
      ),
    }))
    .filter(({ schedules, talons }) => schedules.length > 0 || talons.length > 0)
    .sort(
      (a, b) => a.doctor.speciality.localeCompare(b.doctor.speciality, 'ru') || a.doctor.id - b.doctor.id,
    );
  const raw = filter.by === 'doctor' ? byDoctor(day, seen) : byRoom(day, seen);
  const spans = raw.flatMap(({ stretches, talons }) => [
    ...stretches.map(({ schedule }) => ({ begin: schedule.start, end: schedule.end })),
    ...talons.map(({ talon }) => talon),
  ]);
  const start = Math.floor(Math.min(...spans.map((span) => minutesOf(span.begin))) / 60) * 60;
  const end = Math.ceil(Math.max(...spans.map((span) => minutesOf(span.end))) / 60) * 60;
  const cells = new Map<string, Cell>();
  const columns = raw.map((column, index) => laidOut(column, index, start, cells));
  return { columns, start, end, cells };
}

type Seen = { doctor: DeskDoctor; schedules: DeskSchedule[]; talons: DeskTalon[] };

function byDoctor(day: DeskDay, seen: readonly Seen[]): Raw[] {
  return seen.map(({ doctor, schedules, talons }) => ({
    key: `doctor-${doctor.id}`,
    title: shortName(doctor.name),
    hint: doctor.name,
    lines: [
      doctor.speciality || '—',
      schedules.map((row) => `${buildingName(day, row.buildingId)}, ${shortRoom(row.room)}`).join('; ') ||
        'нет приёма',
    ],
    stretches: schedules.map((schedule) => ({ doctor, schedule })),
    talons: talons.map((talon) => ({ doctor, talon })),
  }));
}

function byRoom(day: DeskDay, seen: readonly Seen[]): Raw[] {
  const rooms = new Map<string, Raw>();
  const roomOf = (buildingId: number | null, room: string): Raw => {
    const key = `room-${buildingId ?? 0}-${room}`;
    const known = rooms.get(key);
    if (known !== undefined) return known;
    const title = room === '' ? 'Без кабинета' : shortRoom(room).replace(/^к/, 'К');
    const made = {
      key,
      title,
      hint: room,
      lines: [buildingName(day, buildingId)],
      stretches: [],
      talons: [],
    };
    rooms.set(key, made);
    return made;
  };
  for (const { doctor, schedules, talons } of seen) {
    for (const schedule of schedules)
      roomOf(schedule.buildingId, schedule.room).stretches.push({ doctor, schedule });
    for (const talon of talons) roomOf(talon.buildingId, talon.room).talons.push({ doctor, talon });
  }
  const natural = new Intl.Collator('ru', { numeric: true });
  return [...rooms.values()]
    .sort((a, b) => natural.compare(a.key, b.key))
    .map((row) => {
      const doctors = new Set(row.stretches.map(({ doctor }) => shortName(doctor.name)));
      return { ...row, lines: [...row.lines, [...doctors].join('; ') || 'нет приёма'] };
    });
}

function laidOut(raw: Raw, column: number, start: number, cells: Map<string, Cell>): Column {
  const place = (span: { begin: string; end: string }) => ({
    from: minutesOf(span.begin) - start,
    length: minutesOf(span.end) - minutesOf(span.begin),
  });
  const room = raw.key.startsWith('room');
  const stretches = inLanes(
    raw.stretches.map((one) => ({ ...one, ...place({ begin: one.schedule.start, end: one.schedule.end }) })),
  );
  const slots: SlotCell[] = [];
  for (const { doctor, schedule, lane, lanes } of stretches) {
    for (const slot of schedule.slots) {
      const key = `slot-${doctor.id}-${slot.begin.replace(':', '')}`;
      // Two schedules of one doctor at the same time: the program books into the first.
      if (cells.has(key)) continue;
      const cell: SlotCell = {
        kind: 'slot',
        key,
        column,
        doctor,
        schedule,
        slot,
        ...place(slot),
        lane,
        lanes,
      };
      cells.set(key, cell);
      slots.push(cell);
    }
  }
  const shared = stretches.some((one) => one.lanes > 1);
  const laneOf = (doctor: DeskDoctor) => stretches.find((one) => one.doctor.id === doctor.id);
  const placed = raw.talons.map((one) => ({ ...one, ...place(one.talon) }));
  const holding = inLanes(placed.filter(({ talon }) => talon.holdsSlot)).map((one) => {
    const own = shared ? laneOf(one.doctor) : undefined;
    return own === undefined ? one : { ...one, lane: own.lane, lanes: own.lanes };
  });
  const talons = [...holding, ...inLanes(placed.filter(({ talon }) => !talon.holdsSlot))].map(
    (one): TalonCell => ({ kind: 'talon', key: `talon-${one.talon.id}`, column, ...one }),
  );
  for (const cell of talons) cells.set(cell.key, cell);
  return {
    ...raw,
    slots,
    talons,
    stretches:
      room || stretches.length > 1
        ? stretches.map(({ doctor, schedule, from, length, lane, lanes }) => {
            return {
              from,
              length,
              lane,
              lanes,
              label: room ? shortName(doctor.name) : shortRoom(schedule.room),
            };
          })
        : [],
  };
}

/** Boxes that meet in time share the width. */
function inLanes<T extends { from: number; length: number }>(rows: readonly T[]): (T & Placed)[] {
  const sorted = [...rows].sort((a, b) => a.from - b.from || b.length - a.length);
  const done: (T & Placed)[] = [];
  let cluster: (T & Placed)[] = [];
  let until = Number.NEGATIVE_INFINITY;
  const close = () => {
    const lanes = Math.max(0, ...cluster.map((one) => one.lane)) + 1;
    for (const one of cluster) one.lanes = lanes;
    done.push(...cluster);
    cluster = [];
  };
  for (const row of sorted) {
    if (row.from >= until) close();
    let lane = 0;
    while (cluster.some((one) => one.lane === lane && one.from + one.length > row.from)) lane += 1;
    cluster.push({ ...row, lane, lanes: 1 });
    until = Math.max(until, row.from + row.length);
  }
  close();
  return done;
}

function buildingName(day: DeskDay, id: number | null): string {
  return day.buildings.find((one) => one.id === id)?.name ?? '';
}

function hasWords(doctor: DeskDoctor, words: string): boolean {
  const text = plain(`${doctor.name} ${doctor.speciality}`);
  return plain(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function plain(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е');
}
