import type { Stage } from '../settings/automation.schemas.ts';
import { drivingVisit } from './driving.ts';
import type { ReplayRules, ReplayStart, VisitState } from './replay-model.ts';

/** Nobody remembers where the deal stood. */
export const NO_STAGE: Stage = { pipelineId: 0, stageId: 0 };

type Pair = { visitId: string | null; status: string | null };

/** What the engine would hold at a moment of a replay: visits, their links, stages and last pairs of deals. */
export function createReplayMemory(start: ReplayStart, rules: Pick<ReplayRules, 'facts' | 'today'>) {
  const visits = new Map(start.visits);
  const links = new Map<string, number>();
  const ofDeal = new Map<number, Set<string>>();
  const stages = new Map(start.stages);
  const pairs = new Map<number, Pair>();

  function link(visitId: string, dealId: number): void {
    ofDeal.get(links.get(visitId) ?? 0)?.delete(visitId);
    links.set(visitId, dealId);
    ofDeal.set(dealId, (ofDeal.get(dealId) ?? new Set()).add(visitId));
  }

  function visitsOf(dealId: number): VisitState[] {
    return [...(ofDeal.get(dealId) ?? [])].flatMap((visitId) => visits.get(visitId) ?? []);
  }

  for (const [visitId, dealId] of start.links) {
    link(visitId, dealId);
  }

  return {
    link,
    visitsOf,
    linkOf: (visitId: string): number | null => links.get(visitId) ?? null,
    see: (visit: VisitState): void => void visits.set(visit.id, visit),
    stageOf: (dealId: number): Stage => stages.get(dealId) ?? NO_STAGE,
    pairOf: (dealId: number): Pair => pairs.get(dealId) ?? { visitId: null, status: null },
    decide: (dealId: number, pair: Pair): void => void pairs.set(dealId, pair),

    /** null: it was moved, and nobody remembers where to. */
    stand(dealId: number, stage: Stage | null): void {
      stages.set(dealId, stage ?? { pipelineId: stages.get(dealId)?.pipelineId ?? 0, stageId: 0 });
    },

    /** By what the deal's stage was decided last, before anything of this replay happened to it. */
    rememberPair(dealId: number, visit: VisitState, at: number): void {
      if (pairs.has(dealId)) {
        return;
      }
      const before = drivingVisit(visitsOf(dealId).map(rules.facts), rules.today(visit, at));
      const state = before && visits.get(before.id);
      pairs.set(dealId, {
        visitId: before?.id ?? null,
        status: state ? (state.deleted ? 'deleted' : String(state.statusId ?? 0)) : null,
      });
    },
  };
}
