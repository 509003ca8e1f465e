import { and, eq } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Interval } from '../archimed/intervals.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import { addDays, fromEpochMs, toEpochMs, toInstant } from '../sync/wall-clock.ts';
import type { Slot } from '../visits/visits.schemas.ts';
import type { AccountContext } from './context.ts';
import { holds } from './schema.ts';

/** Free time by the live schedule, less what our own unfinished clicks hold. */
export type WallSlot = { doctorId: number; date: string; begin: string; end: string };

const NEAREST = 3;
const NEAREST_DAYS = 13;

export async function freeIntervals(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  query: { doctorId?: number; from: string; to: string },
  priority: Priority,
): Promise<Result<{ free: Interval[]; published: boolean }, ArchimedFailure>> {
  const read = await client.intervals.list(priority, {
    ...query,
    ...(branch.buildingId === null ? {} : { buildingId: branch.buildingId }),
  });
  if (!read.ok) {
    return read;
  }
  const free = read.value
    .filter(isFreeNow(ctx, branch))
    .toSorted((left, right) => order(left).localeCompare(order(right)));
  return ok({ free, published: read.value.length > 0 });
}

/** By the schedule, not past, and held by no click of ours. */
export function isFreeNow(ctx: AccountContext, branch: BranchRow): (interval: Interval) => boolean {
  const now = fromEpochMs(ctx.clock.now(), branch.timeZone);
  const held = ctx.store.select().from(holds).where(eq(holds.sourceId, branch.sourceId)).all();
  return (interval) =>
    interval.free &&
    `${interval.date}T${interval.start}` > `${now.date}T${now.time}` &&
    !held.some((hold) => overlaps(hold, { ...interval, begin: interval.start }));
}

function order(interval: Interval): string {
  return `${interval.date}T${interval.start} ${String(interval.doctorId).padStart(9, '0')}`;
}

export function overlaps(left: WallSlot, right: WallSlot): boolean {
  return (
    left.doctorId === right.doctorId &&
    left.date === right.date &&
    left.begin < right.end &&
    right.begin < left.end
  );
}

/** The free intervals that make up this time without a gap, in one room; null: some part is taken or not scheduled. */
export function coveredBy(free: readonly Interval[], slot: WallSlot): Interval[] | null {
  const parts: Interval[] = [];
  let reached = slot.begin;
  while (reached < slot.end) {
    const next = free.find(
      (interval) =>
        interval.doctorId === slot.doctorId &&
        interval.date === slot.date &&
        interval.start === reached &&
        (parts.length === 0 ||
          (interval.room === parts[0]?.room && interval.buildingId === parts[0]?.buildingId)),
    );
    if (!next) {
      return null;
    }
    parts.push(next);
    reached = next.end;
  }
  return reached === slot.end && parts.length > 0 ? parts : null;
}

export function toSlot(interval: Interval, timeZone: string): Slot {
  return {
    doctorId: interval.doctorId,
    start: toInstant(interval.date, interval.start, timeZone),
    end: toInstant(interval.date, interval.end, timeZone),
    room: interval.room,
    buildingName: interval.buildingName,
  };
}

/** As long as was wanted, made of free neighbours in one room; null: not that much is free from here on. */
function runFrom(free: readonly Interval[], first: Interval, minutes: number): Interval | null {
  let last = first;
  while (minutesOf(last.end) - minutesOf(first.start) < minutes) {
    const next = free.find(
      (interval) =>
        interval.doctorId === first.doctorId &&
        interval.date === first.date &&
        interval.start === last.end &&
        interval.room === first.room &&
        interval.buildingId === first.buildingId,
    );
    if (!next) {
      return null;
    }
    last = next;
  }
  return { ...first, end: last.end };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** What to offer instead of a slot that is gone: the same doctor, as long as wanted, closest to the time that was wanted. */
export async function nearestSlots(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  wanted: WallSlot,
): Promise<Slot[]> {
  const today = fromEpochMs(ctx.clock.now(), branch.timeZone).date;
  const from = addDays(wanted.date, -2) < today ? today : addDays(wanted.date, -2);
  const read = await freeIntervals(
    ctx,
    client,
    branch,
    { doctorId: wanted.doctorId, from, to: addDays(from, NEAREST_DAYS) },
    'click',
  );
  if (!read.ok) {
    return [];
  }
  const at = (date: string, time: string) => toEpochMs(date, time, branch.timeZone);
  const distance = (interval: Interval) =>
    Math.abs(at(interval.date, interval.start) - at(wanted.date, wanted.begin));
  const { free } = read.value;
  const minutes = minutesOf(wanted.end) - minutesOf(wanted.begin);
  return free
    .flatMap((interval) => runFrom(free, interval, minutes) ?? [])
    .toSorted((left, right) => distance(left) - distance(right))
    .slice(0, NEAREST)
    .toSorted((left, right) => order(left).localeCompare(order(right)))
    .map((interval) => toSlot(interval, branch.timeZone));
}

/** Synchronous: between the check and the hold nobody else runs. false: another click holds this time. */
export function holdSlot(ctx: AccountContext, eventId: string, sourceId: number, slot: WallSlot): boolean {
  const others = ctx.store
    .select()
    .from(holds)
    .where(and(eq(holds.sourceId, sourceId), eq(holds.doctorId, slot.doctorId), eq(holds.date, slot.date)))
    .all();
  if (others.some((hold) => hold.eventId !== eventId && overlaps(hold, slot))) {
    return false;
  }
  const values = { eventId, sourceId, ...slot };
  ctx.store.insert(holds).values(values).onConflictDoUpdate({ target: holds.eventId, set: values }).run();
  return true;
}

export function releaseSlot(ctx: AccountContext, eventId: string): void {
  ctx.store.delete(holds).where(eq(holds.eventId, eventId)).run();
}
