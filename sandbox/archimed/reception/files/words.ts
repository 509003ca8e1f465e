const asUtc = (date: string) => new Date(`${date}T00:00:00Z`);
const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('ru', { ...options, timeZone: 'UTC' });
const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = format({ weekday: 'short' });
const dayMonth = format({ day: 'numeric', month: 'long' });

/** «понедельник, 23 ноября» */
export function dayInWords(date: string): string {
  return longDay.format(asUtc(date));
}

/** «23 ноября, пн» */
export function dayShort(date: string): string {
  return `${dayMonth.format(asUtc(date))}, ${shortDay.format(asUtc(date))}`;
}

/** «пн» */
export function weekdayShort(date: string): string {
  return shortDay.format(asUtc(date));
}

export function addDays(date: string, days: number): string {
  return new Date(asUtc(date).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** «14.03.1986» */
export function russianDate(date: string | null): string {
  return date === null ? '' : date.split('-').reverse().join('.');
}

function isDate(text: string): boolean {
  const parsed = asUtc(text);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** A whole date, as people or machines write it: 24.11.2026, 24112026, 2026-11-24; null when it is none. */
export function wholeDate(text: string): string | null {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return isDate(trimmed) ? trimmed : null;
  const parts =
    /^(\d{1,2})[.,/ -](\d{1,2})[.,/ -](\d{4})$/.exec(trimmed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed);
  const [, day = '', month = '', year = ''] = parts ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parts !== null && isDate(date) ? date : null;
}

/** Also «24.11», «2411» and «24», which mean the next such day from half a year ago on. */
export function anyDate(text: string, today: string): string | null {
  const whole = wholeDate(text);
  if (whole !== null) return whole;
  const parts =
    /^(\d{1,2})(?:[.,/ -](\d{1,2}))?\.?$/.exec(text.trim()) ?? /^(\d{2})(\d{2})$/.exec(text.trim());
  if (parts === null) return null;
  const month = parts[2] ?? today.slice(5, 7);
  const date = `${today.slice(0, 4)}-${month.padStart(2, '0')}-${(parts[1] ?? '').padStart(2, '0')}`;
  if (!isDate(date)) return null;
  return date < addDays(today, -182) ? `${Number(date.slice(0, 4)) + 1}${date.slice(4)}` : date;
}

/** «23.11.2026 12:20» */
export function dateTime(wall: string): string {
  return `${russianDate(wall.slice(0, 10))} ${wall.slice(11, 16)}`;
}

/** «Белова И. С.» */
export function shortName(name: string): string {
  const [last = '', ...others] = name.split(' ');
  return [last, ...others.map((part) => `${part.slice(0, 1)}.`)].join(' ');
}

/** «каб. № 2» */
export function shortRoom(room: string): string {
  return room.replace(/кабинет/i, 'каб.');
}

/** The ten digits of a Russian number, however it is spelt; null when it is none. */
export function tenDigits(text: string): string | null {
  const digits = text.replace(/\D/g, '').replace(/^[78](?=\d{10}$)/, '');
  return digits.length === 10 ? digits : null;
}

/** «+7 905 000-11-11»; what is no Russian number stays as it is. */
export function phone(text: string): string {
  const parts = /^(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(tenDigits(text) ?? '');
  return parts === null ? text : `+7 ${parts[1]} ${parts[2]}-${parts[3]}-${parts[4]}`;
}

export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Services stand in the note as a line of their own: «Услуги: 1012 Приём кардиолога; …» (archimed-api.md §10). */
const servicesMark = 'Услуги: ';

export function noteWithServices(services: readonly string[], note: string): string {
  const line = services.length === 0 ? '' : `${servicesMark}${services.join('; ')}`;
  return [line, note.trim()].filter((part) => part !== '').join('\n');
}

export function splitNote(info: string): { services: string; note: string } {
  const lines = info.split('\n');
  const services = lines.filter((line) => line.startsWith(servicesMark));
  return {
    services: services.map((line) => line.slice(servicesMark.length)).join('; '),
    note: lines
      .filter((line) => !line.startsWith(servicesMark))
      .join('\n')
      .trim(),
  };
}
