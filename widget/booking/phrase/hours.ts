import type { Found } from './days.ts';
import { closeness } from './spelling.ts';

/** Times of day in words. Minutes count from midnight; `before` is not part of the span. */
export type Hours = { after: number | null; before: number | null };

const HOUR = 60;
const NOON = 12 * HOUR;
const EVENING = 17 * HOUR;
const DINNER = 13 * HOUR;
/** A clinic is not asked for five in the morning: «после 5» is 17:00. */
const LAST_AFTERNOON_HOUR = 6;

const parts: readonly (readonly [string, Hours])[] = [
  ['утром', { after: null, before: NOON }],
  ['утро', { after: null, before: NOON }],
  ['днем', { after: NOON, before: EVENING }],
  ['вечером', { after: EVENING, before: null }],
  ['вечер', { after: EVENING, before: null }],
  ['morning', { after: null, before: NOON }],
  ['afternoon', { after: NOON, before: EVENING }],
  ['evening', { after: EVENING, before: null }],
];
const said: Readonly<Record<string, Hours>> = {
  'с утра': { after: null, before: NOON },
  'до обеда': { after: null, before: DINNER },
  'после обеда': { after: DINNER, before: null },
  'после работы': { after: 18 * HOUR, before: null },
  'первой половине': { after: null, before: DINNER },
  'второй половине': { after: DINNER, before: null },
};
const numbers: Readonly<Record<string, number>> = {
  ...{ час: 13, часу: 13, двух: 14, два: 14, трех: 15, три: 15, четырех: 16, четыре: 16, пяти: 17, пять: 17 },
  ...{ шести: 18, шесть: 18, семи: 19, восьми: 8, восемь: 8, девяти: 9, девять: 9, десяти: 10, десять: 10 },
  ...{ одиннадцати: 11, одиннадцать: 11, двенадцати: 12, двенадцать: 12 },
};
const after = /^(после|с|от|позже|after|from)$/;
const before = /^(до|по|раньше|before|till|until)$/;

export function hoursAt(words: readonly string[]): Found<Hours> | null {
  return span(words) ?? saidPart(words) ?? bound(words) ?? exact(words) ?? partOfDay(words);
}

/** «с 10 до 12», «между 10 и 12», «10-12» */
function span(words: readonly string[]): Found<Hours> | null {
  const [first = ''] = words;
  const short = /^(\d{1,2}(?::\d{2})?)[-–—](\d{1,2}(?::\d{2})?)$/.exec(first);
  if (short !== null) {
    const [from, to] = [clock([short[1] ?? '']), clock([short[2] ?? ''])];
    return from === null || to === null ? null : between(from.value, to.value, 1);
  }
  const isBetween = first === 'между' || first === 'between';
  if (!isBetween && !after.test(first)) return null;
  const from = clock(words.slice(1));
  if (from === null) return null;
  const middle = words[1 + from.length] ?? '';
  if (isBetween ? !/^(и|and)$/.test(middle) : !before.test(middle)) return null;
  const to = clock(words.slice(2 + from.length));
  return to === null ? null : between(from.value, to.value, 2 + from.length + to.length);
}

function between(from: number, to: number, length: number): Found<Hours> | null {
  return from < to ? { value: { after: from, before: to }, length, how: 'same' } : null;
}

/** «после обеда», «в первой половине дня» */
function saidPart(words: readonly string[]): Found<Hours> | null {
  const value = said[words.slice(0, 2).join(' ')];
  if (value === undefined) return null;
  return { value, length: words[2] === 'дня' ? 3 : 2, how: 'same' };
}

/** «после 17», «не раньше 10», «до 12:30», «позже двух» */
function bound(words: readonly string[]): Found<Hours> | null {
  const isNot = words[0] === 'не' ? 1 : 0;
  const word = words[isNot] ?? '';
  const isAfter = after.test(word);
  if (!isAfter && !before.test(word)) return null;
  // «с 2 декабря» is no time, and «по вторникам» neither.
  const time = clock(words.slice(isNot + 1));
  if (time === null) return null;
  const length = isNot + 1 + time.length;
  const value =
    isAfter === (isNot === 0) ? { after: time.value, before: null } : { after: null, before: time.value };
  return { value, length, how: 'same' };
}

/** «в 14:30», «на 9», «около 15»: that hour. A bare «14:30» is a time, too; a bare number is not. */
function exact(words: readonly string[]): Found<Hours> | null {
  const [first = ''] = words;
  const isRough = /^(около|примерно|к)$/.test(first);
  const hasWord = isRough || /^(в|во|на|at)$/.test(first);
  const time = clock(words.slice(hasWord ? 1 : 0));
  if (time === null || (!hasWord && !first.includes(':') && time.length === 1)) return null;
  const value = isRough
    ? { after: time.value - HOUR, before: time.value + HOUR }
    : { after: time.value, before: time.value + HOUR };
  return { value, length: time.length + (hasWord ? 1 : 0), how: 'same' };
}

function partOfDay([first = '']: readonly string[]): Found<Hours> | null {
  for (const how of ['same', 'typo'] as const) {
    const found = parts.find(([name]) => (first === name ? 'same' : closeness(first, name)) === how);
    // Endings would turn «дня» and «утра» into parts of the day, and those belong to an hour.
    if (found !== undefined && (how === 'typo' || first === found[0]))
      return { value: found[1], length: 1, how };
  }
  return null;
}

/** «17», «17:30», «17.30», «17-30», «5 вечера», «9 утра», «пяти часов» */
function clock(words: readonly string[]): { value: number; length: number } | null {
  const [first = ''] = words;
  const match = /^(\d{1,2})(?:[:.-](\d{2}))?(?:ч|час(?:ов|а)?)?$/.exec(first);
  const spoken = numbers[first];
  if (match === null && spoken === undefined) return null;
  const hour = match === null ? (spoken ?? 0) : Number(match[1]);
  const minutes = Number(match?.[2] ?? 0);
  let length = 1;
  if (/^(ч|час|часа|часов)$/.test(words[length] ?? '')) length += 1;
  const half = /^(утра|дня|вечера|am|pm)$/.exec(words[length] ?? '')?.[1];
  if (half !== undefined) length += 1;
  if (hour > 23 || minutes > 59) return null;
  return { value: hourOf(hour, half, match === null) * HOUR + minutes, length };
}

function hourOf(hour: number, half: string | undefined, isSpoken: boolean): number {
  if (half === 'утра' || half === 'am') return isSpoken ? hour % 12 : hour;
  if (half !== undefined) return hour < 12 ? hour + 12 : hour;
  return hour > 0 && hour <= LAST_AFTERNOON_HOUR ? hour + 12 : hour;
}
