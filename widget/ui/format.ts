import { getLang, type Lang } from './i18n.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(lang: Lang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang}${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(lang === 'ru' ? 'ru-RU' : 'en-GB', options);
  formatters.set(key, made);
  return made;
}

function parts(instant: string, timeZone: string, options: Intl.DateTimeFormatOptions): Map<string, string> {
  const list = formatter(getLang(), { ...options, timeZone }).formatToParts(new Date(instant));
  return new Map(list.map((part) => [part.type, part.value]));
}

/** «14:30» on the branch's clock. */
export function formatTime(instant: string, timeZone: string): string {
  const found = parts(instant, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${found.get('hour')}:${found.get('minute')}`;
}

/** «27 ноября, чт» on the branch's calendar. */
export function formatDay(instant: string, timeZone: string): string {
  const found = parts(instant, timeZone, { day: 'numeric', month: 'long', weekday: 'short' });
  return `${found.get('day')} ${found.get('month')}, ${found.get('weekday')}`;
}

/** «27 ноября» and «четверг», where each stands on a line of its own. */
export function formatDayParts(instant: string, timeZone: string): { date: string; weekday: string } {
  const found = parts(instant, timeZone, { day: 'numeric', month: 'long', weekday: 'long' });
  return { date: `${found.get('day')} ${found.get('month')}`, weekday: found.get('weekday') ?? '' };
}

/** «27 ноября, чт, 14:30». */
export function formatDateTime(instant: string, timeZone: string): string {
  return `${formatDay(instant, timeZone)}, ${formatTime(instant, timeZone)}`;
}

/** `yyyy-mm-dd` of an instant on the branch's calendar. */
export function dateIn(instant: string | number, timeZone: string): string {
  const list = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant));
  const found = new Map(list.map((part) => [part.type, part.value]));
  return `${found.get('year')}-${found.get('month')}-${found.get('day')}`;
}

/** Calendar arithmetic on `yyyy-mm-dd`; a date has no zone, noon UTC keeps it clear of any shift. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** «27 ноября, чт» of a calendar date. */
export function formatDate(date: string): string {
  return formatDay(`${date}T12:00:00Z`, 'UTC');
}

/** «вт» for 2; Sunday is 0. */
export function weekdayName(day: number): string {
  // A Sunday and the days after it.
  return formatDate(addDays('2026-11-22', day)).split(', ')[1] ?? '';
}

/** «27.11.1985», as birth dates are spoken and typed. */
export function formatBirthDate(date: string): string {
  const [year, month, day] = date.split('-');
  return getLang() === 'ru' ? `${day}.${month}.${year}` : `${day}/${month}/${year}`;
}

/** 'today', 'tomorrow' or null, by the branch's calendar. */
export function nearDay(instant: string, now: number, timeZone: string): 'today' | 'tomorrow' | null {
  const date = dateIn(instant, timeZone);
  const today = dateIn(now, timeZone);
  if (date === today) return 'today';
  return date === addDays(today, 1) ? 'tomorrow' : null;
}

/** Ten digits, 8… and +7… read alike: «+7 905 000-11-22». Numbers of other countries stay as given. */
export function formatPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const national =
    digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits.length === 10 ? digits : null;
  if (national === null || (phone.trim().startsWith('+') && !digits.startsWith('7'))) return phone.trim();
  return `+7 ${national.slice(0, 3)} ${national.slice(3, 6)}-${national.slice(6, 8)}-${national.slice(8)}`;
}

/** «4 800 ₽» with spaces that do not break. */
export function formatMoney(roubles: number): string {
  return `${Math.round(roubles)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0')}\u00a0₽`;
}

/** «2 мин назад», «вчера»; the exact moment belongs into a title. */
export function formatAgo(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(getLang(), { numeric: 'auto', style: 'short' });
  const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit).replace('.', '');
  }
  return getLang() === 'ru' ? 'только что' : 'just now';
}

export function fullName(person: { lastName: string; firstName: string; middleName: string }): string {
  return [person.lastName, person.firstName, person.middleName].filter((part) => part !== '').join(' ');
}

/** «Соколова Мария Петровна» → «Соколова М. П.»; what is no full name («Кабинет УЗИ 2») stays. */
export function shortName(name: string): string {
  const [last = '', first, middle, ...more] = name.trim().split(/\s+/);
  if (first === undefined || middle === undefined || more.length > 0 || /\d/.test(name)) return name.trim();
  return [last, `${first.charAt(0)}.`, `${middle.charAt(0)}.`].join('\u00a0');
}
