import { Temporal } from 'temporal-polyfill';

/** ArchiMed+ tells the clinic's wall clock without a zone (archimed-api.md §10); instants exist only with the branch's zone. */

/** RFC 3339 with the zone's offset. A time that daylight saving skips moves forward. */
export function toInstant(date: string, time: string, timeZone: string): string {
  const zoned = moment(date, time).toZonedDateTime(timeZone);
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

export function toEpochMs(date: string, time: string, timeZone: string): number {
  return moment(date, time).toZonedDateTime(timeZone).epochMilliseconds;
}

/** A visit may end at 24:00 of its day, which is 00:00 of the next one. */
function moment(date: string, time: string): Temporal.PlainDateTime {
  return time.startsWith('24:')
    ? Temporal.PlainDateTime.from(`${date}T00:${time.slice(3)}`).add({ days: 1 })
    : Temporal.PlainDateTime.from(`${date}T${time}`);
}

export function fromInstant(instant: string, timeZone: string): { date: string; time: string } {
  return fromEpochMs(Temporal.Instant.from(instant).epochMilliseconds, timeZone);
}

export function fromEpochMs(epochMs: number, timeZone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

/** RFC 3339 in UTC, for moments that belong to no branch. */
/** A time that a divided wait leads to (TIME_SCALE) is no whole number of milliseconds. */
export function isoOf(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs)).toString();
}

export function epochMsOf(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

export function addMinutes(time: string, minutes: number): string {
  return Temporal.PlainTime.from(time).add({ minutes }).toString({ smallestUnit: 'minute' });
}

/** `yyyy-mm-ddTHH:MM:SS` on one clock, so much later or earlier. */
export function addSeconds(moment: string, seconds: number): string {
  return Temporal.PlainDateTime.from(moment).add({ seconds }).toString({ smallestUnit: 'second' });
}

const words = new Intl.DateTimeFormat('ru', {
  day: 'numeric',
  month: 'long',
  weekday: 'short',
  timeZone: 'UTC',
});

/** `27 ноября, чт` */
export function dateInWords(date: string): string {
  const parts = words.formatToParts(Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('day')} ${part('month')}, ${part('weekday')}`;
}

/** `27.11.2026` */
export function dottedDate(date: string): string {
  return date.split('-').reverse().join('.');
}
