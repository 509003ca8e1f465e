import { computed, signal } from '@preact/signals';
import type { DoctorsReply } from '../../worker/directories/directories.schemas.ts';
import type { JournalReply, ScheduleReply } from '../../worker/journal/journal.schemas.ts';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import { statusText } from '../card/visit-view.ts';
import { keepSame } from '../schedule/same.ts';
import type { Column } from '../schedule/types.ts';
import type { Api } from '../ui/api.ts';
import { dateIn } from '../ui/format.ts';
import type { ApiError } from '../ui/http.ts';
import { addressOf, daysOf, firstPlace, type Place, placeOf } from './address.ts';
import { dayColumns, isOverview, overviewRows, type Shown, weekColumns } from './columns.ts';

export type JournalModel = ReturnType<typeof createJournalModel>;
type Options = { api: Api; me: MeReply; dealId: number | null };

/** What was read for some days; a branch whose schedule failed is shown by its visits. */
type Read = {
  days: readonly string[];
  journal: JournalReply;
  schedules: ReadonlyMap<number, ScheduleReply>;
  failures: ReadonlyMap<number, ApiError>;
  at: number;
};

export function createJournalModel({ api, me, dealId }: Options) {
  const place = signal<Place>(placeOf(location.hash));
  const read = signal<Read | null>(null);
  const doctors = signal<ReadonlyMap<number, DoctorsReply['doctors']>>(new Map());
  const loading = signal(true);
  const error = signal<ApiError | null>(null);
  const enabled = me.branches.filter((branch) => branch.enabled);
  /** Visits whose person somebody has to recognise. */
  const reviews = signal(0);
  let asked = 0;

  const branches = computed(() => {
    const { branch } = place.value;
    const chosen = enabled.filter(({ id }) => id === branch);
    return chosen.length > 0 ? chosen : enabled;
  });
  const zone = computed(() => branches.value[0]?.timeZone ?? 'Europe/Moscow');
  const day = computed(() => place.value.day ?? dateIn(Date.now(), zone.value));
  const days = computed(() => daysOf(place.value, day.value));
  /** null: nothing was read yet for the days in view. */
  const shown = computed<Shown | null>(() => {
    const { value } = read;
    if (value === null || value.days.join() !== days.value.join()) return null;
    return {
      ...{ place: place.value, days: days.value, branches: branches.value, me, dealId },
      ...{ schedules: value.schedules, doctors: doctors.value, journal: value.journal, now: value.at },
    };
  });
  let lastColumns: readonly Column[] = [];
  const columns = computed<readonly Column[]>(() => {
    const { value } = shown;
    if (value === null || isOverview(value)) return [];
    lastColumns = keepSame(lastColumns, value.place.view === 'day' ? dayColumns(value) : weekColumns(value));
    return lastColumns;
  });
  const overview = computed(() =>
    shown.value === null || !isOverview(shown.value) ? null : overviewRows(shown.value),
  );

  const load = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const wanted = days.value;
    const [from = '', to = from] = [wanted[0], wanted.at(-1)];
    loading.value = true;
    // All branches at once, whichever is in view: choosing another filter asks for nothing.
    const [journal, ...schedules] = await Promise.all([
      api.journal({ from, to }),
      ...enabled.map(async ({ id }) => ({ id, reply: await api.schedule({ branch: id, from, to }) })),
    ]);
    if (mine !== asked) return;
    loading.value = false;
    if (!journal.ok) {
      error.value = journal.error;
      return;
    }
    error.value = null;
    read.value = {
      days: wanted,
      journal: journal.value,
      schedules: new Map(schedules.flatMap(({ id, reply }) => (reply.ok ? [[id, reply.value]] : []))),
      failures: new Map(schedules.flatMap(({ id, reply }) => (reply.ok ? [] : [[id, reply.error]]))),
      at: Date.now(),
    };
  };
  const loadDoctors = async (): Promise<void> => {
    await Promise.all(
      enabled.map(async ({ id }) => {
        const reply = await api.doctors(id);
        if (reply.ok) doctors.value = new Map(doctors.value).set(id, reply.value.doctors);
      }),
    );
  };
  const countReviews = async (): Promise<void> => {
    const reply = await api.reviews(null);
    if (reply.ok) reviews.value = reply.value.items.length;
  };
  /** What the address says is shown; other days are read first. */
  const follow = (): void => {
    const before = days.value.join();
    place.value = placeOf(location.hash);
    if (days.value.join() !== before) void load();
  };
  const go = (change: Partial<Place>): void => {
    const next = { ...place.value, ...change };
    const address = addressOf(next);
    // An empty hash would leave the old address; a step for the browser's back all the same.
    if (address !== addressOf(place.value)) history.pushState(null, '', address);
    follow();
  };

  return {
    ...{
      api,
      me,
      dealId,
      enabled,
      place,
      branches,
      zone,
      day,
      days,
      doctors,
      read,
      shown,
      columns,
      overview,
    },
    ...{ loading, error, reviews, load, loadDoctors, countReviews, follow, go },
    /** What the filters offer: only what is there. */
    options: computed(() => {
      const visits = read.value?.journal.visits ?? [];
      const shifts = [...(read.value?.schedules ?? [])].flatMap(([, { shifts }]) => shifts);
      const all = new Map(
        branches.value.flatMap(({ id }) => doctors.value.get(id) ?? []).map((one) => [one.id, one.name]),
      );
      for (const visit of visits) if (!all.has(visit.doctorId)) all.set(visit.doctorId, visit.doctorName);
      const rooms = new Set([...shifts, ...visits].map(({ room }) => room).filter((room) => room !== ''));
      return {
        doctors: [...all].sort(([, a], [, b]) => a.localeCompare(b, 'ru')),
        rooms: [...rooms].sort((a, b) => a.localeCompare(b, 'ru', { numeric: true })),
        statuses: [...new Set(visits.map(statusText))].filter((name) => name !== '').sort(),
      };
    }),
    isFiltered: computed(() => {
      const { branch, doctor, room, status, gone } = place.value;
      return gone || [branch, doctor, room, status].some((value) => value !== null);
    }),
    resetFilters: () => {
      const { branch, doctor, room, status, gone } = firstPlace;
      go({ branch, doctor, room, status, gone });
    },
  };
}
