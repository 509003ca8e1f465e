import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ScheduleReply } from '../../worker/journal/journal.schemas.ts';
import type { Slot, Visit } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { addDays, dateIn } from '../ui/format.ts';
import type { ApiError } from '../ui/http.ts';
import type { Branch, ScheduleModel } from './schedule-model.ts';
import { firstDay } from './wish.ts';

export type Way = 'nearest' | 'week' | 'day';
type Shift = ScheduleReply['shifts'][number];
type Interval = Shift['intervals'][number];

const WEEK = 7;

/** The other two ways to a time: one doctor's week, and a day with the doctors side by side. */
export function createGridModel(
  api: Api,
  schedule: ScheduleModel,
  branch: ReadonlySignal<Branch>,
  /** The one that is being moved. */
  visit: Visit | null,
) {
  const way = signal<Way>('nearest');
  /** First day in view; null: the one that is searched for, else the first with a free time. */
  const turnedTo = signal<string | null>(null);
  const chosenDoctor = signal<number | null>(null);
  const shifts = signal<readonly Shift[]>([]);
  const loading = signal(false);
  const error = signal<ApiError | null>(null);
  let asked = 0;
  let loadedFor = '';

  const today = computed(() => dateIn(Date.now(), branch.value.timeZone));
  const from = computed(() => turnedTo.value ?? today.value);
  const to = computed(() => (way.value === 'week' ? addDays(from.value, WEEK - 1) : from.value));
  const dates = computed(() =>
    Array.from({ length: way.value === 'week' ? WEEK : 1 }, (_, index) => addDays(from.value, index)),
  );
  const doctorId = computed(() => {
    const { value: target } = schedule.target;
    return target.kind === 'doctor' ? target.id : chosenDoctor.value;
  });
  const shown = computed(() =>
    shifts.value.filter(
      ({ doctorId: id, room }) =>
        (schedule.room.value === '' || room === schedule.room.value) &&
        (way.value === 'week'
          ? id === doctorId.value
          : schedule.covers(schedule.target.value, id) && schedule.doctorOf(id)?.bookable === true),
    ),
  );

  const load = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    loading.value = true;
    error.value = null;
    const id = way.value === 'week' ? doctorId.value : null;
    const reply = await api.schedule({
      ...{ branch: branch.value.id, from: from.value, to: to.value },
      ...(id === null ? {} : { doctor: id }),
    });
    if (mine !== asked) return;
    loading.value = false;
    if (!reply.ok) {
      error.value = reply.error;
      return;
    }
    shifts.value = reply.value.shifts;
    tell();
  };
  /** What is in view here is known to be free or not, whatever the list of the nearest times covers. */
  const tell = (): void => {
    schedule.grid.value = {
      ...{ from: from.value, to: to.value },
      doctorId: way.value === 'week' ? doctorId.value : null,
      slots: slotsWhere((_, { free }) => free),
    };
    const own = slotsWhere(isOwn);
    if (own.length > 0) schedule.own.value = own;
  };
  const slotsWhere = (passes: (doctorId: number, interval: Interval) => boolean): Slot[] =>
    shifts.value.flatMap(({ doctorId: id, room, buildingName, intervals }) =>
      intervals
        .filter((interval) => passes(id, interval))
        .map(({ start, end }) => ({ doctorId: id, start, end, room, buildingName })),
    );
  const isOwn = (id: number, { start, end }: Interval): boolean =>
    visit !== null &&
    id === visit.doctorId &&
    Date.parse(start) >= Date.parse(visit.start) &&
    Date.parse(end) <= Date.parse(visit.end);
  effect(() => {
    const key = [way.value, branch.value.id, from.value, way.value === 'week' ? doctorId.value : ''].join(
      ' ',
    );
    if (way.value === 'nearest' || key === loadedFor) return;
    loadedFor = key;
    void load();
  });

  return {
    ...{ way, from, to, dates, doctorId, shown, loading, error, load, today },
    enter(next: Way): void {
      const present = visit === null ? null : dateIn(visit.start, branch.value.timeZone);
      const day = firstDay(schedule.wish.value) ?? present ?? schedule.day.value;
      turnedTo.value ??= day;
      chosenDoctor.value ??=
        schedule.chosen.value?.doctorId ??
        schedule.best.value[0]?.doctorId ??
        schedule.doctors.value.find(({ bookable }) => bookable)?.id ??
        null;
      loadedFor = '';
      way.value = next;
    },
    turn(days: number): void {
      const next = addDays(from.value, days);
      turnedTo.value = next < today.value ? today.value : next;
    },
    turnTo(date: string): void {
      turnedTo.value = date;
    },
    chooseDoctor(id: number): void {
      chosenDoctor.value = id;
    },
    async refresh(): Promise<void> {
      if (way.value !== 'nearest' && !loading.value) await load();
    },
    drop(taken: { doctorId: number; start: string; end: string }): void {
      // What is not looked at is read anew when it is entered, and says nothing meanwhile.
      if (way.value === 'nearest') return;
      const [begin, end] = [Date.parse(taken.start), Date.parse(taken.end)];
      shifts.value = shifts.value.map((shift) =>
        shift.doctorId !== taken.doctorId
          ? shift
          : {
              ...shift,
              intervals: shift.intervals.map((interval) =>
                Date.parse(interval.end) <= begin || Date.parse(interval.start) >= end
                  ? interval
                  : { ...interval, free: false },
              ),
            },
      );
      tell();
    },
  };
}
