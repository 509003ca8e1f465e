import { addDays } from '../../ui/format.ts';
import { type Closeness, closeness } from './spelling.ts';

/** Days in words, relative to `today`. A rule looks at the words from the first one on and says how many it took. */
export type Days = { from: string; to: string };
export type Found<T> = { value: T; length: number; how: Closeness };

const near: readonly (readonly [string, number])[] = [
  ['сегодня', 0],
  ['завтра', 1],
  ['послезавтра', 2],
  ['today', 0],
  ['tomorrow', 1],
];
/** Sunday first, as `getUTCDay` counts. */
const weekdays: readonly (readonly string[])[] = [
  ['воскресенье', 'воскресение', 'вс', 'вск', 'sunday', 'sun'],
  ['понедельник', 'пн', 'пнд', 'monday', 'mon'],
  ['вторник', 'вт', 'втр', 'tuesday', 'tue'],
  ['среда', 'ср', 'wednesday', 'wed'],
  ['четверг', 'чт', 'чтв', 'thursday', 'thu'],
  ['пятница', 'пт', 'птн', 'friday', 'fri'],
  ['суббота', 'сб', 'сбт', 'saturday', 'sat'],
];
const months = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
];
const counts: Readonly<Record<string, number>> = {
  один: 1,
  одну: 1,
  пару: 2,
  два: 2,
  две: 2,
  три: 3,
  четыре: 4,
  пять: 5,
  шесть: 6,
  семь: 7,
  десять: 10,
};

export function daysAt(words: readonly string[], today: string): Found<Days> | null {
  return (
    inSomeTime(words, today) ??
    ofAWeek(words, today) ??
    weekdayAt(words, today) ??
    nearDay(words, today) ??
    numberedDay(words, today)
  );
}

/** «по вторникам», «в будни»: which days of the week, whatever the week. */
export function weekdaysAt(words: readonly string[]): Found<number[]> | null {
  const [first = '', second = ''] = words;
  if (/^будн/.test(first)) return { value: [1, 2, 3, 4, 5], length: 1, how: 'same' };
  if (first !== 'по') return null;
  const day = weekdayOf(second);
  return day === null ? null : { value: [day.value], length: 2, how: day.how };
}

/** «через 3 дня», «через две недели» */
function inSomeTime([first, second = '', third = '']: readonly string[], today: string): Found<Days> | null {
  if (first !== 'через') return null;
  const counted = counts[second] ?? (/^\d{1,2}$/.test(second) ? Number(second) : null);
  const unit = counted === null ? second : third;
  const days = /^(дня|дней|день)$/.test(unit) ? 1 : /^недел[юиь]$/.test(unit) ? 7 : 0;
  if (days === 0) return null;
  return one(addDays(today, (counted ?? 1) * days), counted === null ? 2 : 3);
}

/** «на этой неделе», «на следующей неделе», «на выходных» */
function ofAWeek([first = '', second = '']: readonly string[], today: string): Found<Days> | null {
  const monday = addDays(today, -((weekdayNumber(today) + 6) % 7));
  if (/^выходн/.test(first)) {
    const saturday = addDays(monday, 5);
    return { value: { from: max(saturday, today), to: addDays(monday, 6) }, length: 1, how: 'same' };
  }
  if (!/^недел[еюи]$/.test(second)) return null;
  if (isThis(first)) return { value: { from: today, to: addDays(monday, 6) }, length: 2, how: 'same' };
  return isNext(first)
    ? { value: { from: addDays(monday, 7), to: addDays(monday, 13) }, length: 2, how: 'same' }
    : null;
}

/** «в пятницу»; «в следующую пятницу» is the one of next week. */
function weekdayAt([first = '', second = '']: readonly string[], today: string): Found<Days> | null {
  const said = isThis(first) || isNext(first) || /^ближайш/.test(first);
  const day = weekdayOf(said ? second : first);
  if (day === null) return null;
  const ahead = (day.value - weekdayNumber(today) + 7) % 7;
  const monday = addDays(today, -((weekdayNumber(today) + 6) % 7));
  const date = isNext(first) ? addDays(monday, 7 + ((day.value + 6) % 7)) : addDays(today, ahead);
  return one(date, said ? 2 : 1, day.how);
}

function nearDay([first = '']: readonly string[], today: string): Found<Days> | null {
  const found = closest(near, first, ([name]) => [name]);
  return found === null ? null : one(addDays(today, found.value[1]), 1, found.how);
}

/** «27.11», «27 ноября», «27-го», «27 числа»: the next one to come. */
function numberedDay([first = '', second = '']: readonly string[], today: string): Found<Days> | null {
  const numeric = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{2}|\d{4}))?$/.exec(first);
  if (numeric !== null) {
    const [, day = '', month = '', year] = numeric;
    const date = comingDate(Number(day), Number(month), today, year);
    return date === null ? null : one(date, 1);
  }
  const said = /^(\d{1,2})(-?(?:го|е|ого))?$/.exec(first);
  if (said === null) return null;
  const day = Number(said[1]);
  const month = closest([...months.entries()], second, ([, name]) => [name]);
  if (month !== null) {
    const date = comingDate(day, month.value[0] + 1, today);
    return date === null ? null : one(date, 2, month.how);
  }
  if (second !== 'числа' && said[2] === undefined) return null;
  const thisMonth = Number(today.slice(5, 7));
  const here = dateOf(Number(today.slice(0, 4)), thisMonth, day);
  const date = here !== null && here >= today ? here : comingDate(day, (thisMonth % 12) + 1, today);
  return date === null ? null : one(date, second === 'числа' ? 2 : 1);
}

function comingDate(day: number, month: number, today: string, year?: string): string | null {
  const thisYear = Number(today.slice(0, 4));
  if (year !== undefined) return dateOf(Number(year.length === 2 ? `20${year}` : year), month, day);
  const date = dateOf(thisYear, month, day);
  return date !== null && date < today ? dateOf(thisYear + 1, month, day) : date;
}

/** null: there is no such day. */
function dateOf(year: number, month: number, day: number): string | null {
  const date = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  const real = new Date(`${date}T12:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date ? null : date;
}

function weekdayOf(word: string): { value: number; how: Closeness } | null {
  const found = closest([...weekdays.entries()], word, ([, names]) => names);
  return found === null ? null : { value: found.value[0], how: found.how };
}

/** The entry whose name is typed, a right spelling before a wrong one. */
function closest<T>(
  entries: readonly T[],
  typed: string,
  namesOf: (entry: T) => readonly string[],
): { value: T; how: Closeness } | null {
  for (const how of ['same', 'typo'] as const) {
    const value = entries.find((entry) => namesOf(entry).some((name) => closeness(typed, name) === how));
    if (value !== undefined) return { value, how };
  }
  return null;
}

function one(date: string, length: number, how: Closeness = 'same'): Found<Days> {
  return { value: { from: date, to: date }, length, how };
}

function weekdayNumber(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay();
}

function isThis(word: string): boolean {
  return /^(эт(от|а|у|ой|о)|this)$/.test(word);
}

function isNext(word: string): boolean {
  return /^(следующ(ий|ая|ую|ей|ее)|след|next)$/.test(word);
}

function max(a: string, b: string): string {
  return a > b ? a : b;
}
