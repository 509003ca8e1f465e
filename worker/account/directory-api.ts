import type { ArchimedClient } from '../archimed/client.ts';
import type { CancelReasonsReply, DoctorsReply } from '../directories/directories.schemas.ts';
import type { ScheduleQuery, ScheduleReply } from '../journal/journal.schemas.ts';
import type { BranchTestReply, SourceHealth } from '../settings/branches.schemas.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { addDays, fromEpochMs, isoOf } from '../sync/wall-clock.ts';
import type { SlotsQuery, SlotsReply } from '../visits/visits.schemas.ts';
import type { AccountContext } from './context.ts';
import type { DirectoryName } from './directories.ts';
import { type ApiFailure, archimedProblem, problem, wordsOf } from './failures.ts';
import { sourceState } from './poll.ts';
import { scheduleOf } from './schedule.ts';
import { freeIntervals, toSlot } from './slots.ts';
import { fullName } from './visit-views.ts';

/** ArchiMed+'s lists and schedule for the pages. */
export type Reached = { branch: BranchRow; client: ArchimedClient };

export async function reach(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
): Promise<Result<Reached, ApiFailure>> {
  const branch = settings.branches.find((candidate) => candidate.id === branchId);
  if (!branch) {
    return err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
  }
  const client = await ctx.archimed(settings, branch.sourceId);
  return client
    ? ok({ branch, client })
    : err(problem(502, 'archimed.key_refused', 'Ключ филиала не читается: введите его заново.'));
}

export async function branchSchedule(
  ctx: AccountContext,
  settings: AccountSettings,
  query: ScheduleQuery,
): Promise<Result<ScheduleReply, ApiFailure>> {
  const reached = await reach(ctx, settings, query.branch);
  return reached.ok ? scheduleOf(ctx, reached.value, query) : reached;
}

export async function directoryOf<N extends DirectoryName>(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
  name: N,
) {
  const reached = await reach(ctx, settings, branchId);
  if (!reached.ok) {
    return reached;
  }
  const { branch, client } = reached.value;
  const read = await ctx.directories.get(client, branch.sourceId, name, 'click');
  return read.ok ? ok({ ...read.value, branch }) : err(archimedProblem(read.error));
}

export async function namedList(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
  name: 'statuses' | 'specializations' | 'deleteReasons' | 'serviceGroups',
): Promise<Result<CancelReasonsReply['reasons'], ApiFailure>> {
  const read = await directoryOf(ctx, settings, branchId, name);
  return read.ok ? ok(read.value.list.map((entry) => ({ id: entry.id, name: entry.name }))) : read;
}

export async function doctorsOf(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
): Promise<Result<DoctorsReply, ApiFailure>> {
  const read = await directoryOf(ctx, settings, branchId, 'doctors');
  if (!read.ok) {
    return read;
  }
  const doctors = read.value.list
    .filter((doctor) => !doctor.isServiceAccount)
    .map((doctor) => ({
      id: doctor.id,
      name: fullName(doctor),
      specialities: doctor.specialities.map(({ id, name }) => ({ id, name })),
      bookable: doctor.maxTime > 0,
    }));
  return ok({ doctors, asOf: isoOf(read.value.loadedAt) });
}

export async function slotsOf(
  ctx: AccountContext,
  settings: AccountSettings,
  query: SlotsQuery,
): Promise<Result<SlotsReply, ApiFailure>> {
  const doctors = await directoryOf(ctx, settings, query.branch, 'doctors');
  const reached = await reach(ctx, settings, query.branch);
  if (!doctors.ok || !reached.ok) {
    return doctors.ok ? (reached as Result<never, ApiFailure>) : doctors;
  }
  const { branch, client } = reached.value;
  const read = await freeIntervals(
    ctx,
    client,
    branch,
    { from: query.from, to: query.to, ...(query.doctor === undefined ? {} : { doctorId: query.doctor }) },
    'click',
  );
  if (!read.ok) {
    return err(archimedProblem(read.error));
  }
  // A doctor whom the clinic gave no length of visit refuses every booking: offered only when asked for by name.
  const offered = new Set(
    doctors.value.list
      .filter((doctor) => !doctor.isServiceAccount && (doctor.maxTime > 0 || doctor.id === query.doctor))
      .filter(
        (doctor) =>
          query.speciality === undefined || doctor.specialities.some(({ id }) => id === query.speciality),
      )
      .map((doctor) => doctor.id),
  );
  const slots = read.value.free
    .filter(
      (interval) =>
        offered.has(interval.doctorId) && (query.room === undefined || interval.room === query.room),
    )
    .map((interval) => toSlot(interval, branch.timeZone));
  return ok({ slots, schedulePublished: read.value.published, asOf: isoOf(ctx.clock.now()) });
}

/** «Проверить»: reads everything anew with the stored key. */
export async function testBranch(
  ctx: AccountContext,
  settings: AccountSettings,
  branchId: number,
): Promise<Result<BranchTestReply, ApiFailure>> {
  const reached = await reach(ctx, settings, branchId);
  if (!reached.ok) {
    return reached;
  }
  const { branch, client } = reached.value;
  const statuses = await client.directories.statuses('click');
  if (!statuses.ok) {
    return err(keyProblem(archimedProblem(statuses.error)));
  }
  ctx.directories.forget(branch.sourceId);
  const today = fromEpochMs(ctx.clock.now(), branch.timeZone).date;
  const [doctors, buildings, schedule] = await Promise.all([
    ctx.directories.get(client, branch.sourceId, 'doctors', 'click'),
    ctx.directories.get(client, branch.sourceId, 'buildings', 'click'),
    client.intervals.list('click', { from: today, to: addDays(today, 6) }),
  ]);
  if (!doctors.ok || !buildings.ok || !schedule.ok) {
    const failed = [doctors, buildings, schedule].find((read) => !read.ok);
    return err(
      failed && !failed.ok ? archimedProblem(failed.error) : problem(502, 'archimed.unavailable', ''),
    );
  }
  return ok({
    doctors: doctors.value.list.filter((doctor) => !doctor.isServiceAccount && doctor.maxTime > 0).length,
    buildings: buildings.value.list.map(({ id, name, address }) => ({ id, name, address })),
    statuses: statuses.value.map(({ id, name }) => ({ id, name })),
    schedulePublished: schedule.value.length > 0,
  });
}

/** While a key is being entered its refusal is bad input, not a failure of the other system. */
function keyProblem(failure: ApiFailure): ApiFailure {
  return failure.code === 'archimed.key_refused'
    ? { ...failure, status: 422, code: 'branches.key_refused' }
    : failure;
}

export function healthOf(ctx: AccountContext, settings: AccountSettings): Record<number, SourceHealth> {
  return Object.fromEntries(
    settings.branches.map((branch) => {
      const state = sourceState(ctx, branch.sourceId);
      return [
        branch.id,
        {
          keyValid: state?.keyValid ?? null,
          lastSuccessAt: state?.lastSuccessAt ? isoOf(state.lastSuccessAt) : null,
          lastError:
            state?.errorCode && state.errorAt
              ? {
                  code: state.errorCode,
                  message: wordsOf(state.errorCode).what,
                  at: isoOf(state.errorAt),
                }
              : null,
        },
      ];
    }),
  );
}
