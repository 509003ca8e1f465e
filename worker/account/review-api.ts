import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import {
  candidatesSchema,
  type Review,
  type ReviewDecision,
  type ReviewsQuery,
  type ReviewsReply,
} from '../review/review.schemas.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isoOf } from '../sync/wall-clock.ts';
import type { Visit } from '../visits/visits.schemas.ts';
import type { ClickUser } from './clicks.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import { type EventRow, insertedEvent } from './inbox.ts';
import { readContact } from './index-reads.ts';
import { learnContact, readPerson } from './match-reads.ts';
import { type VisitRow, visitById, visitLane } from './mirror.ts';
import { type AttemptEnd, attempt } from './pump.ts';
import type { ReviewRow } from './reviews.ts';
import { reviews } from './schema.ts';
import { carryOutVisitEvent } from './visit-events.ts';
import { fullName, namesOf, visitView } from './visit-views.ts';
import { nothingSeen } from './visit-work.ts';

/** What the review queue shows, with names and phones read at this moment, and what a human decides there. */
const PAGE = 20;
/** In the order they were opened; times may be equal. */
const place = sql<number>`${reviews}.rowid`;
const TAKE_OVER_MS = 3_000;

export async function listReviews(
  ctx: AccountContext,
  settings: AccountSettings,
  branchIds: readonly number[],
  { cursor }: ReviewsQuery,
): Promise<Result<ReviewsReply, ApiFailure>> {
  const own = settings.branches.filter(({ id }) => branchIds.includes(id));
  const rows = ctx.store
    .select({ review: reviews, place })
    .from(reviews)
    .where(
      and(
        eq(reviews.state, 'open'),
        inArray(
          reviews.branchId,
          own.map(({ id }) => id),
        ),
        ...(cursor === undefined ? [] : [gt(place, Number(cursor))]),
      ),
    )
    .orderBy(asc(place))
    .limit(PAGE + 1)
    .all();
  const page = rows.slice(0, PAGE);
  const items = await Promise.all(page.map(({ review }) => itemOf(ctx, settings, review)));
  return ok({
    items: items.flatMap((item) => item ?? []),
    next: rows.length > PAGE ? String(page.at(-1)?.place) : null,
  });
}

async function itemOf(
  ctx: AccountContext,
  settings: AccountSettings,
  review: ReviewRow,
): Promise<Review | null> {
  const found = subjectOf(ctx, settings, review.visitId);
  if (!found) {
    return null;
  }
  const { row, branch } = found;
  const archimed = await ctx.archimed(settings, row.sourceId);
  const amocrm = ctx.amocrm(settings.account.domain);
  const reader = { ctx, settings, amocrm, row, priority: 'click', seen: nothingSeen() } as const;
  const person = archimed && (await readPerson({ ...reader, archimed }));
  const candidates = candidatesSchema.parse(JSON.parse(review.candidates));
  return {
    id: review.id,
    at: isoOf(review.at),
    visit: await viewOf(ctx, settings, row, branch),
    patient:
      person?.ok && person.value
        ? {
            name: fullName(person.value),
            phones: [...person.value.phones],
            birthDate: person.value.birthDate,
          }
        : null,
    candidates: await Promise.all(
      candidates.map(async (candidate) => {
        const contact = await readContact(reader, candidate.contactId);
        const view = contact.ok ? contact.value : null;
        return {
          ...candidate,
          contact: view && { name: view.name, phones: [...view.phones], birthDate: view.birthDate },
        };
      }),
    ),
  };
}

function subjectOf(
  ctx: AccountContext,
  settings: AccountSettings,
  visitId: string,
): { row: VisitRow; branch: BranchRow } | null {
  const row = visitById(ctx.store, visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  return row && branch ? { row, branch } : null;
}

async function viewOf(
  ctx: AccountContext,
  settings: AccountSettings,
  row: VisitRow,
  branch: BranchRow,
): Promise<Visit> {
  return visitView(ctx, settings, row, branch, await namesOf(ctx, settings, row.sourceId));
}

export async function decideReview(
  ctx: AccountContext,
  settings: AccountSettings,
  user: ClickUser,
  id: string,
  decision: ReviewDecision,
): Promise<Result<{ visit: Visit }, ApiFailure>> {
  const review = reviewById(ctx, id);
  const subject = review && subjectOf(ctx, settings, review.visitId);
  if (!review || !subject || !user.branchIds.includes(subject.branch.id)) {
    return err(problem(404, 'review.not_found', 'Такой записи в очереди проверки нет.'));
  }
  const { row, branch } = subject;
  if (review.state !== 'open' || row.dealId !== null) {
    return err(problem(409, 'review.decided', 'По этой записи уже решено.'));
  }
  const refused = refusalOf(settings, review, decision);
  if (refused) {
    return err(refused);
  }
  const event = ctx.store.transaction(() => accept(ctx, user, review, row, decision));
  ctx.wake();
  await attempt(ctx, event, (taken) => carryOutReview(ctx, settings, taken));
  ctx.wake();
  return ok({ visit: await viewOf(ctx, settings, visitById(ctx.store, row.id) ?? row, branch) });
}

function reviewById(ctx: AccountContext, id: string): ReviewRow | null {
  return ctx.store.select().from(reviews).where(eq(reviews.id, id)).get() ?? null;
}

function refusalOf(
  settings: AccountSettings,
  review: ReviewRow,
  decision: ReviewDecision,
): ApiFailure | null {
  if (decision.action === 'create' && settings.automation.body.newDealStage === null) {
    return problem(422, 'review.no_stage', 'Не выбран этап для новых сделок: выберите его в настройках.');
  }
  const candidates = candidatesSchema.parse(JSON.parse(review.candidates));
  return decision.action === 'accept' && !candidates.some(({ contactId }) => contactId === decision.contactId)
    ? problem(422, 'review.not_candidate', 'Этого контакта нет среди похожих.')
    : null;
}

const STATE = { accept: 'accepted', create: 'created', dismiss: 'dismissed' } as const;

/** The decision and its event are one transaction: what is decided is carried out, whatever happens now. */
function accept(
  ctx: AccountContext,
  user: ClickUser,
  review: ReviewRow,
  row: VisitRow,
  decision: ReviewDecision,
): EventRow {
  const now = ctx.clock.now();
  const contactId = decision.action === 'accept' ? decision.contactId : null;
  ctx.store
    .update(reviews)
    .set({ state: STATE[decision.action], contactId, decidedBy: user.userId, decidedAt: now })
    .where(eq(reviews.id, review.id))
    .run();
  if (contactId !== null) {
    learnContact(ctx, row, contactId);
  }
  const decided = { accept: { contactId }, create: 'new', dismiss: null }[decision.action];
  return insertedEvent(ctx.store, {
    kind: 'review.decided',
    lane: visitLane(row.id),
    at: now,
    payload: { origin: 'click', userId: user.userId, reviewId: review.id, decided },
    branchId: row.branchId,
    visitId: row.id,
    dueAt: now + TAKE_OVER_MS,
  });
}

/** Without an answer in the event it was dismissed. */
export function carryOutReview(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const { decided } = JSON.parse(event.payload) as { decided: unknown };
  return decided === null ? Promise.resolve(dismissed) : carryOutVisitEvent(ctx, settings, event);
}

const dismissed: AttemptEnd = {
  outcome: 'done',
  decision: {
    actions: [
      { kind: 'review.dismissed', text: 'Запись не связана ни с кем: так решено в очереди проверки' },
    ],
    reasons: [],
  },
};
