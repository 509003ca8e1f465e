import type { AutomationSettings, MatchingSettings, Stage } from '../settings/automation.schemas.ts';
import type { Reason, VisitFacts } from './model.ts';
import type { VisitEventKind } from './plan.ts';
import type { TalonFacts } from './poll-diff.ts';
import type { Recorded } from './replay-reads.ts';
import type { StageRules } from './stage.ts';

/** What a replay of past events is told, and what it tells (replay.ts). */
export type VisitState = TalonFacts & {
  id: string;
  sourceId: number;
  talonId: number;
  branchId: number;
  bookedByUs: boolean;
};

export type VisitStep = {
  kind: VisitEventKind;
  at: number;
  /** After the event. */
  visit: VisitState;
  recorded: Recorded;
  /** A human linked it to this deal. */
  linkedTo: number | null;
};
/** Somebody moved the deal by hand; null: nobody remembers where to. */
export type HandStep = { at: number; dealId: number; stage: Stage | null };
export type ReplayStep = VisitStep | HandStep;

/** As it was before the first step: everything that happened until then counts as decided. */
export type ReplayStart = {
  visits: ReadonlyMap<string, VisitState>;
  /** Visit → deal. */
  links: ReadonlyMap<string, number>;
  /** A stage 0: where the deal stood is not remembered. */
  stages: ReadonlyMap<number, Stage>;
};

export type ReplayRules = {
  automation: AutomationSettings;
  matching: MatchingSettings;
  /** Among which deals is looked has not changed since: what was found then is found again. */
  isSameSearch: boolean;
  branch(branchId: number): { enabled: boolean; createDeals: boolean } | null;
  branchIdsOf(sourceId: number): readonly number[];
  stageRulesOf(branchId: number): StageRules;
  facts(visit: VisitState): VisitFacts;
  today(visit: VisitState, at: number): string;
};

export type ReplayOutcome = {
  kind: 'created' | 'moved' | 'left' | 'unknown';
  /** Where it was left; null: it was not moved. */
  stage: Stage | null;
  reason: Reason;
};

export type Replayed = { dealId: number | null; visit: VisitState; at: number; outcome: ReplayOutcome };
