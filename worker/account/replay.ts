import type { Drafts, ReplayCounts, ReplayReply } from '../preview/preview.schemas.ts';
import { withDrafts } from '../preview/with-drafts.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { createReplay } from '../sync/replay.ts';
import type { Replayed, ReplayOutcome, ReplayRules } from '../sync/replay-model.ts';
import { sameStage } from '../sync/stage.ts';
import { isoOf } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, amocrmProblem } from './failures.ts';
import { createReadMemory } from './preview-reads.ts';
import { previewWorld } from './preview-world.ts';
import { rulesOf } from './replay-rules.ts';
import { rememberedSteps } from './replay-steps.ts';

/** The last 7 days against the settings on screen (product.md §3.5): from memory alone, whatever it costs in accuracy. */
const DAYS_MS = 7 * 24 * 3600_000;
const SHOWN_DIFFERENCES = 100;
/** Then the others who wait for the object have their turn. */
const STEPS_AT_ONCE = 200;

export async function replayDays(
  ctx: AccountContext,
  settings: AccountSettings,
  drafts: Drafts,
  branchIds: readonly number[],
): Promise<Result<ReplayReply, ApiFailure>> {
  const world = previewWorld(ctx, createReadMemory(ctx.clock), null);
  // Names of stages for the reasons; nothing else is asked of anybody.
  const pipelines = await world.amocrmLists.pipelines(world.amocrm(settings.account.domain), 'background');
  if (!pipelines.ok) {
    return err(amocrmProblem(pipelines.error));
  }
  const to = ctx.clock.now();
  const remembered = rememberedSteps(world, to - DAYS_MS, branchIds);
  const drafted = withDrafts(settings, drafts);
  const run = async (rules: ReplayRules) => {
    const replay = createReplay(remembered.start, rules);
    for (const [index, step] of remembered.steps.entries()) {
      replay.step(step);
      if (index % STEPS_AT_ONCE === STEPS_AT_ONCE - 1) {
        await ctx.sleep(0);
      }
    }
    return replay.outcomes();
  };
  const saved = await run(rulesOf(world, settings, pipelines.value, { isSameSearch: true }));
  const isSameSearch = searchOf(settings) === searchOf(drafted);
  const screen = await run(rulesOf(world, drafted, pipelines.value, { isSameSearch }));
  const differing = [...saved].flatMap(([key, was]) => {
    const is = screen.get(key);
    return is && !isAlike(was.outcome, is.outcome) ? [{ was, is }] : [];
  });
  return ok({
    from: isoOf(remembered.from),
    to: isoOf(to),
    events: remembered.steps.length,
    complete: remembered.complete,
    saved: countsOf(saved),
    screen: countsOf(screen),
    differences: differing
      .toSorted((left, right) => right.was.at - left.was.at)
      .slice(0, SHOWN_DIFFERENCES)
      .map(({ was, is }) => ({
        dealId: was.dealId,
        visitId: was.visit.id,
        talonId: was.visit.talonId,
        branchId: was.visit.branchId,
        at: isoOf(was.at),
        saved: was.outcome,
        screen: is.outcome,
      })),
    moreDifferences: Math.max(0, differing.length - SHOWN_DIFFERENCES),
  });
}

/** What decides among which deals is looked: once it changed, memory does not tell what would be found. */
function searchOf({ matching, automation }: AccountSettings): string {
  const { stages, idIsEnough, priority } = matching.body;
  return JSON.stringify([stages, idIsEnough, priority, automation.body.policy]);
}

/** Why a deal was left is no difference as long as it was left. */
function isAlike(was: ReplayOutcome, is: ReplayOutcome): boolean {
  const isSameStage = was.stage && is.stage ? sameStage(was.stage, is.stage) : was.stage === is.stage;
  return was.kind === is.kind && isSameStage;
}

function countsOf(replayed: ReadonlyMap<string, Replayed>): ReplayCounts {
  const counts = { created: 0, moved: 0, left: 0, unknown: 0 };
  const reasons = new Map<string, { text: string; count: number }>();
  for (const { outcome } of replayed.values()) {
    counts[outcome.kind] += 1;
    if (outcome.kind === 'left') {
      const { code, text } = outcome.reason;
      reasons.set(code, { text, count: (reasons.get(code)?.count ?? 0) + 1 });
    }
  }
  return {
    ...counts,
    reasons: [...reasons]
      .map(([code, told]) => ({ code, ...told }))
      .toSorted((left, right) => right.count - left.count),
  };
}
