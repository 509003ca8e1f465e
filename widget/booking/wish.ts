import { addDays } from '../ui/format.ts';
import { plain } from '../ui/words.ts';

/** «кардиолог завтра после 17» → text «кардиолог», tomorrow, from 17:00. Minutes count from midnight. */
export type Wish = { date: string | null; after: number | null; before: number | null };
export const noWish: Wish = { date: null, after: null, before: null };

const nearDays: Readonly<Record<string, number>> = {
  сегодня: 0,
  завтра: 1,
  послезавтра: 2,
  today: 0,
  tomorrow: 1,
};
/** By the day of the week, Sunday first, as `getUTCDay` counts. */
const weekdays: readonly RegExp[] = [
  /^(вс|воскресенье|sunday|sun)$/,
  /^(пн|понедельник|monday|mon)$/,
  /^(вт|вторник|tuesday|tue)$/,
  /^(ср|сред[ау]|wednesday|wed)$/,
  /^(чт|четверг|thursday|thu)$/,
  /^(пт|пятниц[ау]|friday|fri)$/,
  /^(сб|суббот[ау]|saturday|sat)$/,
];
const partsOfDay: Readonly<Record<string, { after: number | null; before: number | null }>> = {
  утром: { after: null, before: 12 * 60 },
  днем: { after: 12 * 60, before: 17 * 60 },
  вечером: { after: 17 * 60, before: null },
  morning: { after: null, before: 12 * 60 },
  evening: { after: 17 * 60, before: null },
};
const afterWords = new Set(['после', 'с', 'after']);
const beforeWords = new Set(['до', 'before']);
const fillers = new Set(['в', 'во', 'на', 'on', 'at']);

export function parseWish(query: string, today: string): { text: string; wish: Wish } {
  const words = query.trim().split(/\s+/);
  const rest: string[] = [];
  let wish = noWish;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const lower = plain(word);
    const time = timeOf(words[index + 1]);
    const date = dateOf(lower, today);
    if (date !== null) {
      wish = { ...wish, date };
      if (fillers.has(plain(rest.at(-1) ?? ''))) rest.pop();
    } else if (afterWords.has(lower) && time !== null) {
      wish = { ...wish, after: time };
      index += 1;
    } else if (beforeWords.has(lower) && time !== null) {
      wish = { ...wish, before: time };
      index += 1;
    } else if (partsOfDay[lower] !== undefined) {
      wish = { ...wish, ...partsOfDay[lower] };
    } else {
      rest.push(word);
    }
  }
  return { text: rest.join(' '), wish };
}

function dateOf(word: string, today: string): string | null {
  const near = nearDays[word];
  if (near !== undefined) return addDays(today, near);
  const weekday = weekdays.findIndex((pattern) => pattern.test(word));
  if (weekday !== -1) {
    const ahead = (weekday - new Date(`${today}T12:00:00Z`).getUTCDay() + 7) % 7;
    return addDays(today, ahead);
  }
  const match = /^(\d{1,2})\.(\d{1,2})$/.exec(word);
  if (match === null) return null;
  const [, day = '', month = ''] = match;
  const thisYear = `${today.slice(0, 4)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = thisYear < today ? `${Number(today.slice(0, 4)) + 1}${thisYear.slice(4)}` : thisYear;
  const real = new Date(`${date}T12:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date ? null : date;
}

function timeOf(word: string | undefined): number | null {
  const match = /^(\d{1,2})(?::(\d{2}))?$/.exec(word ?? '');
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2] ?? 0);
  return minutes < 24 * 60 ? minutes : null;
}

/** `clock` is «14:30» on the branch's clock. */
export function fits(wish: Wish, clock: string): boolean {
  const minutes = timeOf(clock) ?? 0;
  return (wish.after === null || minutes >= wish.after) && (wish.before === null || minutes < wish.before);
}

export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
