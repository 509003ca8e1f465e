import { eq } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { seal } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { VisitPatch } from '../visits/visits.schemas.ts';
import { bookingPlace } from './booking.ts';
import { wallSlot } from './booking-check.ts';
import { meanings } from './branches.ts';
import { carryOutChange } from './change-click.ts';
import type { Change } from './change-write.ts';
import { answerOf, type ClickReply, type ClickUser } from './clicks.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { eventById, insertedEvent } from './inbox.ts';
import { type VisitRow, visitById, visitLane } from './mirror.ts';
import { attempt } from './pump.ts';
import { slotTaken } from './refusals.ts';
import { events as eventsTable, visits } from './schema.ts';
import { coveredBy, freeIntervals, holdSlot, type WallSlot } from './slots.ts';
import { tellTaken, tellVisit } from './tell-visit.ts';

/** Moving, changing and cancelling a visit: checked, made durable, carried out at once. */
const TAKE_OVER_MS = 3_000;

const beingChecked = problem(409, 'visits.checking', 'Запись ещё проверяется: подождите несколько секунд.');

export async function changeVisit(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  visitId: string,
  patch: VisitPatch,
): Promise<Result<ClickReply, ApiFailure>> {
  const found = await changeable(ctx, settings, user, visitId);
  if (!found.ok) {
    return found;
  }
  const { row, branch, client } = found.value;
  const put: NonNullable<Change['put']> = patch.statusId === undefined ? {} : { statusId: patch.statusId };
  let slot: WallSlot | null = null;
  if (patch.doctorId !== undefined || patch.start !== undefined) {
    const doctorId = patch.doctorId ?? row.doctorId;
    slot =
      patch.start !== undefined && patch.end !== undefined
        ? wallSlot(doctorId, patch.start, patch.end, branch.timeZone)
        : { doctorId, date: row.date, begin: row.begin, end: row.end };
    if (!slot) {
      return err(
        problem(
          422,
          'visits.bad_time',
          'Начало и конец записи должны быть в один день, начало раньше конца.',
        ),
      );
    }
    const free = await isFree(ctx, client, branch, row, slot);
    if (!free.ok) {
      return free;
    }
    Object.assign(put, slot);
  }
  const change: Change = {
    put,
    remove: null,
    ...(patch.serviceIds ? { serviceIds: patch.serviceIds } : {}),
    ...(patch.comment === undefined ? {} : { comment: patch.comment }),
  };
  return accept(ctx, settings, row, branch, client, slot ? 'click.move' : 'click.change', change, slot);
}

export async function cancelVisit(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  visitId: string,
  reasonId: number | null,
): Promise<Result<ClickReply, ApiFailure>> {
  const found = await changeable(ctx, settings, user, visitId);
  if (!found.ok) {
    return found;
  }
  const { row, branch, client } = found.value;
  const statuses = await ctx.directories.get(client, branch.sourceId, 'statuses', 'click');
  if (!statuses.ok) {
    return err(archimedProblem(statuses.error));
  }
  const meaningOf = meanings(settings, branch.id, statuses.value.list);
  const cancelled = statuses.value.list.find((status) => meaningOf(status.id) === 'cancelled');
  const change: Change = cancelled
    ? {
        put: { statusId: cancelled.id, ...(reasonId === null ? {} : { deleteReasonId: reasonId }) },
        remove: null,
      }
    : { put: null, remove: { reasonId } };
  return accept(ctx, settings, row, branch, client, 'click.cancel', change, null);
}

type Changeable = { row: VisitRow; branch: BranchRow; client: ArchimedClient };

async function changeable(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  visitId: string,
): Promise<Result<Changeable, ApiFailure>> {
  const row = visitById(ctx.store, visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  if (!row || !branch) {
    return err(problem(404, 'visits.not_found', 'Такой записи нет.'));
  }
  if (!user.branchIds.includes(branch.id)) {
    return err(problem(403, 'access.branch', 'Этот филиал вам недоступен.'));
  }
  if (row.state === 'checking') {
    return err(beingChecked);
  }
  if (row.state === 'failed' || row.deleted) {
    return err(problem(409, 'visits.gone', 'Эта запись удалена: изменить её нельзя.'));
  }
  const client = await ctx.archimed(settings, row.sourceId);
  return client
    ? ok({ row, branch, client })
    : err(problem(502, 'archimed.key_refused', 'Ключ филиала не читается: введите его заново.'));
}

/** The visit's own present time counts as free. */
async function isFree(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  row: VisitRow,
  slot: WallSlot,
): Promise<Result<null, ApiFailure>> {
  const read = await freeIntervals(
    ctx,
    client,
    branch,
    { doctorId: slot.doctorId, from: slot.date, to: slot.date },
    'click',
  );
  if (!read.ok) {
    return err(archimedProblem(read.error));
  }
  if (coveredBy(read.value.free, slot)) {
    return ok(null);
  }
  const live = await client.intervals.list('click', {
    doctorId: slot.doctorId,
    from: slot.date,
    to: slot.date,
  });
  if (!live.ok) {
    return err(archimedProblem(live.error));
  }
  const own = (interval: { date: string; start: string; end: string }) =>
    slot.doctorId === row.doctorId &&
    interval.date === row.date &&
    interval.start >= row.begin &&
    interval.end <= row.end;
  const openings = [...read.value.free, ...live.value.filter(own)];
  return coveredBy(openings, slot) ? ok(null) : err(await slotTaken(ctx, client, branch, slot));
}

async function accept(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  branch: BranchRow,
  client: ArchimedClient,
  kind: string,
  change: Change,
  slot: WallSlot | null,
): Promise<Result<ClickReply, ApiFailure>> {
  const sealedBody = await seal(
    await ctx.ring(),
    bookingPlace(ctx.objectName, row.id),
    JSON.stringify(change),
  );
  const event = ctx.store.transaction(() => {
    // Two clicks may have passed the same check: the second waits for the first.
    const present = visitById(ctx.store, row.id);
    if (present?.state !== 'booked' || present.deleted) {
      return 'checking';
    }
    const now = ctx.clock.now();
    const made = insertedEvent(ctx.store, {
      kind,
      lane: visitLane(row.id),
      at: now,
      payload: { origin: 'click' },
      branchId: branch.id,
      visitId: row.id,
      ...(row.dealId === null ? {} : { dealId: row.dealId }),
      sealedBody,
      dueAt: now + TAKE_OVER_MS,
    });
    if (slot && !holdSlot(ctx, made.id, branch.sourceId, slot)) {
      ctx.store.delete(eventsTable).where(eq(eventsTable.id, made.id)).run();
      return 'taken';
    }
    ctx.store.update(visits).set({ state: 'checking' }).where(eq(visits.id, row.id)).run();
    return made;
  });
  if (event === 'checking') {
    return err(beingChecked);
  }
  if (event === 'taken') {
    return err(await slotTaken(ctx, client, branch, slot ?? { ...row }));
  }
  tellVisit(ctx, row.id);
  if (slot) {
    tellTaken(ctx, settings, branch.sourceId, slot);
  }
  ctx.wake();
  await attempt(ctx, event, (taken) => carryOutChange(ctx, settings, taken));
  ctx.wake();
  const answer = await answerOf(ctx, settings, eventById(ctx.store, event.id) ?? event);
  return answer.ok && answer.value.status === 201 ? ok({ ...answer.value, status: 200 }) : answer;
}
