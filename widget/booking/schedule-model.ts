import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DoctorsReply } from '../../worker/directories/directories.schemas.ts';
import type { OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type { Slot, SlotsReply } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { addDays, dateIn, formatTime } from '../ui/format.ts';
import type { ApiError } from '../ui/http.ts';
import { createPickedTime } from './picked-time.ts';
import { bestThree, daysOf, type Offer, offersFrom, roomsOf } from './slots.ts';
import { firstDay, fitsDay, fitsTime, noWish, type Wish } from './wish.ts';

export type Doctor = DoctorsReply['doctors'][number];
export type Target = { kind: 'any' } | { kind: 'doctor'; id: number } | { kind: 'speciality'; id: number };
export type Branch = { id: number; title: string; timeZone: string };
export type ScheduleModel = ReturnType<typeof createScheduleModel>;

/** A whole branch has many slots a day, one doctor few (the API takes up to 31 days). */
const WINDOW_DAYS = { any: 7, speciality: 14, doctor: 14 } as const;

export function createScheduleModel(
  api: Api,
  branch: ReadonlySignal<Branch>,
  minutes: ReadonlySignal<number>,
  /** Our own click holds the picked time: that it is no longer free means nothing. */
  isSent: ReadonlySignal<boolean>,
) {
  const doctors = signal<readonly Doctor[]>([]);
  const target = signal<Target>({ kind: 'any' });
  const slots = signal<readonly Slot[]>([]);
  const published = signal(true);
  const asOf = signal<string | null>(null);
  const loading = signal(true);
  const error = signal<ApiError | null>(null);
  const weeks = signal(0);
  const pickedDay = signal<string | null>(null);
  const room = signal('');
  const wish = signal<Wish>(noWish);
  let asked = 0;

  const days = computed(() => WINDOW_DAYS[target.value.kind]);
  const from = computed(() => addDays(dateIn(Date.now(), branch.value.timeZone), weeks.value * days.value));
  const to = computed(() => addDays(from.value, days.value - 1));
  const offers = computed(() => {
    const inRoom = slots.value.filter((slot) => room.value === '' || slot.room === room.value);
    const zone = branch.value.timeZone;
    // What was asked for holds at once, also for the times that were read before it was asked.
    return offersFrom(inRoom, minutes.value, Date.now()).filter(
      (offer) => covers(target.value, offer.doctorId) && fitsTime(wish.value, formatTime(offer.start, zone)),
    );
  });
  const best = computed(() => {
    const zone = branch.value.timeZone;
    return bestThree(
      wish.value.days.length === 0 && wish.value.weekdays.length === 0
        ? offers.value
        : offers.value.filter((offer) => fitsDay(wish.value, dateIn(offer.start, zone))),
    );
  });
  const strip = computed(() => daysOf(offers.value, from.value, to.value, branch.value.timeZone));
  const rooms = computed(() => roomsOf(slots.value));
  /** The day in view: the one picked, else the first with a free time. */
  const day = computed(() => {
    const list = strip.value;
    const wanted = list.find((candidate) => candidate.date === pickedDay.value);
    const free = list.filter((candidate) => candidate.count > 0);
    return (wanted ?? free.find(({ date }) => fitsDay(wish.value, date)) ?? free[0])?.date ?? null;
  });
  const { picked, grid, own, chosen, lost, nearest } = createPickedTime({
    ...{ slots, offers, minutes },
    isUnsure: computed(() => loading.value || isSent.value),
    isListed: ({ doctorId, start }) => {
      const date = dateIn(start, branch.value.timeZone);
      return date >= from.value && date <= to.value && covers(target.value, doctorId);
    },
    dateOf: (start) => dateIn(start, branch.value.timeZone),
  });

  const load = (): Promise<void> => {
    loading.value = true;
    error.value = null;
    return read();
  };
  const read = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const { value } = target;
    const reply = await api.slots({
      branch: branch.value.id,
      from: from.value,
      to: to.value,
      ...(value.kind === 'doctor' ? { doctor: value.id } : {}),
      ...(value.kind === 'speciality' ? { speciality: value.id } : {}),
    });
    if (mine !== asked) return;
    if (reply.ok) take(reply.value);
    // What is in view stays when a look by the way fails.
    else if (loading.value) error.value = reply.error;
    loading.value = false;
  };
  const take = (reply: SlotsReply): void => {
    slots.value = reply.slots;
    published.value = reply.schedulePublished;
    asOf.value = reply.asOf;
    loading.value = false;
    if (room.value !== '' && !rooms.value.includes(room.value)) room.value = '';
  };
  /** Something changed: the list is read again behind what is shown. */
  const refresh = async (): Promise<void> => {
    // From now on the list is what was read last.
    grid.value = null;
    if (!loading.value) await read();
  };
  /** Another manager's click holds this time: it goes at once, without a request. */
  const drop = (taken: { doctorId: number; start: string; end: string }): void => {
    const [start, end] = [Date.parse(taken.start), Date.parse(taken.end)];
    slots.value = slots.value.filter(
      (slot) =>
        slot.doctorId !== taken.doctorId || Date.parse(slot.end) <= start || Date.parse(slot.start) >= end,
    );
  };
  const loadDoctors = async (): Promise<void> => {
    const wanted = branch.value.id;
    const reply = await api.doctors(wanted);
    if (wanted !== branch.value.id) return;
    if (reply.ok) doctors.value = reply.value.doctors;
    else error.value = reply.error;
  };
  /** What came with the opening; a part that is late is asked for by itself. */
  const prime = async (opening: OpeningReply): Promise<void> => {
    const { doctors: known, slots: free } = opening;
    if (opening.from !== null) {
      const today = dateIn(Date.now(), branch.value.timeZone);
      weeks.value = Math.floor(daysBetween(today, opening.from) / days.value);
    }
    const late: Promise<void>[] = [];
    if ('value' in known) doctors.value = known.value.doctors;
    else if ('error' in known) error.value = known.error;
    else late.push(loadDoctors());
    if ('value' in free) take(free.value);
    else if ('late' in free) late.push(load());
    else {
      error.value = free.error;
      loading.value = false;
    }
    await Promise.all(late);
  };
  const aim = (next: Target): Promise<void> => {
    target.value = next;
    turnTo(firstDay(wish.value));
    const { value } = picked;
    if (value !== null && !covers(next, value.doctorId)) picked.value = null;
    return load();
  };
  const covers = (next: Target, doctorId: number): boolean => {
    if (next.kind === 'any') return true;
    if (next.kind === 'doctor') return next.id === doctorId;
    return doctors.value.some(
      (doctor) =>
        doctor.id === doctorId && doctor.specialities.some((speciality) => speciality.id === next.id),
    );
  };
  /** Puts the window where the date is; without one to its beginning. */
  const turnTo = (date: string | null): void => {
    const today = dateIn(Date.now(), branch.value.timeZone);
    const { days: wished } = wish.value;
    pickedDay.value = wished.length === 1 && wished[0]?.to !== date ? null : date;
    weeks.value = date === null ? 0 : Math.max(0, Math.floor(daysBetween(today, date) / days.value));
  };
  const setWish = (next: Wish): void => {
    const before = weeks.value;
    wish.value = next;
    turnTo(firstDay(next));
    if (weeks.value !== before) void load();
  };
  const turn = (step: number): Promise<void> => {
    weeks.value = Math.max(0, weeks.value + step);
    pickedDay.value = null;
    return load();
  };
  const fitsWish = ({ start }: Offer): boolean =>
    fitsDay(wish.value, dateIn(start, branch.value.timeZone)) &&
    fitsTime(wish.value, formatTime(start, branch.value.timeZone));
  const pick = (offer: Offer): void => {
    picked.value = offer;
    pickedDay.value = dateIn(offer.start, branch.value.timeZone);
  };
  /** A time that the page was opened with; one that is not free is shown as gone. */
  const pickAt = (doctorId: number, start: string): void => {
    const offer = offers.value.find(
      (candidate) => candidate.doctorId === doctorId && Date.parse(candidate.start) === Date.parse(start),
    );
    pick(offer ?? { doctorId, start, end: start, room: '', buildingName: '' });
  };
  /** A slot that was told apart from the list, e.g. one of the nearest after a refusal: the list is read again. */
  const pickFresh = async (offer: Offer): Promise<void> => {
    if (!covers(target.value, offer.doctorId)) target.value = { kind: 'any' };
    if (!fitsWish(offer)) wish.value = noWish;
    weeks.value = Math.floor(
      daysBetween(dateIn(Date.now(), branch.value.timeZone), dateIn(offer.start, branch.value.timeZone)) /
        days.value,
    );
    room.value = '';
    pick(offer);
    await load();
  };
  /** The picked time is gone: the list that offered it is wrong. */
  const giveUp = (): Promise<void> => {
    picked.value = null;
    return load();
  };
  const reset = async (): Promise<void> => {
    doctors.value = [];
    slots.value = [];
    grid.value = null;
    picked.value = null;
    room.value = '';
    await Promise.all([loadDoctors(), aim({ kind: 'any' })]);
  };
  const doctorOf = (id: number): Doctor | undefined => doctors.value.find((doctor) => doctor.id === id);

  return {
    doctors,
    target,
    slots,
    published,
    asOf,
    loading,
    error,
    weeks,
    pickedDay,
    room,
    wish,
    rooms,
    offers,
    best,
    strip,
    day,
    grid,
    own,
    covers,
    chosen,
    lost,
    nearest,
    load,
    loadDoctors,
    refresh,
    drop,
    prime,
    aim,
    turn,
    setWish,
    pick,
    pickAt,
    pickFresh,
    giveUp,
    reset,
    doctorOf,
  };
}

function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T12:00:00Z`) - Date.parse(`${a}T12:00:00Z`)) / 86_400_000);
}
