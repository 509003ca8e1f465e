import type { Choice, Simulate, SimulateReply } from '../preview/preview.schemas.ts';
import { withDrafts } from '../preview/with-drafts.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Reason, VisitFacts } from '../sync/model.ts';
import type { VisitEventKind } from '../sync/plan.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem, remedyOf } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { choose } from './preview-choice.ts';
import type { ReadMemory } from './preview-reads.ts';
import { nothingChosen } from './preview-view.ts';
import { realVisit, type Subject, sampleVisit } from './preview-visit.ts';
import { previewWorld } from './preview-world.ts';
import { waitsForReview } from './reviews.ts';
import { readVisitFacts } from './visit-facts.ts';
import { type Failed, keptIn, nothingSeen, type Work } from './visit-work.ts';

/**
 * «Что будет, если…» (product.md §3.5): the engine's own choice of the deal and its own plan, made with the saved settings
 * and with those on the screen, and written nowhere (preview-world.ts).
 */
export async function simulate(
  ctx: AccountContext,
  settings: AccountSettings,
  memory: ReadMemory,
  request: Simulate,
  branchIds: readonly number[],
): Promise<Result<SimulateReply, ApiFailure>> {
  const drafted = withDrafts(settings, request.settings);
  const subject = await subjectOf(ctx, settings, drafted, memory, request.visit, branchIds);
  if (!subject.ok) {
    return subject;
  }
  const world = previewWorld(ctx, memory, subject.value.forgotten);
  const saved = await choiceOf(world, settings, subject.value);
  if (!saved.ok) {
    return saved;
  }
  const screen = await choiceOf(world, drafted, subject.value);
  return screen.ok ? ok({ saved: saved.value, screen: screen.value }) : screen;
}

async function subjectOf(
  ctx: AccountContext,
  settings: AccountSettings,
  drafted: AccountSettings,
  memory: ReadMemory,
  visit: Simulate['visit'],
  branchIds: readonly number[],
): Promise<Result<Subject, ApiFailure>> {
  if ('sample' in visit) {
    const branch = settings.branches.find(({ id }) => id === visit.sample.branchId && branchIds.includes(id));
    return branch
      ? ok(sampleVisit(ctx, branch, visit.sample))
      : err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
  }
  const world = previewWorld(ctx, memory, null);
  return realVisit(ctx, [settings, drafted], visit, branchIds, async (sourceId, talonId) => {
    const archimed = await world.archimed(settings, sourceId);
    const talon = await archimed?.talons.byId('background', talonId, { withDeleted: true });
    return talon ? (talon.ok ? talon : err(archimedProblem(talon.error))) : err(unreadableKey);
  });
}

const unreadableKey = problem(502, 'archimed.key_refused', 'Ключ филиала не читается: введите его заново.');

async function choiceOf(
  world: AccountContext,
  settings: AccountSettings,
  subject: Subject,
): Promise<Result<Choice, ApiFailure>> {
  const work = await workOn(world, settings, subject);
  if (!work.ok) {
    return work;
  }
  const off = work.value.branch.enabled ? [] : [branchOff];
  const { row } = work.value;
  const waiting = row.dealId === null && !subject.isNew ? waitsForReview(world.store, row.id) : null;
  if (waiting) {
    return ok(nothingChosen([...off, waiting]));
  }
  const chosen = await choose(work.value, subject);
  return chosen.ok ? ok({ ...chosen.value, reasons: [...off, ...chosen.value.reasons] }) : err(told(chosen));
}

const branchOff: Reason = {
  code: 'branch.off',
  text: 'Филиал сейчас выключен: так будет, когда он включён',
};

async function workOn(
  ctx: AccountContext,
  settings: AccountSettings,
  { row, talon, isNew }: Subject,
): Promise<Result<Work, ApiFailure>> {
  const branch = settings.branches.find(({ id }) => id === row.branchId);
  const archimed = await ctx.archimed(settings, row.sourceId);
  if (!branch || !archimed) {
    return err(unreadableKey);
  }
  const now = ctx.clock.now();
  if (talon) {
    ctx.readings.set(row.id, { talon, at: now });
  }
  const facts = await readVisitFacts(ctx, settings, archimed, row, 'background');
  const statuses = await ctx.directories.get(archimed, row.sourceId, 'statuses', 'background');
  if (!facts.ok) {
    return err(archimedProblem(facts.error));
  }
  if (!statuses.ok) {
    return err(archimedProblem(statuses.error));
  }
  const kind = kindOf(facts.value, isNew);
  const kept = keptIn(ctx, row.id);
  return ok({
    ctx,
    settings,
    branch,
    archimed,
    amocrm: ctx.amocrm(settings.account.domain),
    event: eventOf(row, kind, now),
    kind,
    decided: null,
    row,
    facts: facts.value,
    statuses: statuses.value.list,
    today: fromEpochMs(now, branch.timeZone).date,
    priority: 'background',
    seen: nothingSeen(),
    kept: isNew
      ? { deal: () => null, visit: () => row }
      : { deal: (dealId) => withoutPair(kept.deal(dealId)), visit: kept.visit },
  });
}

/** As if the visit's status had become this one just now: what was decided about it earlier would hide the answer. */
function withoutPair<M extends { lastStatus: string | null }>(memory: M | null): M | null {
  return memory && { ...memory, lastStatus: null };
}

/** A new visit is a booking, a known one has changed; the end of either is told as such. */
function kindOf({ deleted, meaning }: VisitFacts, isNew: boolean): VisitEventKind {
  if (deleted) {
    return 'visit.deleted';
  }
  return meaning === 'cancelled' ? 'visit.cancelled' : isNew ? 'visit.created' : 'visit.status_changed';
}

function eventOf(row: Work['row'], kind: VisitEventKind, at: number): EventRow {
  return {
    seq: 0,
    id: 'preview',
    kind,
    lane: 'preview',
    digest: null,
    at,
    branchId: row.branchId,
    visitId: row.id,
    dealId: row.dealId,
    payload: '{}',
    sealedBody: null,
    outcome: 'pending',
    attempts: 0,
    dueAt: null,
    decision: null,
    reply: null,
    finishedAt: null,
    heldByBranch: null,
  };
}

function told({ side, error }: Failed): ApiFailure {
  const code = `${side}.${error.kind}`;
  return problem(error.kind === 'timeout' ? 504 : 502, code, remedyOf(code));
}
