import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { INTERVAL_DAYS, intervalFilters, paths } from './assumptions.ts';
import type { ArchimedResult, Query, Transport } from './transport.ts';
import { parsePage, toWireDate, wireBool, wireDate, wireInt, wireRef, wireText, wireTime } from './wire.ts';

/** One bookable piece of a doctor's schedule. Past ones stay `free` (archimed-api.md §4.6). */
export type Interval = {
  readonly doctorId: number;
  readonly date: string;
  readonly buildingId: number | null;
  readonly buildingName: string;
  readonly room: string;
  readonly start: string;
  readonly end: string;
  readonly free: boolean;
};

export type IntervalQuery = {
  readonly doctorId?: number;
  readonly buildingId?: number;
  /** First and last day, both included. */
  readonly from: string;
  readonly to: string;
};

const schedule = z.object({
  build_id: wireRef,
  build_name: wireText,
  room: wireText,
  date: wireDate,
  intervals: z.array(z.object({ start: wireTime, end: wireTime, free: wireBool })).nullish(),
});

const doctorRow: z.ZodType<readonly Interval[]> = z
  .object({ id: wireInt, schedules: z.array(schedule).nullish() })
  .transform(({ id, schedules }) =>
    (schedules ?? []).flatMap((day) =>
      (day.intervals ?? []).map((interval) => ({
        doctorId: id,
        date: day.date,
        buildingId: day.build_id,
        buildingName: day.build_name,
        room: day.room,
        ...interval,
      })),
    ),
  );

export type Intervals = {
  list(priority: Priority, query: IntervalQuery): ArchimedResult<readonly Interval[]>;
};

export function createIntervals(transport: Transport): Intervals {
  return {
    async list(priority, query) {
      const found: Interval[] = [];
      for (const [from, to] of windows(query.from, query.to)) {
        const reply = await transport.get(priority, paths.intervals, toQuery({ ...query, from, to }));
        if (!reply.ok) return reply;
        const doctors = parsePage(reply.value ?? [], doctorRow);
        if (!doctors.ok) return doctors;
        for (const interval of doctors.value.rows.flat()) {
          if (asked(interval, { ...query, from, to })) found.push(interval);
        }
      }
      return ok(found);
    },
  };
}

/** The API's own filters may be ignored. */
function asked(interval: Interval, { doctorId, buildingId, from, to }: IntervalQuery): boolean {
  return (
    (doctorId === undefined || interval.doctorId === doctorId) &&
    (buildingId === undefined || interval.buildingId === buildingId) &&
    interval.date >= from &&
    interval.date <= to
  );
}

function toQuery({ doctorId, buildingId, from, to }: IntervalQuery): Query {
  const query: Array<readonly [string, string]> = [
    ['date_from', toWireDate(from)],
    ['date_to', toWireDate(to)],
  ];
  if (doctorId !== undefined) query.push([intervalFilters.doctor, String(doctorId)]);
  if (buildingId !== undefined) query.push([intervalFilters.building, String(buildingId)]);
  return query;
}

function windows(from: string, to: string): ReadonlyArray<readonly [from: string, to: string]> {
  const found: Array<readonly [string, string]> = [];
  const end = Temporal.PlainDate.from(to);
  let start = Temporal.PlainDate.from(from);
  while (Temporal.PlainDate.compare(start, end) <= 0) {
    const next = start.add({ days: INTERVAL_DAYS });
    const last = Temporal.PlainDate.compare(next, end) > 0 ? end : next.subtract({ days: 1 });
    found.push([start.toString(), last.toString()]);
    start = next;
  }
  return found;
}
