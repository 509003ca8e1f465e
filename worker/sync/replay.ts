import type { AutomationSettings, MatchingSettings, Stage } from '../settings/automation.schemas.ts';
import { defaultSettings } from '../settings/defaults.ts';
import { drivingVisit } from './driving.ts';
import { type MatchResult, matchDeal, nothingRead } from './match.ts';
import type { LeadView, Reason, VisitFacts } from './model.ts';
import { planDeal, type VisitEventKind } from './plan.ts';
import type { TalonFacts } from './poll-diff.ts';
import { type Recorded, readsOf } from './replay-reads.ts';
import type { StageRules } from './stage.ts';

/**
 * Events of the past decided again by other settings (product.md §3.5), from what is remembered of them: nobody is asked.
 * The choice of the deal and the plan are the engine's; what a deal's fields hold is not remembered, so only stages and
 * creations are told.
 */
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

const NO_STAGE: Stage = { pipelineId: 0, stageId: 0 };
const RECORD_FIELDS = { recordIdField: 1, branchIdField: 2 };

const cannotTell: Reason = {
  code: 'replay.unknown',
  text: 'Без вопросов к amoCRM не узнать, какая сделка нашлась бы',
};

export function createReplay(start: ReplayStart, rules: ReplayRules) {
  const visits = new Map(start.visits);
  const links = new Map<string, number>();
  const ofDeal = new Map<number, Set<string>>();
  const stages = new Map(start.stages);
  const pairs = new Map<number, { visitId: string | null; status: string | null }>();
  /** How the deal of a visit was found, when it was looked for. */
  const searches = new Map<string, Recorded>();
  const told = new Map<string, Replayed>();
  let made = 0;
  for (const [visitId, dealId] of start.links) {
    link(visitId, dealId);
  }

  function step(next: ReplayStep): void {
    if (!('visit' in next)) {
      stages.set(next.dealId, next.stage ?? unknownStage(next.dealId));
      return;
    }
    const { visit, recorded, linkedTo } = next;
    const known = links.get(visit.id) ?? linkedTo;
    if (known !== null) {
      // While the visit is still as it was: as it is now it would hide that something happened to it.
      rememberPair(known, next);
    }
    visits.set(visit.id, visit);
    if (linkedTo !== null) {
      link(visit.id, linkedTo);
    }
    if (recorded.codes?.has('match.no_link')) {
      searches.set(visit.id, recorded);
    }
    const branch = rules.branch(visit.branchId);
    if (!branch?.enabled) {
      tell(next, { kind: 'left', stage: null, reason: branchOff });
      return;
    }
    const waits = waitsOf(recorded);
    if (waits) {
      tell(next, { kind: 'left', stage: null, reason: waits });
      return;
    }
    const match = matchOf(next, branch.createDeals);
    switch (match.kind) {
      case 'need':
        tell(next, { kind: 'unknown', stage: null, reason: cannotTell });
        return;
      case 'deal':
        rememberPair(match.lead.id, next);
        link(visit.id, match.lead.id);
        tell(next, move(next, match.lead.id) ?? left(cannotTell));
        return;
      case 'create': {
        // Deals that were never made have numbers of their own.
        made -= 1;
        link(visit.id, made);
        const stage = rules.automation.newDealStage ?? NO_STAGE;
        stages.set(made, stage);
        const moved = move(next, made);
        tell(next, {
          kind: 'created',
          stage: moved?.stage ?? stage,
          reason: match.reasons.at(-1) ?? cannotTell,
        });
        return;
      }
      default:
        tell(next, left(match.reasons.at(-1) ?? cannotTell));
    }
  }

  function matchOf({ visit, recorded }: VisitStep, createDeals: boolean): MatchResult {
    const dealId = links.get(visit.id) ?? null;
    const search = searches.get(visit.id) ?? recorded;
    const { automation, matching, isSameSearch } = rules;
    const found = search.dealId === null ? null : leadOf(search.dealId, NO_STAGE);
    return matchDeal({
      talonId: visit.talonId,
      link: dealId === null ? null : { dealId, suspended: recorded.codes?.has('match.suspended') === true },
      decided: null,
      create: { allowed: createDeals || visit.bookedByUs, stageChosen: automation.newDealStage !== null },
      gone: visit.deleted,
      settings: isSameSearch ? { ...matching, stages: null, idIsEnough: true } : matching,
      policy: automation.policy,
      branchIds: rules.branchIdsOf(visit.sourceId),
      ...RECORD_FIELDS,
      // What was found could be taken; what could not is not asked for again (replay-reads.ts).
      dealVisits: () => ({ open: false, finalOnly: true, unwritten: false }),
      isRefused: () => false,
      reads:
        dealId === null
          ? readsOf(search, found, { ...RECORD_FIELDS, visit, ...rules })
          : {
              ...nothingRead,
              linkedLead: recorded.codes?.has('match.deal_deleted')
                ? null
                : leadOf(dealId, stages.get(dealId) ?? NO_STAGE),
            },
    });
  }

  /** null: the plan asks for what nobody remembers. */
  function move({ kind, at, visit }: VisitStep, dealId: number): ReplayOutcome | null {
    const own = rules.facts(visit);
    const linked = visitsOf(dealId).map((state) => rules.facts(state));
    const pair = pairs.get(dealId) ?? { visitId: null, status: null };
    const stage = stages.get(dealId) ?? NO_STAGE;
    const result = planDeal({
      event: { kind, at },
      own,
      ownTask: { id: null, done: false },
      bookedByUs: visit.bookedByUs,
      visits: linked,
      facts: new Map(linked.map((facts) => [facts.id, facts])),
      today: rules.today(visit, at),
      newlyFound: false,
      lead: leadOf(dealId, stage),
      leadFields: new Map(),
      contact: null,
      contactFields: new Map(),
      unusable: new Map(),
      patient: null,
      memory: { lastVisitId: pair.visitId, lastStatus: pair.status, written: {}, contactWritten: {} },
      settings: { fields: defaultSettings.fields, automation: rules.automation, matching: rules.matching },
      stageRulesOf: rules.stageRulesOf,
      hash: (text) => text,
    });
    if (result.kind !== 'plan') {
      return null;
    }
    const { plan } = result;
    pairs.set(dealId, { visitId: plan.memory.lastVisitId, status: plan.memory.lastStatus });
    const reason = plan.reasons.findLast(
      ({ code }) => code.startsWith('stage.') && !code.startsWith('stage.rule'),
    );
    const target = plan.lead.stage;
    if (target) {
      stages.set(dealId, target);
    }
    return { kind: target ? 'moved' : 'left', stage: target, reason: reason ?? cannotTell };
  }

  /** What the deal's stage was decided by last, before anything of this replay happened to it. */
  function rememberPair(dealId: number, { visit, at }: VisitStep): void {
    if (pairs.has(dealId)) {
      return;
    }
    const before = drivingVisit(visitsOf(dealId).map(rules.facts), rules.today(visit, at));
    const state = before && visits.get(before.id);
    pairs.set(dealId, {
      visitId: before?.id ?? null,
      status: state ? (state.deleted ? 'deleted' : String(state.statusId ?? 0)) : null,
    });
  }

  function link(visitId: string, dealId: number): void {
    ofDeal.get(links.get(visitId) ?? 0)?.delete(visitId);
    links.set(visitId, dealId);
    ofDeal.set(dealId, (ofDeal.get(dealId) ?? new Set()).add(visitId));
  }

  function visitsOf(dealId: number): VisitState[] {
    return [...(ofDeal.get(dealId) ?? [])].flatMap((visitId) => visits.get(visitId) ?? []);
  }

  function unknownStage(dealId: number): Stage {
    return { pipelineId: stages.get(dealId)?.pipelineId ?? 0, stageId: 0 };
  }

  /** A deal is told by its number in amoCRM, one that does not exist by its visit: alike whatever the settings. */
  function tell({ visit, at, recorded }: VisitStep, now: ReplayOutcome): void {
    const key = recorded.dealId === null ? visit.id : String(recorded.dealId);
    const before = told.get(key);
    told.set(key, {
      dealId: recorded.dealId,
      visit,
      at,
      outcome: before ? together(before.outcome, now) : now,
    });
  }

  return { step, outcomes: (): ReadonlyMap<string, Replayed> => told };
}

