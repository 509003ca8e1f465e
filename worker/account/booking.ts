import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { ArchimedClient } from '../archimed/client.ts';
import { type ArchimedFailure, outcomeUnknown } from '../archimed/failure.ts';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { open } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { normalizePhone } from '../sync/phone.ts';
import { type NewPatient, visitCreateSchema } from '../visits/visits.schemas.ts';
import { sourceZone } from './branches.ts';
import { refusedClick, unknownClick, waitingClick } from './click-end.ts';
import type { AccountContext } from './context.ts';
import { emptyDecision } from './decision.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { type EventRow, insertEvent } from './inbox.ts';
import { CLOCKS_DIFFER_S, completeMark, leaveMark, readMark, withdrawMark } from './marks.ts';
import { factsOf, type VisitRow, visitById, visitLane, visitsByTalons } from './mirror.ts';
import { knownCards, phoneForWrite } from './patients.ts';
import { isBefore } from './poll-first-sight.ts';
import type { AttemptEnd } from './pump.ts';
import { explainRefusal } from './refusals.ts';
import { visits } from './schema.ts';
import { releaseSlot, type WallSlot } from './slots.ts';

/**
 * A click on «Записать», from the accepted event to its final answer. It may be run by the request that brought it or,
 * after a crash or a time-out, by the alarm: the marks tell what is already done, so there is never a second visit.
 */
export const bookingBodySchema = visitCreateSchema.omit({ confirmed: true, start: true, end: true }).extend({
  date: z.string(),
  begin: z.string(),
  end: z.string(),
  info: z.string(),
  /** The visit gets a deal of its own, for the contact of this one, whose visits are over. */
  newDealFor: z.number().nullable(),
});
export type BookingBody = z.infer<typeof bookingBodySchema>;

export function bookingPlace(objectName: string, visitId: string): string {
  return `account:${objectName}:click:${visitId}`;
}

/** A lost answer may still be on its way to being done: it is looked for this long before the call is repeated. */
const LOOK_FOR_MS = 20_000;

export async function carryOutBooking(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const branch = settings.branches.find((candidate) => candidate.id === event.branchId);
  const client = branch && (await ctx.archimed(settings, branch.sourceId));
  const body = await readBody(ctx, event);
  if (!row || !branch || !client || !body) {
    // After a mark nobody knows whether the visit was made: then it must not be called «не создана».
    return refusedClick(
      ctx,
      event,
      readMark(ctx.store, event.id, 'talon')
        ? unknownClick
        : problem(502, 'visits.lost', 'Запись не создана: данные заявки больше не читаются.'),
    );
  }
  const patientId = await ensurePatient(ctx, client, event, row, body);
  if (!patientId.ok) {
    return step(ctx, event, patientId.error);
  }
  const talon = await ensureTalon(
    { ctx, client, branch, event, row, body, timeZone: sourceZone(settings, branch) },
    patientId.value,
  );
  if (!talon.ok) {
    return step(ctx, event, talon.error);
  }
  return finished(ctx, branch, event, row, body, talon.value, await ctx.hasher());
}

/** Either wait and look again, or the click is over with an answer. */
type Trouble = { wait: ArchimedFailure } | { answer: ApiFailure };

async function ensurePatient(
  ctx: AccountContext,
  client: ArchimedClient,
  event: EventRow,
  row: VisitRow,
  body: BookingBody,
): Promise<Result<number, Trouble>> {
  if ('id' in body.patient) {
    return ok(body.patient.id);
  }
  const person: NewPatient = body.patient;
  // Another click for the same person may be looking for the card, too: only one of them creates it.
  const phone = normalizePhone(person.phone) ?? person.phone;
  return ctx.locks.hold([`card:${row.sourceId}:${phone}`], () =>
    findOrCreateCard(ctx, client, event, person),
  );
}

async function findOrCreateCard(
  ctx: AccountContext,
  client: ArchimedClient,
  event: EventRow,
  person: NewPatient,
): Promise<Result<number, Trouble>> {
  const mark = readMark(ctx.store, event.id, 'patient');
  if (mark?.result) {
    return ok(Number(mark.result));
  }
  // Also the way to recognise a card whose creation was not answered.
  const cards = await knownCards(client, person);
  if (!cards.ok) {
    return err({ wait: cards.error });
  }
  const card = cards.value.at(-1);
  if (card) {
    leaveMark(ctx.store, event.id, 'patient', ctx.clock.now());
    completeMark(ctx.store, event.id, 'patient', String(card.id));
    return ok(card.id);
  }
  if (mark && isFresh(ctx, mark.at)) {
    return err({ wait: { kind: 'timeout' } });
  }
  // A mark of an earlier call would make this one look old at once.
  withdrawMark(ctx.store, event.id, 'patient');
  leaveMark(ctx.store, event.id, 'patient', ctx.clock.now());
  const made = await client.medcards.create('click', { ...person, phone: phoneForWrite(person.phone) });
  if (made.ok) {
    completeMark(ctx.store, event.id, 'patient', String(made.value.id));
    return ok(made.value.id);
  }
  if (outcomeUnknown(made.error)) {
    return err({ wait: made.error });
  }
  withdrawMark(ctx.store, event.id, 'patient');
  return made.error.kind === 'forbidden' && made.error.message
    ? err({ answer: problem(422, 'visits.refused', made.error.message) })
    : err({ answer: archimedProblem(made.error) });
}

type Booking = {
  ctx: AccountContext;
  client: ArchimedClient;
  branch: BranchRow;
  event: EventRow;
  row: VisitRow;
  body: BookingBody;
  /** Of the clinic's clock. */
  timeZone: string;
};

