import type { DeskDay, DeskDoctor, DeskSchedule } from '../day-view.ts';
import { box, options, select } from './dom.ts';
import { shown } from './grid.ts';
import { doctorOf, state } from './state.ts';
import { lengthsFrom, usualLength } from './targets.ts';
import { dayShort, minutesOf, shortRoom } from './words.ts';

export type Place = { doctorId: number; date: string; begin: string; end: string };

/** A free time: the one that was clicked may be past, those that are offered are not. */
type Free = { doctor: DeskDoctor; schedule: DeskSchedule; begin: string };

let clicked = '';
/** How long the services take together; the visit is as long, where there is room. */
let minutes = 0;

function freeTimes(day: DeskDay, doctor: DeskDoctor): Free[] {
  return doctor.schedules
    .filter((row) => state.building === 0 || row.buildingId === state.building)
    .flatMap((schedule) =>
      schedule.slots
        .filter((slot) => slot.free && (!slot.past || `${day.date} ${doctor.id} ${slot.begin}` === clicked))
        .map((slot) => ({ doctor, schedule, begin: slot.begin })),
    );
}

/** Fills doctor, time and length; without a click the first free time of the day on the screen. False when there is none. */
export function openPlace(day: DeskDay, at: { doctorId: number; begin: string } | null): boolean {
  clicked = at === null ? '' : `${day.date} ${at.doctorId} ${at.begin}`;
  minutes = 0;
  const place = at ?? earliest();
  fillDoctors(day, place?.doctorId);
  fillTimes(day, place?.begin);
  return select('book-begin').value !== '';
}

/** The earliest free time among the doctors on the screen. */
function earliest(): { doctorId: number; begin: string } | undefined {
  return [...shown.picture.cells.values()]
    .flatMap((cell) =>
      cell.kind === 'slot' && cell.slot.free && !cell.slot.past
        ? { doctorId: cell.doctor.id, begin: cell.slot.begin }
        : [],
    )
    .toSorted((a, b) => a.begin.localeCompare(b.begin))[0];
}

function fillDoctors(day: DeskDay, doctorId?: number): void {
  const rows = day.doctors
    .filter((doctor) => freeTimes(day, doctor).length > 0)
    .map((doctor) => ({ id: doctor.id, name: `${doctor.name} · ${doctor.speciality || '—'}` }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  options(select('book-doctor'), rows, doctorId);
}

function fillTimes(day: DeskDay, begin?: string, keepLength = false): void {
  const doctor = doctorOf(day, Number(select('book-doctor').value));
  const rows =
    doctor === undefined
      ? []
      : freeTimes(day, doctor).map((free) => ({
          id: free.begin,
          name: `${free.begin} · ${shortRoom(free.schedule.room)}`,
        }));
  options(select('book-begin'), rows, begin);
  fillLengths(day, keepLength);
}

function chosenFree(day: DeskDay): Free | undefined {
  const doctor = doctorOf(day, Number(select('book-doctor').value));
  const begin = select('book-begin').value;
  return doctor === undefined ? undefined : freeTimes(day, doctor).find((free) => free.begin === begin);
}

function fillLengths(day: DeskDay, keep = false): void {
  const free = chosenFree(day);
  const lengths = free === undefined ? [] : lengthsFrom(free.doctor, free.schedule, free.begin);
  const usual =
    free === undefined
      ? undefined
      : (lengths.find((one) => minutes > 0 && one.minutes >= minutes) ??
        (minutes > 0 ? lengths.at(-1) : usualLength(free.doctor, lengths)));
  options(
    select('book-end'),
    lengths.map((one) => ({ id: one.end, name: `${one.minutes} мин, до ${one.end}` })),
    keep ? undefined : usual?.end,
  );
  const building = day.buildings.find((one) => one.id === free?.schedule.buildingId)?.name ?? '';
  box('book-where').textContent =
    free === undefined
      ? `Свободного времени нет · ${dayShort(day.date)}`
      : `${free.doctor.name} · ${dayShort(day.date)}, ${free.begin} · ${building}, ${free.schedule.room}`;
}

/** The live refresh. True when the chosen time is no longer free: then it stays on the screen until another is chosen. */
export function refreshPlace(day: DeskDay): boolean {
  const doctor = doctorOf(day, Number(select('book-doctor').value));
  const begin = select('book-begin').value;
  if (doctor === undefined || !freeTimes(day, doctor).some((free) => free.begin === begin))
    return begin !== '';
  fillDoctors(day);
  fillTimes(day, begin, true);
  return false;
}

/** After a refusal: the times that are really free, the nearest to the wanted one chosen. */
export function offerNearest(day: DeskDay): void {
  const wanted = minutesOf(select('book-begin').value || '00:00');
  fillDoctors(day);
  fillTimes(day);
  const near = [...select('book-begin').options]
    .map((row) => row.value)
    .toSorted((a, b) => Math.abs(minutesOf(a) - wanted) - Math.abs(minutesOf(b) - wanted))[0];
  fillTimes(day, near);
}

export function readPlace(day: DeskDay): Place | null {
  const begin = select('book-begin').value;
  const end = select('book-end').value;
  if (begin === '' || end === '') return null;
  return { doctorId: Number(select('book-doctor').value), date: day.date, begin, end };
}

export function setMinutes(needed: number): void {
  minutes = needed;
  if (state.day !== null) fillLengths(state.day);
}

export function listenToPlace(): void {
  select('book-doctor').addEventListener('change', () => {
    if (state.day !== null) fillTimes(state.day, select('book-begin').value);
  });
  select('book-begin').addEventListener('change', () => {
    if (state.day !== null) fillLengths(state.day);
  });
}
