import { and, desc, eq, inArray } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { drivingVisit, isOpen } from '../sync/driving.ts';
import type { VisitRef } from '../sync/model.ts';
import { epochMsOf, fromEpochMs, toInstant } from '../sync/wall-clock.ts';
import type { Visit, VisitReply, VisitsReply } from '../visits/visits.schemas.ts';
import { meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import { freshness } from './freshness.ts';
import { type VisitRow, visitById, visitsOfDeal } from './mirror.ts';
import { events } from './schema.ts';

/** Visits as pages show them: our mirror with the names of ArchiMed+'s directories. */
type Names = {
  doctors: ReadonlyMap<number, { name: string; speciality: string }>;
  statuses: readonly { id: number; name: string }[];
};

export async function namesOf(
  ctx: AccountContext,
  settings: AccountSettings,
  sourceId: number,
): Promise<Names> {
  const client: ArchimedClient | null = await ctx.archimed(settings, sourceId);
  const doctors = client && (await ctx.directories.get(client, sourceId, 'doctors', 'click'));
  const statuses = client && (await ctx.directories.get(client, sourceId, 'statuses', 'click'));
  return {
    doctors: new Map(
      (doctors?.ok ? doctors.value.list : []).map((doctor) => [
        doctor.id,
        { name: fullName(doctor), speciality: doctor.speciality },
      ]),
    ),
    statuses: statuses?.ok ? statuses.value.list : [],
  };
}

export function fullName(person: { lastName: string; firstName: string; middleName: string }): string {
  return [person.lastName, person.firstName, person.middleName].filter(Boolean).join(' ');
}

export function visitView(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  branch: BranchRow,
  names: Names,
): Visit {
  const doctor = names.doctors.get(row.doctorId);
  const meaning = row.statusId === null ? null : meanings(settings, branch.id, names.statuses)(row.statusId);
  const ref: VisitRef = { ...row, talonId: row.talonId ?? 0, meaning };
  return {
    id: row.id,
    talonId: row.talonId,
    branchId: row.branchId,
    branchTitle: branch.title,
    dealId: row.dealId,
    doctorId: row.doctorId,
    doctorName: doctor?.name ?? '',
    speciality: doctor?.speciality ?? '',
    patientId: row.patientId,
    start: toInstant(row.date, row.begin, branch.timeZone),
    end: toInstant(row.date, row.end, branch.timeZone),
    room: row.room,
    statusId: row.statusId,
    statusName: row.deleted
      ? 'Удалена'
      : (names.statuses.find((status) => status.id === row.statusId)?.name ??
        (row.state === 'checking' ? 'Проверяем' : row.statusId === null ? '' : `№ ${row.statusId}`)),
    meaning,
    open: row.state !== 'failed' && isOpen(ref, fromEpochMs(ctx.clock.now(), branch.timeZone).date),
    state: row.state === 'booked' && row.deleted ? 'deleted' : row.state,
  };
}

/** What a person did with a visit and waits for (clicks.ts, visit-changes.ts). */
const clickKinds = ['click.book', 'click.move', 'click.change', 'click.cancel'];

/** A foreign branch's visit is not told apart from an unknown one for reading (contract.md, «Replies»). */
export async function readVisit(
  ctx: AccountContext,
  settings: AccountSettings,
  visitId: string,
  branchIds: readonly number[],
): Promise<Result<VisitReply, ApiFailure>> {
  const row = visitById(ctx.store, visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  if (!row || !branch || !branchIds.includes(branch.id)) {
    return err(problem(404, 'visits.not_found', 'Такой записи нет.'));
  }
  const visit = visitView(ctx, settings, row, branch, await namesOf(ctx, settings, row.sourceId));
  // The newest one: while it is open no other is taken.
  const click = ctx.store
    .select({ outcome: events.outcome, reply: events.reply })
    .from(events)
    .where(and(eq(events.visitId, row.id), inArray(events.kind, clickKinds)))
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  const failure: ApiFailure | null =
    click?.outcome === 'failed' && click.reply ? JSON.parse(click.reply) : null;
  return ok({
    visit,
    ...(failure
      ? { failure: { code: failure.code, message: failure.message, details: failure.details } }
      : {}),
  });
}

/** What the panel shows of a deal: its visits, and how old or troubled our knowledge is. */
export async function dealVisits(
  ctx: AccountContext,
  settings: AccountSettings,
  dealId: number,
  branchIds: readonly number[],
): Promise<VisitsReply> {
  const rows = visitsOfDeal(ctx.store, dealId).filter(
    (row) => row.state !== 'failed' && branchIds.includes(row.branchId),
  );
  const visits: Visit[] = [];
  const refs: VisitRef[] = [];
  let today = '';
  for (const row of rows) {
    const branch = settings.branches.find((candidate) => candidate.id === row.branchId);
    if (!branch) {
      continue;
    }
    const view = visitView(ctx, settings, row, branch, await namesOf(ctx, settings, row.sourceId));
    visits.push(view);
    refs.push({ ...row, talonId: row.talonId ?? Number.MAX_SAFE_INTEGER, meaning: view.meaning });
    today = fromEpochMs(ctx.clock.now(), branch.timeZone).date;
  }
  const driving = drivingVisit(refs, today)?.id;
  visits.sort(
    (left, right) =>
      Number(right.id === driving) - Number(left.id === driving) ||
      epochMsOf(left.start) - epochMsOf(right.start),
  );
  const shown = settings.branches.filter((branch) => branch.enabled && branchIds.includes(branch.id));
  return { visits, ...freshness(ctx, settings, shown) };
}
