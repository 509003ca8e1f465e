import { and, desc, eq } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { seal } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isOpen } from '../sync/driving.ts';
import { normalizePhone } from '../sync/phone.ts';
import { writeInfo } from '../sync/services-line.ts';
import { fromEpochMs, fromInstant } from '../sync/wall-clock.ts';
import type { VisitCreate, VisitReply } from '../visits/visits.schemas.ts';
import { type BookingBody, bookingPlace, carryOutBooking, slotTaken } from './booking.ts';
import { meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { type EventRow, eventById, insertEvent } from './inbox.ts';
import { insertVisit, type VisitRow, visitById, visitLane, visitsOfDeal, visitsOfPatient } from './mirror.ts';
import { knownCards } from './patients.ts';
import { attempt } from './pump.ts';
import { events } from './schema.ts';
import { coveredBy, freeIntervals, holdSlot, type WallSlot } from './slots.ts';
import { namesOf, visitView } from './visit-views.ts';

/** «Записать»: checked, made durable, carried out at once by the request that brought it (docs/architecture.md). */
export type ClickUser = { userId: number; branchIds: readonly number[] };
export type ClickReply = { status: 200 | 201 | 202; body: VisitReply };

/** If the request dies, the alarm takes the click over after this long. */
const TAKE_OVER_MS = 3_000;
const REPLY_LIFE_MS = 24 * 3600_000;

const dealBusy = problem(409, 'visits.deal_busy', 'В этой сделке уже есть запись: на сделку — одна.');

export async function book(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  key: string,
  input: VisitCreate,
): Promise<Result<ClickReply, ApiFailure>> {
  const digest = `idempotency:${user.userId}:${key}`;
  // Keyed: the body names a person (product.md §5).
  const bodyHash = (await ctx.hasher())(JSON.stringify(input));
  const before = repeated(ctx, digest, bodyHash);
  if (before) {
    return before.ok ? answerOf(ctx, settings, before.value) : before;
  }
  const checked = await check(ctx, settings, input);
  // The same click may have come twice at once: then its own visit must not look like somebody else's.
  const meanwhile = repeated(ctx, digest, bodyHash);
  if (meanwhile) {
    return meanwhile.ok ? answerOf(ctx, settings, meanwhile.value) : meanwhile;
  }
  if (!checked.ok) {
    return checked;
  }
  const { branch, client, slot, body, room, doubles } = checked.value;
  if (doubles.length > 0 && !input.confirmed) {
    const names = await namesOf(ctx, settings, branch.sourceId);
    return err(
      problem(409, 'visits.looks_double', 'Похоже на дубль записи.', {
        visits: doubles.map((row) => visitView(ctx, settings, row, branch, names)),
      }),
    );
  }
  const visitId = crypto.randomUUID();
  const sealedBody = await seal(
    await ctx.ring(),
    bookingPlace(ctx.objectName, visitId),
    JSON.stringify(body),
  );

  // From here to the end of the transaction nobody else runs: check, hold, event and mirror row are one.
  const twin = repeated(ctx, digest, bodyHash);
  if (twin) {
    return twin.ok ? answerOf(ctx, settings, twin.value) : twin;
  }
  const event = ctx.store.transaction(() => {
    if (body.dealId !== null && isBusy(ctx, settings, body.dealId)) {
      return 'busy';
    }
    const now = ctx.clock.now();
    const made = insertEvent(ctx.store, {
      kind: 'click.book',
      lane: visitLane(visitId),
      digest,
      at: now,
      payload: { origin: 'click', bodyHash, userId: user.userId },
      branchId: branch.id,
      visitId,
      ...(body.dealId === null ? {} : { dealId: body.dealId }),
      sealedBody,
      dueAt: now + TAKE_OVER_MS,
    });
    if (!holdSlot(ctx, made.id, branch.sourceId, slot)) {
      ctx.store.delete(events).where(eq(events.id, made.id)).run();
      return 'taken';
    }
    insertVisit(ctx.store, {
      id: visitId,
      sourceId: branch.sourceId,
      talonId: null,
      branchId: branch.id,
      state: 'checking',
      bookedByUs: true,
      bookedAt: now,
      dealId: body.dealId,
      patientId: 'id' in body.patient ? body.patient.id : null,
      doctorId: slot.doctorId,
      date: slot.date,
      begin: slot.begin,
      end: slot.end,
      room,
      statusId: null,
      deleted: false,
      contentHash: '',
    });
    return made;
  });
  if (event === 'busy') {
    return err(dealBusy);
  }
  if (event === 'taken') {
    return err(await slotTaken(ctx, client, branch, slot));
  }
  ctx.wake();
  await attempt(ctx, event, (taken) => carryOutBooking(ctx, settings, taken));
  ctx.wake();
  return answerOf(ctx, settings, eventById(ctx.store, event.id) ?? event);
}

/** What a click's event says now: done, refused, or still unknown (202). */
export async function answerOf(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<Result<ClickReply, ApiFailure>> {
  if (event.outcome === 'failed') {
    return err(
      event.reply
        ? JSON.parse(event.reply)
        : problem(502, 'visits.failed', 'Не получилось. Ничего не записано.'),
    );
  }
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  if (!row || !branch) {
    return err(problem(404, 'visits.not_found', 'Такой записи нет.'));
  }
  const view = visitView(ctx, settings, row, branch, await namesOf(ctx, settings, row.sourceId));
  return ok({ status: event.outcome === 'pending' ? 202 : 201, body: { visit: view } });
}

function repeated(
  ctx: AccountContext,
  digest: string,
  bodyHash: string,
): Result<EventRow, ApiFailure> | null {
  const event = ctx.store
    .select()
    .from(events)
    .where(and(eq(events.digest, digest), eq(events.kind, 'click.book')))
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  if (!event || (event.finishedAt !== null && ctx.clock.now() - event.finishedAt > REPLY_LIFE_MS)) {
    return null;
  }
  const { bodyHash: before } = JSON.parse(event.payload) as { bodyHash: string };
  return before === bodyHash
    ? ok(event)
    : err(problem(409, 'idempotency.mismatch', 'Этот ключ уже использован для другой записи.'));
}

type Checked = {
  branch: BranchRow;
  client: ArchimedClient;
  slot: WallSlot;
  room: string;
  body: BookingBody;
  doubles: VisitRow[];
};

async function check(
  ctx: AccountContext,
  settings: AccountSettings,
  input: VisitCreate,
): Promise<Result<Checked, ApiFailure>> {
  const branch = settings.branches.find((candidate) => candidate.id === input.branchId);
  if (!branch?.enabled) {
    return err(problem(409, 'setup.no_branch', 'Филиал не подключён или выключен.'));
  }
  const client = await ctx.archimed(settings, branch.sourceId);
  if (!client) {
    return err(problem(502, 'archimed.key_refused', 'Ключ филиала не читается: введите его заново.'));
  }
  const { confirmed: _confirmed, start, end, ...rest } = input;
  const slot = wallSlot(input.doctorId, start, end, branch.timeZone);
  if (!slot) {
    return err(
      problem(422, 'visits.bad_time', 'Начало и конец записи должны быть в один день, начало раньше конца.'),
    );
  }
  if (!('id' in input.patient) && normalizePhone(input.patient.phone) === null) {
    return err(problem(422, 'visits.bad_phone', 'Телефон пациента не похож на настоящий номер.'));
  }
  if (input.dealId !== null && isBusy(ctx, settings, input.dealId)) {
    return err(dealBusy);
  }
  const info = await infoOf(ctx, client, branch, input);
  if (!info.ok) {
    return info;
  }
  const doubles = await findDoubles(ctx, settings, client, branch, input, slot);
  if (!doubles.ok) {
    return doubles;
  }
  const free = await freeIntervals(
    ctx,
    client,
    branch,
    { doctorId: slot.doctorId, from: slot.date, to: slot.date },
    'click',
  );
  if (!free.ok) {
    return err(archimedProblem(free.error));
  }
  const parts = coveredBy(free.value.free, slot);
  if (!parts) {
    return err(await slotTaken(ctx, client, branch, slot));
  }
  const { date, begin, end: till } = slot;
  const body: BookingBody = { ...rest, date, begin, end: till, info: info.value };
  return ok({ branch, client, slot, room: parts[0]?.room ?? '', body, doubles: doubles.value });
}

export function wallSlot(doctorId: number, start: string, end: string, timeZone: string): WallSlot | null {
  const from = fromInstant(start, timeZone);
  const till = fromInstant(end, timeZone);
  return from.date === till.date && from.time < till.time
    ? { doctorId, date: from.date, begin: from.time, end: till.time }
    : null;
}

/** «одна запись на сделку»: only cancelled or deleted visits leave the deal free (product.md §3.1). */
function isBusy(ctx: AccountContext, settings: AccountSettings, dealId: number): boolean {
  if (settings.automation.body.policy === 'many') {
    return false;
  }
  return visitsOfDeal(ctx.store, dealId).some((row) => {
    const meaning = row.statusId === null ? null : meanings(settings, row.branchId, [])(row.statusId);
    return row.state !== 'failed' && !row.deleted && meaning !== 'cancelled';
  });
}

export async function infoOf(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  wanted: { serviceIds: readonly number[]; comment: string },
): Promise<Result<string, ApiFailure>> {
  if (wanted.serviceIds.length === 0) {
    return ok(writeInfo('', { comment: wanted.comment }));
  }
  const directory = await ctx.directories.get(client, branch.sourceId, 'services', 'click');
  if (!directory.ok) {
    return err(archimedProblem(directory.error));
  }
  const services = wanted.serviceIds.flatMap(
    (id) => directory.value.list.find((service) => service.id === id) ?? [],
  );
  return services.length === wanted.serviceIds.length
    ? ok(writeInfo('', { services, comment: wanted.comment }))
    : err(problem(422, 'visits.unknown_service', 'Одной из услуг больше нет в прайсе ArchiMed+.'));
}

/** The patient's coming visits to the same doctor or on the same day: the manager is asked first. */
async function findDoubles(
  ctx: AccountContext,
  settings: AccountSettings,
  client: ArchimedClient,
  branch: BranchRow,
  input: VisitCreate,
  slot: WallSlot,
): Promise<Result<VisitRow[], ApiFailure>> {
  if (input.confirmed) {
    return ok([]);
  }
  const ids: number[] = [];
  if ('id' in input.patient) {
    ids.push(input.patient.id);
  } else {
    const cards = await knownCards(client, input.patient);
    if (!cards.ok) {
      return err(archimedProblem(cards.error));
    }
    ids.push(...cards.value.map((card) => card.id));
  }
  const statuses = await ctx.directories.get(client, branch.sourceId, 'statuses', 'click');
  const today = fromEpochMs(ctx.clock.now(), branch.timeZone).date;
  return ok(
    ids
      .flatMap((patientId) => visitsOfPatient(ctx.store, branch.sourceId, patientId))
      .filter((row) => row.state !== 'failed' && (row.doctorId === slot.doctorId || row.date === slot.date))
      .filter((row) => {
        const meaningOf = meanings(settings, row.branchId, statuses.ok ? statuses.value.list : []);
        const meaning = row.statusId === null ? null : meaningOf(row.statusId);
        return isOpen({ ...row, talonId: row.talonId ?? 0, meaning }, today);
      }),
  );
}
