import { and, desc, eq, sql } from 'drizzle-orm';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { seal } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { VisitCreate, VisitReply } from '../visits/visits.schemas.ts';
import { type BookingBody, bookingPlace, carryOutBooking } from './booking.ts';
import { cardAnswerFor, checkBooking, dealBusy } from './booking-check.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import { type EventRow, eventById, insertedEvent } from './inbox.ts';
import { insertVisit, visitById, visitLane } from './mirror.ts';
import { attempt } from './pump.ts';
import { slotTaken } from './refusals.ts';
import { events } from './schema.ts';
import { holdSlot } from './slots.ts';
import type { Store } from './store.ts';
import { tellTaken, tellVisit } from './tell-visit.ts';
import { namesOf, visitView } from './visit-views.ts';

/** «Записать»: checked, made durable, carried out at once by the request that brought it (docs/architecture.md). */
export type ClickUser = { userId: number; branchIds: readonly number[] };
export type ClickReply = { status: 200 | 201 | 202; body: VisitReply };

/** If the request dies, the alarm takes the click over after this long. */
const TAKE_OVER_MS = 3_000;
const REPLY_LIFE_MS = 24 * 3600_000;
const NEW_DEAL_WAIT_MS = 4_000;
const LOOK_EVERY_MS = 50;

const mismatch = problem(409, 'idempotency.mismatch', 'Этот ключ уже использован для другой записи.');

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
  const twin = ctx.accepting.get(digest);
  if (twin) {
    return twin.bodyHash === bodyHash ? twinsAnswer(ctx, settings, await twin.accepted) : err(mismatch);
  }
  const accepted = accept(ctx, settings, { user, digest, bodyHash, input });
  ctx.accepting.set(digest, { bodyHash, accepted });
  const mine = await accepted.finally(() => ctx.accepting.delete(digest));
  if (!mine.ok) {
    return mine;
  }
  const { event, visitId, hasNewDeal } = mine.value;
  await attempt(ctx, event, (taken) => carryOutBooking(ctx, settings, taken));
  ctx.wake();
  if (hasNewDeal) {
    await untilLinked(ctx, visitId);
  }
  return answerOf(ctx, settings, eventById(ctx.store, event.id) ?? event);
}

/** The visit is in the store and its time is held; nothing was sent yet. */
export type Accepted = { event: EventRow; visitId: string; hasNewDeal: boolean };

/**
 * The same click while the first one is still being looked at: it shares that look. Each of its own would cost ArchiMed+ the
 * same reads, and a manager who gives up waiting and presses again would make the queue longer with every press.
 */
async function twinsAnswer(
  ctx: AccountContext,
  settings: AccountSettings,
  accepted: Result<Accepted, ApiFailure>,
): Promise<Result<ClickReply, ApiFailure>> {
  if (!accepted.ok) {
    return accepted;
  }
  const { event } = accepted.value;
  return answerOf(ctx, settings, eventById(ctx.store, event.id) ?? event);
}

type Click = { user: ClickUser; digest: string; bodyHash: string; input: VisitCreate };

async function accept(
  ctx: AccountContext,
  settings: AccountSettings,
  { user, digest, bodyHash, input }: Click,
): Promise<Result<Accepted, ApiFailure>> {
  const checked = await checkBooking(ctx, settings, input);
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
  const answer = body.dealId === null ? 'add' : cardAnswerFor(ctx, settings, branch, body.dealId);
  const newDealFor = answer === 'new-deal' ? body.dealId : null;
  const dealId = answer === 'new-deal' ? null : body.dealId;
  const sealedBody = await seal(
    await ctx.ring(),
    bookingPlace(ctx.objectName, visitId),
    JSON.stringify({ ...body, dealId, newDealFor } satisfies BookingBody),
  );

  // From here to the end of the transaction nobody else runs: check, hold, event and mirror row are one.
  const event = ctx.store.transaction(() => {
    // Another click may have changed it while this body was sealed.
    if (body.dealId !== null && cardAnswerFor(ctx, settings, branch, body.dealId) !== answer) {
      return 'busy';
    }
    const now = ctx.clock.now();
    const made = insertedEvent(ctx.store, {
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
      dealId,
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
  tellVisit(ctx, visitId);
  tellTaken(ctx, settings, branch.sourceId, slot);
  ctx.wake();
  return ok({ event, visitId, hasNewDeal: newDealFor !== null });
}

/** The answer names the deal that is made for the visit, unless amoCRM is slow: then the deal follows (product.md §3.1). */
async function untilLinked(ctx: AccountContext, visitId: string): Promise<void> {
  const until = ctx.clock.now() + NEW_DEAL_WAIT_MS;
  while (visitById(ctx.store, visitId)?.state === 'booked' && ctx.clock.now() < until) {
    if (visitById(ctx.store, visitId)?.dealId !== null) {
      return;
    }
    await ctx.sleep(LOOK_EVERY_MS);
  }
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

export function bookingWith(store: Store, digest: string) {
  return (
    store
      .select()
      .from(events)
      // Word for word as in the index.
      .where(and(eq(events.digest, digest), sql`kind = 'click.book'`))
      .orderBy(desc(events.seq))
      .limit(1)
  );
}

function repeated(
  ctx: AccountContext,
  digest: string,
  bodyHash: string,
): Result<EventRow, ApiFailure> | null {
  const event = bookingWith(ctx.store, digest).get();
  if (!event || (event.finishedAt !== null && ctx.clock.now() - event.finishedAt > REPLY_LIFE_MS)) {
    return null;
  }
  const { bodyHash: before } = JSON.parse(event.payload) as { bodyHash: string };
  return before === bodyHash ? ok(event) : err(mismatch);
}
