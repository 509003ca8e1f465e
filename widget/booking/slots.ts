import type { Slot } from '../../worker/visits/visits.schemas.ts';
import { addDays, dateIn, formatTime } from '../ui/format.ts';

/** A time that can be booked: one free slot, or neighbours joined because the services take longer. */
export type Offer = {
  doctorId: number;
  start: string;
  end: string;
  room: string;
  buildingName: string;
};

/** Every start from which `minutes` are free without a gap at the same doctor in the same room; earliest first. */
export function offersFrom(slots: readonly Slot[], minutes: number, now: number): Offer[] {
  const successors = new Map(slots.map((slot) => [chainKey(slot, slot.start), slot]));
  return slots
    .filter((slot) => Date.parse(slot.start) > now)
    .map((slot) => joined(slot, successors, minutes))
    .filter((offer) => offer !== null)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || a.doctorId - b.doctorId);
}

function joined(first: Slot, successors: ReadonlyMap<string, Slot>, minutes: number): Offer | null {
  const wanted = Date.parse(first.start) + minutes * 60_000;
  let last = first;
  while (Date.parse(last.end) < wanted) {
    const next = successors.get(chainKey(first, last.end));
    if (next === undefined || Date.parse(next.end) <= Date.parse(last.end)) return null;
    last = next;
  }
  const { doctorId, start, room, buildingName } = first;
  return { doctorId, start, end: last.end, room, buildingName };
}

function chainKey(slot: Slot, start: string): string {
  return [slot.doctorId, slot.buildingName, slot.room, Date.parse(start)].join('|');
}

/** The nearest three; three different times before three doctors at one time. */
export function bestThree(offers: readonly Offer[]): Offer[] {
  const starts = new Set<string>();
  const first = offers.filter((offer) => {
    if (starts.size === 3 || starts.has(offer.start)) return false;
    starts.add(offer.start);
    return true;
  });
  const rest = offers.filter((offer) => !first.includes(offer));
  return [...first, ...rest].slice(0, 3).sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

/** Instead of a time that is gone: the same doctor before others, close to it in time before far; earliest first. */
export function nearestTo(gone: Offer, offers: readonly Offer[]): Offer[] {
  const far = (offer: Offer) => Math.abs(Date.parse(offer.start) - Date.parse(gone.start));
  const other = (offer: Offer) => Number(offer.doctorId !== gone.doctorId);
  return offers
    .toSorted((a, b) => other(a) - other(b) || far(a) - far(b))
    .slice(0, 3)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

export type Day = { date: string; count: number };

/** Every day of the window, also those without a free time: they say so. */
export function daysOf(offers: readonly Offer[], from: string, to: string, timeZone: string): Day[] {
  const counts = new Map<string, number>();
  for (const offer of offers) {
    const date = dateIn(offer.start, timeZone);
    counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  const days: Day[] = [];
  for (let date = from; date <= to; date = addDays(date, 1))
    days.push({ date, count: counts.get(date) ?? 0 });
  return days;
}

export type DoctorDay = { doctorId: number; offers: Offer[] };

/** The times of one day, a row per doctor, whoever is free first on top. */
export function byDoctor(offers: readonly Offer[], date: string, timeZone: string): DoctorDay[] {
  const rows = new Map<number, Offer[]>();
  for (const offer of offers) {
    if (dateIn(offer.start, timeZone) !== date) continue;
    const row = rows.get(offer.doctorId);
    if (row === undefined) rows.set(offer.doctorId, [offer]);
    else row.push(offer);
  }
  return [...rows].map(([doctorId, list]) => ({ doctorId, offers: list }));
}

export function sameOffer(a: Offer | null, b: Offer): boolean {
  return a !== null && a.doctorId === b.doctorId && a.start === b.start && a.room === b.room;
}

export function roomsOf(slots: readonly Slot[]): string[] {
  return [...new Set(slots.map((slot) => slot.room))]
    .filter((room) => room !== '')
    .sort((a, b) => a.localeCompare(b, 'ru'));
}

/** `slot-{doctorId}-{yyyy-mm-dd}T{HHMM}` on the branch's clock, the name outside tests use. */
export function slotTestId(offer: Offer, timeZone: string): string {
  return `slot-${offer.doctorId}-${dateIn(offer.start, timeZone)}T${formatTime(offer.start, timeZone).replace(':', '')}`;
}

export function minutesBetween(start: string, end: string): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 60_000);
}
