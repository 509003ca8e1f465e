import { and, eq, isNotNull } from 'drizzle-orm';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { VisitReply } from '../visits/visits.schemas.ts';
import { cardAnswerFor, dealBusy } from './booking-check.ts';
import type { ClickUser } from './clicks.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, amocrmProblem, problem } from './failures.ts';
import { type EventRow, insertedEvent } from './inbox.ts';
import { allowLink, refuseLink } from './links.ts';
import { type VisitRow, visitById, visitLane } from './mirror.ts';
import { attempt, type Handler } from './pump.ts';
import { closeReviews } from './reviews.ts';
import { events, visits } from './schema.ts';
import { carryOutUnlink } from './unlink.ts';
import { carryOutVisitEvent } from './visit-events.ts';
import { namesOf, visitView } from './visit-views.ts';

/**
 * A human links a visit with a deal or undoes a link. The link itself changes with the event's acceptance; what amoCRM
 * shows of it follows at once or, if amoCRM is down, later.
 */
const TAKE_OVER_MS = 3_000;

type Reply = Promise<Result<VisitReply, ApiFailure>>;

export async function unlinkVisit(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  visitId: string,
): Reply {
  const found = subjectOf(ctx, settings, user, visitId);
  if (!found.ok) {
    return found;
  }
  const { row, branch } = found.value;
  const { dealId } = row;
  if (dealId === null) {
    // Pressed twice.
    return replyOf(ctx, settings, row, branch);
  }
  const event = ctx.store.transaction(() => {
    ctx.store.update(visits).set({ dealId: null, linkState: 'none' }).where(eq(visits.id, row.id)).run();
    refuseLink(ctx.store, row.id, dealId, ctx.clock.now());
    return clickEvent(ctx, user, row, 'visit.unlinked', dealId);
  });
  return carriedOut(ctx, settings, row, branch, event, (taken) => carryOutUnlink(ctx, settings, taken));
}

export async function linkVisit(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  visitId: string,
  dealId: number,
): Reply {
  const found = subjectOf(ctx, settings, user, visitId);
  if (!found.ok) {
    return found;
  }
  const before = refusalOf(ctx, settings, found.value, dealId);
  if (before) {
    return before.code === LINKED ? replyOf(ctx, settings, found.value.row, found.value.branch) : err(before);
  }
  const lead = await ctx.amocrm(settings.account.domain).leads.byId('click', dealId);
  if (!lead.ok) {
    return err(amocrmProblem(lead.error));
  }
  if (!lead.value || lead.value.isDeleted) {
    return err(problem(404, 'deals.not_found', 'Такой сделки в amoCRM нет.'));
  }
  // Others may have come first while amoCRM was asked.
  const subject = subjectOf(ctx, settings, user, visitId);
  if (!subject.ok) {
    return subject;
  }
  const { row, branch } = subject.value;
  const refused = refusalOf(ctx, settings, subject.value, dealId);
  if (refused) {
    return refused.code === LINKED ? replyOf(ctx, settings, row, branch) : err(refused);
  }
  const event = ctx.store.transaction(() => {
    ctx.store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.id, row.id)).run();
    ctx.linked.note(dealId);
    allowLink(ctx.store, row.id, dealId);
    closeReviews(ctx, row.id, user.userId);
    return clickEvent(ctx, user, row, 'visit.linked', dealId);
  });
  return carriedOut(ctx, settings, row, branch, event, (taken) => carryOutVisitEvent(ctx, settings, taken));
}

const LINKED = 'visits.linked_already';

/** Why this link is not made; `LINKED`: it stands already. Synchronous. */
function refusalOf(
  ctx: AccountContext,
  settings: AccountSettings,
  { row, branch }: { row: VisitRow; branch: BranchRow },
  dealId: number,
): ApiFailure | null {
  if (row.linkState === 'active' && row.dealId !== null) {
    return row.dealId === dealId
      ? problem(409, LINKED, '')
      : problem(409, 'visits.linked', 'Запись связана с другой сделкой: сначала отвяжите её.');
  }
  if (isInHand(ctx, row.id)) {
    return problem(409, 'visits.in_work', 'Запись сейчас обрабатывается: повторите через несколько секунд.');
  }
  const joins = row.dealId !== dealId;
  return joins && cardAnswerFor(ctx, settings, branch, dealId) !== 'add' ? dealBusy : null;
}

function isInHand(ctx: AccountContext, visitId: string): boolean {
  return ctx.store
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.visitId, visitId), isNotNull(events.dueAt)))
    .all()
    .some(({ id }) => ctx.inHand.has(id));
}

function subjectOf(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  visitId: string,
): Result<{ row: VisitRow; branch: BranchRow }, ApiFailure> {
  const row = visitById(ctx.store, visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  if (!row || !branch) {
    return err(problem(404, 'visits.not_found', 'Такой записи нет.'));
  }
  if (!user.branchIds.includes(branch.id)) {
    return err(problem(403, 'access.branch', 'Этот филиал вам недоступен.'));
  }
  return row.state === 'booked'
    ? ok({ row, branch })
    : err(problem(409, 'visits.checking', 'Запись ещё проверяется: подождите несколько секунд.'));
}

function clickEvent(
  ctx: AccountContext,
  user: ClickUser,
  row: VisitRow,
  kind: string,
  dealId: number,
): EventRow {
  const now = ctx.clock.now();
  return insertedEvent(ctx.store, {
    kind,
    lane: visitLane(row.id),
    at: now,
    payload: { origin: 'click', userId: user.userId, wasLinked: row.dealId === dealId },
    branchId: row.branchId,
    visitId: row.id,
    dealId,
    dueAt: now + TAKE_OVER_MS,
  });
}

async function carriedOut(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  branch: BranchRow,
  event: EventRow,
  handler: Handler,
): Reply {
  // Also whoever looks at the deal that the visit was in; the end of the event tells of the one that it is in.
  ctx.tell({ type: 'visit', visitId: row.id, branchId: row.branchId, dealId: event.dealId });
  ctx.wake();
  await attempt(ctx, event, handler);
  ctx.wake();
  return replyOf(ctx, settings, visitById(ctx.store, row.id) ?? row, branch);
}

async function replyOf(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  branch: BranchRow,
): Reply {
  return ok({ visit: visitView(ctx, settings, row, branch, await namesOf(ctx, settings, row.sourceId)) });
}
