import { and, eq, gt, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { MatchReads } from '../sync/match.ts';
import type { VisitFacts } from '../sync/model.ts';
import type { VisitEventKind } from '../sync/plan.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { DEAL_STEP } from './deal-creation.ts';
import { findDeal } from './deal-find.ts';
import type { EventRow } from './inbox.ts';
import { readMark } from './marks.ts';
import { contactOfPatient, readPerson } from './match-reads.ts';
import { type VisitRow, visitById } from './mirror.ts';
import { isClaimedByOther, waitForOther } from './person-claims.ts';
import type { AttemptEnd } from './pump.ts';
import { waitsForReview } from './reviews.ts';
import { events } from './schema.ts';
import { readVisitFacts } from './visit-facts.ts';
import {
  dealKey,
  ignored,
  keptIn,
  mayCreate,
  nothingSeen,
  personKeys,
  retry,
  type Work,
} from './visit-work.ts';

const BY_HAND = ['visit.linked', 'review.decided'];

/** What an event of a visit says beside its kind; a decision of the review queue comes as one. */
const payloadSchema = z.object({
  origin: z.string(),
  decided: z
    .union([z.literal('new'), z.object({ contactId: z.number() })])
    .nullish()
    .transform((value) => value ?? null),
  /** A suspended link was taken up again by hand: nothing begins. */
  wasLinked: z.boolean().default(false),
});

/** An event of a visit, carried out: read, choose the deal, plan, write. */
export async function carryOutVisitEvent(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  if (!row || !branch?.enabled) {
    return ignored('branch.off', 'Филиал этой записи выключен: она не синхронизируется');
  }
  const { origin, decided, wasLinked } = payloadSchema.parse(JSON.parse(event.payload));
  const waiting = row.dealId === null && decided === null ? waitsForReview(ctx.store, row.id) : null;
  if (waiting) {
    return { outcome: 'ignored', decision: { actions: [], reasons: [waiting] } };
  }
  if (await isPatientClaimed(ctx, event, row)) {
    return waitForOther(ctx, event);
  }
  const archimed = await ctx.archimed(settings, row.sourceId);
  if (!archimed) {
    return { outcome: 'retry', code: 'archimed.unreadable_token', httpStatus: null };
  }
  // The manager sees the deal follow. Attempts after the first must not push aside the one that they wait for.
  const priority: Priority = origin === 'click' && event.attempts === 0 ? 'click' : 'event';
  const facts = await readVisitFacts(ctx, settings, archimed, row, priority);
  if (!facts.ok) {
    return retry('archimed', facts.error);
  }
  const statuses = await ctx.directories.get(archimed, row.sourceId, 'statuses', priority);
  if (!statuses.ok) {
    return retry('archimed', statuses.error);
  }
  const work: Work = {
    ctx,
    settings,
    branch,
    archimed,
    amocrm: ctx.amocrm(settings.account.domain),
    event,
    kind: kindOf(ctx, event, facts.value, wasLinked),
    decided,
    row,
    facts: facts.value,
    statuses: statuses.value.list,
    today: fromEpochMs(event.at, branch.timeZone).date,
    priority,
    seen: nothingSeen(),
    kept: keptIn(ctx, row.id),
  };
  if (row.dealId !== null && !mayGetContact(work)) {
    return ctx.locks.hold([dealKey(row.dealId)], () => findDeal(work, {}));
  }
  const person = await readPersonOf(work);
  if (!person.ok) {
    return retry('archimed', person.error);
  }
  const dealKeys = row.dealId === null ? [] : [dealKey(row.dealId)];
  // Always the person first, then the deal: two who wait for each other's would wait for ever.
  return ctx.locks.hold(personKeys(row, person.value.person ?? null), () =>
    ctx.locks.hold(dealKeys, () => findDeal(work, person.value)),
  );
}

/** Seen before anything is read; somebody else with the same phone is recognised when the person is known. */
async function isPatientClaimed(ctx: AccountContext, event: EventRow, row: VisitRow): Promise<boolean> {
  if (row.dealId !== null || readMark(ctx.store, event.id, DEAL_STEP) !== null) {
    return false;
  }
  return isClaimedByOther(ctx, event, personKeys(row, null).map(await ctx.hasher()));
}

/** A link made by hand and a decision of the review queue are where this visit's story in the deal begins. */
function kindOf(
  ctx: AccountContext,
  event: EventRow,
  { deleted, meaning }: VisitFacts,
  wasLinked: boolean,
): VisitEventKind {
  if (!BY_HAND.includes(event.kind)) {
    const isBegun = event.kind === 'visit.created' && wasBegunByHand(ctx, event);
    return isBegun ? 'visit.changed' : (event.kind as VisitEventKind);
  }
  if (wasLinked) {
    return 'visit.changed';
  }
  return deleted ? 'visit.deleted' : meaning === 'cancelled' ? 'visit.cancelled' : 'visit.created';
}

/** Taken up again after a human linked the visit: the note of its beginning stands already. */
function wasBegunByHand({ store }: AccountContext, { visitId, seq }: EventRow): boolean {
  const found = store
    .select({ id: events.id })
    .from(events)
    .where(
      and(
        eq(events.visitId, visitId ?? ''),
        inArray(events.kind, BY_HAND),
        gt(events.seq, seq),
        eq(events.outcome, 'done'),
      ),
    )
    .limit(1)
    .get();
  return found !== undefined;
}

/** The deal of a booking may have no contact, and then gets one (deal-contact.ts). */
function mayGetContact({ row, kind }: Work): boolean {
  return row.bookedByUs && row.patientId !== null && kind === 'visit.created';
}

/** Read before anything is locked: a clinic may answer slowly. Not needed for a patient whose contact is known. */
async function readPersonOf(work: Work): Promise<Result<Pick<MatchReads, 'person'>, ArchimedFailure>> {
  const { ctx, settings, row, decided } = work;
  const isLookedFor = settings.matching.body.search || mayCreate(work);
  const isKnown = decided === null ? contactOfPatient(ctx, row) !== null : decided !== 'new';
  if (!isLookedFor || isKnown) {
    return ok({});
  }
  const person = await readPerson(work);
  return person.ok ? ok({ person: person.value }) : person;
}
