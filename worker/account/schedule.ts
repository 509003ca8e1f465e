import type { ArchimedClient } from '../archimed/client.ts';
import type { Interval } from '../archimed/intervals.ts';
import type { ScheduleQuery, ScheduleReply } from '../journal/journal.schemas.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isoOf, toInstant } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem } from './failures.ts';
import { isFreeNow } from './slots.ts';

/** The live schedule with what is taken in it: what a grid is drawn from. */
export async function scheduleOf(
  ctx: AccountContext,
  { branch, client }: { branch: BranchRow; client: ArchimedClient },
  query: ScheduleQuery,
): Promise<Result<ScheduleReply, ApiFailure>> {
  const read = await client.intervals.list('click', {
    from: query.from,
    to: query.to,
    ...(query.doctor === undefined ? {} : { doctorId: query.doctor }),
    ...(branch.buildingId === null ? {} : { buildingId: branch.buildingId }),
  });
  if (!read.ok) {
    return err(archimedProblem(read.error));
  }
  const free = isFreeNow(ctx, branch);
  const shifts = [...Map.groupBy(read.value, shiftKey).values()].flatMap((intervals) => {
    const [first] = intervals;
    return first
      ? [
          {
            doctorId: first.doctorId,
            date: first.date,
            room: first.room,
            buildingName: first.buildingName,
            intervals: intervals
              .toSorted((left, right) => left.start.localeCompare(right.start))
              .map((interval) => ({
                start: toInstant(interval.date, interval.start, branch.timeZone),
                end: toInstant(interval.date, interval.end, branch.timeZone),
                free: free(interval),
              })),
          },
        ]
      : [];
  });
  return ok({ shifts, schedulePublished: read.value.length > 0, asOf: isoOf(ctx.clock.now()) });
}

function shiftKey({ doctorId, date, room, buildingId }: Interval): string {
  return `${date} ${doctorId} ${buildingId} ${room}`;
}
