import type { Stage } from '../settings/automation.schemas.ts';
import { defaultSettings } from '../settings/defaults.ts';
import { type MatchResult, matchDeal, nothingRead } from './match.ts';
import type { LeadView, Reason } from './model.ts';
import { planDeal } from './plan.ts';
import { createReplayMemory, NO_STAGE } from './replay-memory.ts';
import type {
  Replayed,
  ReplayOutcome,
  ReplayRules,
  ReplayStart,
  ReplayStep,
  VisitStep,
} from './replay-model.ts';
import { type Recorded, readsOf } from './replay-reads.ts';

/**
 * Events of the past decided again by other settings (product.md §3.5), from what is remembered of them: nobody is asked.
 * The choice of the deal and the plan are the engine's; what a deal's fields hold is not remembered, so only stages and
 * creations are told.
 */
const RECORD_FIELDS = { recordIdField: 1, branchIdField: 2 };

const cannotTell: Reason = {
  code: 'replay.unknown',
  text: 'Без вопросов к amoCRM не узнать, какая сделка нашлась бы',
};

export function createReplay(start: ReplayStart, rules: ReplayRules) {
  const memory = createReplayMemory(start, rules);
  /** How the deal of a visit was found, when it was looked for. */
  const searches = new Map<string, Recorded>();
  const told = new Map<string, Replayed>();
  let made = 0;

  function step(next: ReplayStep): void {
    if (!('visit' in next)) {
      memory.stand(next.dealId, next.stage);
      return;
    }
    const { visit, at, recorded, linkedTo } = next;
    const known = memory.linkOf(visit.id) ?? linkedTo;
    if (known !== null) {
      // While the visit is still as it was: as it is now it would hide that something happened to it.
      memory.rememberPair(known, visit, at);
    }
    memory.see(visit);
    if (linkedTo !== null) {
      memory.link(visit.id, linkedTo);
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
        memory.rememberPair(match.lead.id, visit, at);
        memory.link(visit.id, match.lead.id);
        tell(next, move(next, match.lead.id) ?? left(cannotTell));
        return;
      case 'create': {
        // Deals that were never made have numbers of their own.
        made -= 1;
        memory.link(visit.id, made);
        const stage = rules.automation.newDealStage ?? NO_STAGE;
        memory.stand(made, stage);
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
    const dealId = memory.linkOf(visit.id);
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
                : leadOf(dealId, memory.stageOf(dealId)),
            },
    });
  }

  /** null: the plan asks for what nobody remembers. */
  function move({ kind, at, visit }: VisitStep, dealId: number): ReplayOutcome | null {
    const own = rules.facts(visit);
    const linked = memory.visitsOf(dealId).map(rules.facts);
    const pair = memory.pairOf(dealId);
    const result = planDeal({
      event: { kind, at },
      own,
      ownTask: { id: null, shows: null, done: false },
      bookedByUs: visit.bookedByUs,
      visits: linked,
      facts: new Map(linked.map((facts) => [facts.id, facts])),
      today: rules.today(visit, at),
      newlyFound: false,
      lead: leadOf(dealId, memory.stageOf(dealId)),
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
    memory.decide(dealId, { visitId: plan.memory.lastVisitId, status: plan.memory.lastStatus });
    const reason = plan.reasons.findLast(
      ({ code }) => code.startsWith('stage.') && !code.startsWith('stage.rule'),
    );
    const target = plan.lead.stage;
    if (target) {
      memory.stand(dealId, target);
    }
    return { kind: target ? 'moved' : 'left', stage: target, reason: reason ?? cannotTell };
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
