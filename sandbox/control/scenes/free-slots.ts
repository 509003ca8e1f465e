import { field, list, numberOf, textOf } from './reading.ts';

export type FreeSlot = { doctorId: number; date: string; begin: string };

/** Free times of the clinic from now on, one doctor after another, so that neighbours in the list are different doctors. */
export function freeSlots(source: unknown): FreeSlot[] {
  const now = textOf(source, 'now').slice(0, 16);
  const cancelled = new Set(
    list(source, 'statuses')
      .filter((status) => field(status, 'cancelled') === true)
      .map((status) => numberOf(status, 'id')),
  );
  const held = list(source, 'talons').filter(
    (talon) => field(talon, 'deleted') !== true && !cancelled.has(numberOf(talon, 'statusId')),
  );
  const slots = list(source, 'schedules').flatMap((row) =>
    slotsOf(row).filter(
      (slot) => `${slot.date} ${slot.begin}` > now && !held.some((talon) => overlaps(talon, slot)),
    ),
  );
  return slots
    .map(({ end: _, ...slot }) => slot)
    .sort((a, b) => `${a.date} ${a.begin}`.localeCompare(`${b.date} ${b.begin}`) || a.doctorId - b.doctorId);
}

type Slot = FreeSlot & { end: string };

function slotsOf(row: unknown): Slot[] {
  const step = numberOf(row, 'step');
  const slots: Slot[] = [];
  const end = minutesOf(textOf(row, 'end'));
  for (let at = minutesOf(textOf(row, 'start')); at + step <= end; at += step) {
    slots.push({
      doctorId: numberOf(row, 'doctorId'),
      date: textOf(row, 'date'),
      begin: timeOf(at),
      end: timeOf(at + step),
    });
  }
  return slots;
}

function overlaps(talon: unknown, slot: Slot): boolean {
  return (
    numberOf(talon, 'doctorId') === slot.doctorId &&
    textOf(talon, 'date') === slot.date &&
    textOf(talon, 'begin') < slot.end &&
    slot.begin < textOf(talon, 'end')
  );
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