async function ensureTalon(booking: Booking, patientId: number): Promise<Result<Talon, Trouble>> {
  const { ctx, client, branch, event, body } = booking;
  const mark = readMark(ctx.store, event.id, 'talon');
  if (mark?.result) {
    return readBack(client, Number(mark.result));
  }
  const slot: WallSlot = { doctorId: body.doctorId, date: body.date, begin: body.begin, end: body.end };
  if (mark) {
    const found = await findTalon(booking, slot, patientId, mark.at);
    if (!found.ok) {
      return err({ wait: found.error });
    }
    if (found.value) {
      completeMark(ctx.store, event.id, 'talon', String(found.value.id));
      return ok(found.value);
    }
    if (isFresh(ctx, mark.at)) {
      return err({ wait: { kind: 'timeout' } });
    }
    withdrawMark(ctx.store, event.id, 'talon');
  }
  leaveMark(ctx.store, event.id, 'talon', ctx.clock.now());
  const made = await client.talons.create('click', {
    ...slot,
    patientId,
    ...(body.info ? { info: body.info } : {}),
  });
  if (made.ok) {
    completeMark(ctx.store, event.id, 'talon', String(made.value.id));
    return readBack(client, made.value.id);
  }
  if (outcomeUnknown(made.error)) {
    return err({ wait: made.error });
  }
  // A refusal after a lost answer may be our own visit standing in the way.
  const found = mark ? await findTalon(booking, slot, patientId, mark.at) : ok(null);
  if (found.ok && found.value) {
    completeMark(ctx.store, event.id, 'talon', String(found.value.id));
    return ok(found.value);
  }
  withdrawMark(ctx.store, event.id, 'talon');
  return err({ answer: await explainRefusal(ctx, client, branch, slot, made.error) });
}

async function readBack(client: ArchimedClient, talonId: number): Promise<Result<Talon, Trouble>> {
  const talon = await client.talons.byId('click', talonId, { withDeleted: true });
  if (!talon.ok) {
    return err({ wait: talon.error });
  }
  return talon.value ? ok(talon.value) : err({ wait: { kind: 'not_found', message: null } });
}

/**
 * The visit of this click on the other side, not known to us as another one: same patient, doctor and start. Reception may
 * have moved it before we looked; then it is told by its note and by when it was created.
 */
async function findTalon(
  { ctx, client, branch, row, body, timeZone }: Booking,
  slot: WallSlot,
  patientId: number,
  sentAt: number,
): Promise<Result<Talon | null, ArchimedFailure>> {
  // With deleted ones: a visit that reception removed meanwhile was made all the same.
  const talons = await client.talons.byPatient('click', patientId, { withDeleted: true });
  if (!talons.ok) {
    return talons;
  }
  const taken = new Set(
    visitsByTalons(
      ctx.store,
      branch.sourceId,
      talons.value.map((talon) => talon.id),
    )
      .filter((other) => other.id !== row.id)
      .map((other) => other.talonId),
  );
  const free = talons.value.filter((talon) => !taken.has(talon.id));
  const isInPlace = ({ doctorId, date, begin }: Talon) =>
    doctorId === slot.doctorId && date === slot.date && begin === slot.begin;
  const isMoved = ({ info, createdAt }: Talon) =>
    body.info !== '' &&
    info.startsWith(body.info) &&
    !isBefore(createdAt, sentAt - CLOCKS_DIFFER_S * 1000, timeZone);
  return ok(free.find(isInPlace) ?? free.find(isMoved) ?? null);
}

function isFresh(ctx: AccountContext, at: number): boolean {
  return ctx.clock.now() - at < LOOK_FOR_MS / ctx.config.timeScale;
}

function step(ctx: AccountContext, event: EventRow, trouble: Trouble): AttemptEnd {
  return 'answer' in trouble
    ? refusedClick(ctx, event, trouble.answer)
    : waitingClick(ctx, event, trouble.wait.kind);
}

function finished(
  ctx: AccountContext,
  branch: BranchRow,
  event: EventRow,
  row: VisitRow,
  body: BookingBody,
  talon: Talon,
  hash: (text: string) => string,
): AttemptEnd {
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'archimed.talon', text: `В ArchiMed+ создана запись ${talon.id}` }],
      reasons: emptyDecision.reasons,
    },
    also: () => {
      const now = ctx.clock.now();
      ctx.store
        .update(visits)
        .set({ ...factsOf(talon, hash), talonId: talon.id, state: 'booked' })
        .where(eq(visits.id, row.id))
        .run();
      ctx.touched.set(row.id, now);
      releaseSlot(ctx, event.id);
      insertEvent(ctx.store, {
        kind: 'visit.created',
        lane: visitLane(row.id),
        at: now,
        payload: { origin: 'click', changes: [], newDealFor: body.newDealFor },
        branchId: branch.id,
        visitId: row.id,
        ...(body.dealId === null ? {} : { dealId: body.dealId }),
        dueAt: now,
      });
    },
  };
}

async function readBody(ctx: AccountContext, event: EventRow): Promise<BookingBody | null> {
  if (!event.sealedBody || !event.visitId) {
    return null;
  }
  const opened = await open(await ctx.ring(), bookingPlace(ctx.objectName, event.visitId), event.sealedBody);
  if (!opened.ok) {
    return null;
  }
  const parsed = bookingBodySchema.safeParse(JSON.parse(opened.value));
  return parsed.success ? parsed.data : null;
}
