import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DoctorsReply } from '../../worker/directories/directories.schemas.ts';
import type { Slot } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { addDays, dateIn, formatTime } from '../ui/format.ts';
import type { ApiError } from '../ui/http.ts';
import { bestThree, daysOf, type Offer, offersFrom, roomsOf, sameOffer } from './slots.ts';
import { fits, noWish, type Wish } from './wish.ts';

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
  const picked = signal<Offer | null>(null);
  let asked = 0;

  const days = computed(() => WINDOW_DAYS[target.value.kind]);
  const from = computed(() => addDays(dateIn(Date.now(), branch.value.timeZone), weeks.value * days.value));
  const to = computed(() => addDays(from.value, days.value - 1));
  const offers = computed(() => {
    const inRoom = slots.value.filter((slot) => room.value === '' || slot.room === room.value);
    const zone = branch.value.timeZone;
    // What was asked for holds at once, also for the times that were read before it was asked.
    return offersFrom(inRoom, minutes.value, Date.now()).filter(
      (offer) => covers(target.value, offer.doctorId) && fits(wish.value, formatTime(offer.start, zone)),
    );
  });
  const best = computed(() => {
    const { date } = wish.value;
    const zone = branch.value.timeZone;
    return bestThree(offers.value.filter((offer) => date === null || dateIn(offer.start, zone) === date));
  });
  const strip = computed(() => daysOf(offers.value, from.value, to.value, branch.value.timeZone));
  const rooms = computed(() => roomsOf(slots.value));
  /** The day in view: the one picked, else the first with a free time. */
  const day = computed(() => {
    const list = strip.value;
    const wanted = list.find((candidate) => candidate.date === pickedDay.value);
    return (wanted ?? list.find((candidate) => candidate.count > 0))?.date ?? null;
  });
  /** What was picked, as long as it still fits the services' length and is still free. */
  const chosen = computed(() => {
    const wanted = picked.value;
    if (wanted === null || loading.value) return wanted;
    return offers.value.find((offer) => sameOffer(wanted, offer)) ?? null;
  });
  const lost = computed(() => picked.value !== null && chosen.value === null);

  const load = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    loading.value = true;
    error.value = null;
    const { value } = target;
    const reply = await api.slots({
      branch: branch.value.id,
      from: from.value,
      to: to.value,
      ...(value.kind === 'doctor' ? { doctor: value.id } : {}),
      ...(value.kind === 'speciality' ? { speciality: value.id } : {}),
    });
    if (mine !== asked) return;
    loading.value = false;
    if (!reply.ok) {
      error.value = reply.error;
      return;
    }
    slots.value = reply.value.slots;
    published.value = reply.value.schedulePublished;
    asOf.value = reply.value.asOf;
    if (room.value !== '' && !rooms.value.includes(room.value)) room.value = '';
  };
  const loadDoctors = async (): Promise<void> => {
    const wanted = branch.value.id;
    const reply = await api.doctors(wanted);
    if (wanted !== branch.value.id) return;
    if (reply.ok) doctors.value = reply.value.doctors;
    else error.value = reply.error;
  };
  const aim = (next: Target): Promise<void> => {
    target.value = next;
    turnTo(wish.value.date);
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
    pickedDay.value = date;
    weeks.value = date === null ? 0 : Math.max(0, Math.floor(daysBetween(today, date) / days.value));
  };
  const setWish = (next: Wish): void => {
    const before = weeks.value;
    wish.value = next;
    turnTo(next.date);
    if (weeks.value !== before) void load();
  };
  const turn = (step: number): Promise<void> => {
    weeks.value = Math.max(0, weeks.value + step);
    pickedDay.value = null;
    picked.value = null;
    return load();
  };
  const pick = (offer: Offer): void => {
    picked.value = offer;
    pickedDay.value = dateIn(offer.start, branch.value.timeZone);
  };
  /** A slot that was told apart from the list, e.g. one of the nearest after a refusal: the list is read again. */
  const pickFresh = async (offer: Offer): Promise<void> => {
    if (!covers(target.value, offer.doctorId)) target.value = { kind: 'any' };
    wish.value = noWish;
    weeks.value = Math.floor(
      daysBetween(dateIn(Date.now(), branch.value.timeZone), dateIn(offer.start, branch.value.timeZone)) /
        days.value,
    );
    room.value = '';
    pick(offer);
    await load();
  };
  const drop = (): Promise<void> => {
    picked.value = null;
    return load();
  };
  const reset = async (): Promise<void> => {
    doctors.value = [];
    slots.value = [];
    picked.value = null;
    room.value = '';
    wish.value = noWish;
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
    chosen,
    lost,
    load,
    loadDoctors,
    aim,
    turn,
    setWish,
    pick,
    pickFresh,
    drop,
    reset,
    doctorOf,
  };
}

function daysBetween(a: string, b: string): number {
  return Math.round((Date.parse(`${b}T12:00:00Z`) - Date.parse(`${a}T12:00:00Z`)) / 86_400_000);
}