/** What happened once stays so; a status that was decided already says less than what was said before. */
function together(before: ReplayOutcome, now: ReplayOutcome): ReplayOutcome {
  const stage = now.stage ?? before.stage;
  if (before.kind === 'created') {
    return { ...before, stage };
  }
  const happened = now.kind === 'created' || now.kind === 'moved';
  const isLess = !happened && (before.kind === 'moved' || now.reason.code === 'stage.same_status');
  return { ...(isLess ? before : now), stage };
}

function left(reason: Reason): ReplayOutcome {
  return { kind: 'left', stage: null, reason };
}

const branchOff: Reason = { code: 'branch.off', text: 'Филиал выключен: его записи не синхронизируются' };

function waitsOf({ codes }: Recorded): Reason | null {
  return codes?.has('match.waits_review') || codes?.has('match.dismissed')
    ? {
        code: 'match.waits_review',
        text: 'Запись ждёт решения в очереди проверки, или в ней решено её не связывать',
      }
    : null;
}

function leadOf(id: number, { pipelineId, stageId }: Stage): LeadView {
  return {
    id,
    name: '',
    pipelineId,
    statusId: stageId,
    price: 0,
    responsibleId: 0,
    createdAt: 0,
    updatedAt: 0,
    contactId: null,
    fields: new Map(),
  };
}
