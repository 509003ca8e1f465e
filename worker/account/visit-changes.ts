import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { ArchimedClient } from '../archimed/client.ts';
import { outcomeUnknown } from '../archimed/failure.ts';
import type { TalonChanges } from '../archimed/talons.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { open, seal } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { commentOf, writeInfo } from '../sync/services-line.ts';
import type { VisitPatch } from '../visits/visits.schemas.ts';
import { bookingPlace, explainRefusal, slotTaken } from './booking.ts';
import { branchOfBuilding, buildingAt, meanings } from './branches.ts';
import { closeClick } from './click-end.ts';
import { answerOf, type ClickReply, type ClickUser, wallSlot } from './clicks.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { type EventRow, eventById, insertEvent } from './inbox.ts';
import { applyReading, factsOf, type VisitRow, visitById, visitLane } from './mirror.ts';
import { type AttemptEnd, attempt } from './pump.ts';
import { events as eventsTable, visits } from './schema.ts';
import { coveredBy, freeIntervals, holdSlot, releaseSlot, type WallSlot } from './slots.ts';

/**
 * Moving, changing and cancelling a visit by a click. PUT and DELETE may be repeated, so no mark is needed; the body
 * (a comment may be personal) is kept sealed until the final outcome.
 */
const changeSchema = z.object({
  put: z
    .object({
      doctorId: z.number(),
      date: z.string(),
      begin: z.string(),
      end: z.string(),
      statusId: z.number(),
      deleteReasonId: z.number(),
    })
    .partial()
    .nullable(),
  /** null: the clinic has no status that means «cancelled», the talon is deleted. */
  remove: z.object({ reasonId: z.number().nullable() }).nullable(),
  serviceIds: z.array(z.number()).optional(),
  comment: z.string().optional(),
});
type Change = z.infer<typeof changeSchema>;

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
    const made = insertEvent(ctx.store, {
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
  ctx.wake();
  await attempt(ctx, event, (taken) => carryOutChange(ctx, settings, taken));
  ctx.wake();
  const answer = await answerOf(ctx, settings, eventById(ctx.store, event.id) ?? event);
  return answer.ok && answer.value.status === 201 ? ok({ ...answer.value, status: 200 }) : answer;
}

export async function carryOutChange(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  const client = row && (await ctx.archimed(settings, row.sourceId));
  const change = await readChange(ctx, event);
  if (!row || !branch || !client || !change || row.talonId === null) {
    return over(
      ctx,
      event,
      problem(502, 'visits.lost', 'Изменение не записано: данные заявки больше не читаются.'),
    );
  }
  const written = await write(ctx, client, branch, row, row.talonId, change);
  if (!written.ok) {
    return 'wait' in written.error
      ? again(ctx, event, written.error.wait)
      : over(ctx, event, written.error.answer);
  }
  const talon = await client.talons.byId('click', row.talonId, { withDeleted: true });
  if (!talon.ok || !talon.value) {
    return again(ctx, event, talon.ok ? 'not_found' : talon.error.kind);
  }
  const read = talon.value;
  const hash = await ctx.hasher();
  const statuses = await ctx.directories.get(client, row.sourceId, 'statuses', 'click');
  const moved = read.date !== row.date || read.begin !== row.begin || read.doctorId !== row.doctorId;
  const intervals = moved ? await client.intervals.list('click', { from: read.date, to: read.date }) : null;
  const branchId = intervals?.ok
    ? (branchOfBuilding(
        settings,
        row.sourceId,
        buildingAt(intervals.value, { ...read, doctorId: read.doctorId ?? 0 }),
      )?.id ?? row.branchId)
    : row.branchId;
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'archimed.talon', text: `В ArchiMed+ изменена запись ${read.id}` }],
      reasons: [],
    },
    also: () => {
      ctx.store.update(visits).set({ state: 'booked' }).where(eq(visits.id, row.id)).run();
      applyReading(ctx.store, { ...row, state: 'booked' }, factsOf(read, hash), {
        origin: 'click',
        now: ctx.clock.now(),
        branchId,
        meaningOf: meanings(settings, branchId, statuses.ok ? statuses.value.list : []),
      });
      ctx.touched.set(row.id, ctx.clock.now());
      releaseSlot(ctx, event.id);
    },
  };
}

type Stopped = { wait: string } | { answer: ApiFailure };

async function write(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  row: VisitRow,
  talonId: number,
  change: Change,
): Promise<Result<null, Stopped>> {
  const info = await newInfo(ctx, client, branch, talonId, change);
  if (!info.ok) {
    return info;
  }
  const changes: TalonChanges = { ...change.put, ...(info.value === null ? {} : { info: info.value }) };
  const reply = change.remove
    ? await client.talons.remove('click', talonId, change.remove.reasonId)
    : await client.talons.update('click', talonId, changes);
  if (reply.ok) {
    return ok(null);
  }
  if (outcomeUnknown(reply.error) || reply.error.kind === 'rate_limited') {
    return err({ wait: reply.error.kind });
  }
  const slot: WallSlot = {
    doctorId: row.doctorId,
    date: row.date,
    begin: row.begin,
    end: row.end,
    ...change.put,
  };
  return err({ answer: await explainRefusal(ctx, client, branch, slot, reply.error) });
}

/** Our line of the note and the comment change; what the clinic wrote stays when only the services change. */
async function newInfo(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  talonId: number,
  change: Change,
): Promise<Result<string | null, Stopped>> {
  if (change.serviceIds === undefined && change.comment === undefined) {
    return ok(null);
  }
  const talon = await client.talons.byId('click', talonId, { withDeleted: true });
  const directory = await ctx.directories.get(client, branch.sourceId, 'services', 'click');
  if (!talon.ok || !directory.ok) {
    return err({ wait: talon.ok ? 'unavailable' : talon.error.kind });
  }
  const info = talon.value?.info ?? '';
  const services = change.serviceIds?.flatMap(
    (id) => directory.value.list.find((service) => service.id === id) ?? [],
  );
  if (services && services.length !== change.serviceIds?.length) {
    return err({
      answer: problem(422, 'visits.unknown_service', 'Одной из услуг больше нет в прайсе ArchiMed+.'),
    });
  }
  return ok(
    writeInfo(info, { ...(services ? { services } : {}), comment: change.comment ?? commentOf(info) }),
  );
}

function again(ctx: AccountContext, event: EventRow, kind: string): AttemptEnd {
  return {
    outcome: 'retry',
    code: `archimed.${kind}`,
    httpStatus: null,
    ...(event.attempts < 6 ? { afterMs: 4000 / ctx.config.timeScale } : {}),
    onGiveUp: () => ({
      reply: JSON.stringify(
        problem(504, 'visits.unknown', 'ArchiMed+ так и не ответил: проверьте запись на ресепшене.'),
      ),
      also: () => closeClick(ctx, event),
    }),
  };
}

function over(ctx: AccountContext, event: EventRow, answer: ApiFailure): AttemptEnd {
  return {
    outcome: 'failed',
    code: answer.code,
    httpStatus: answer.status,
    decision: { actions: [], reasons: [{ code: answer.code, text: answer.message }] },
    reply: JSON.stringify(answer),
    also: () => closeClick(ctx, event),
  };
}

async function readChange(ctx: AccountContext, event: EventRow): Promise<Change | null> {
  if (!event.sealedBody || !event.visitId) {
    return null;
  }
  const opened = await open(await ctx.ring(), bookingPlace(ctx.objectName, event.visitId), event.sealedBody);
  const parsed = opened.ok ? changeSchema.safeParse(JSON.parse(opened.value)) : null;
  return parsed?.success ? parsed.data : null;
}
