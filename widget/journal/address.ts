import { addDays } from '../ui/format.ts';

/** What the journal shows, as it stands behind `#`: reloading, links and the browser's back work. No names, no phones. */
export type Place = {
  view: 'day' | 'week';
  by: 'doctor' | 'room' | 'branch';
  /** `yyyy-mm-dd`; null: today, whichever day that is when it is looked at. */
  day: string | null;
  branch: number | null;
  doctor: number | null;
  room: string | null;
  status: string | null;
  /** Cancelled and deleted visits, too. */
  gone: boolean;
};

export const firstPlace: Place = {
  view: 'day',
  by: 'doctor',
  day: null,
  branch: null,
  doctor: null,
  room: null,
  status: null,
  gone: false,
};

export function placeOf(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (name: string): string | null => given.get(name)?.slice(0, 200) || null;
  const id = (name: string): number | null => {
    const value = Number(given.get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : null;
  };
  const by = given.get('by');
  const day = given.get('day') ?? '';
  return {
    view: given.get('view') === 'week' ? 'week' : 'day',
    by: by === 'room' || by === 'branch' ? by : 'doctor',
    day: /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : null,
    branch: id('branch'),
    doctor: id('doctor'),
    room: text('room'),
    status: text('status'),
    gone: given.get('gone') === '1',
  };
}

export function addressOf(place: Place): string {
  const entries = Object.entries({ ...place, gone: place.gone ? '1' : null }).filter(
    ([name, value]) => value !== null && value !== firstPlace[name as keyof Place],
  );
  return `#${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

/** Monday to Sunday around the day, or the day alone. */
export function daysOf({ view }: Pick<Place, 'view'>, day: string): string[] {
  if (view === 'day') return [day];
  const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(day, -weekday);
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}
