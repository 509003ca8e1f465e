import { and, desc, gt, inArray, like, lt, or } from 'drizzle-orm';
import { decisionSchema } from '../history/events.schemas.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import { parseJson } from '../shared/json.ts';
import type { VisitEventKind } from '../sync/plan.ts';
import type { HandStep, ReplayStart, ReplayStep, VisitState, VisitStep } from '../sync/replay-model.ts';
import type { Recorded } from '../sync/replay-reads.ts';
import type { AccountContext } from './context.ts';
import { dealMemory, knownStage } from './deal-memory.ts';
import type { EventRow } from './inbox.ts';
import { factsOfRow, type VisitRow, visitById, visitsOfDeal } from './mirror.ts';
import { changedBack } from './replay-changes.ts';
import { events } from './schema.ts';

/** The visits' events of some days as steps that can be decided again, from the object's own memory (sync/replay.ts). */
const MOST_EVENTS = 5_000;
const PAGE = 500;

const kinds: Record<string, VisitEventKind> = {
  'visit.created': 'visit.created',
  'visit.changed': 'visit.changed',
  'visit.moved': 'visit.moved',
  'visit.status_changed': 'visit.status_changed',
  'visit.cancelled': 'visit.cancelled',
  'visit.deleted': 'visit.deleted',
  'visit.restored': 'visit.restored',
  // Where this visit's story in the deal begins (visit-events.ts).
  'visit.linked': 'visit.created',
};

export type Remembered = { start: ReplayStart; steps: ReplayStep[]; from: number; complete: boolean };

export function rememberedSteps(ctx: AccountContext, from: number, branchIds: readonly number[]): Remembered {
  const { rows, complete } = newestEvents(ctx, from, branchIds);
  const backwards = createBackwards(ctx);
  const steps = rows.flatMap((row) => backwards.step(row) ?? []).reverse();
  return { start: backwards.start(), steps, from: complete ? from : (rows.at(-1)?.at ?? from), complete };
}

/** Newest first. */
function newestEvents(
  ctx: AccountContext,
  from: number,
  branchIds: readonly number[],
): { rows: EventRow[]; complete: boolean } {
  const rows: EventRow[] = [];
  const older = ctx.store
    .select({ seq: events.seq })
    .from(events)
    .where(lt(events.at, from))
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  let before = Number.MAX_SAFE_INTEGER;
  while (rows.length < MOST_EVENTS) {
    const page = ctx.store
      .select()
      .from(events)
      .where(
        and(
          gt(events.seq, older?.seq ?? 0),
          lt(events.seq, before),
          or(
            and(inArray(events.kind, Object.keys(kinds)), inArray(events.branchId, [...branchIds])),
            and(like(events.kind, 'lead.%'), like(events.decision, '%"two_way.%')),
          ),
        ),
      )
      .orderBy(desc(events.seq))
      .limit(PAGE)
      .all();
    rows.push(...page);
    if (page.length < PAGE) {
      return { rows, complete: true };
    }
    before = page.at(-1)?.seq ?? 0;
  }
  return { rows, complete: false };
}

/** Walks from now into the past: a visit's row as it is, without its changes one after the other. */
function createBackwards(ctx: AccountContext) {
  const states = new Map<string, VisitState>();
  /** The oldest step of a visit so far. */
  const first = new Map<string, VisitStep>();
  const stages = new Map<number, Stage | null>();
  const kept = (dealId: number) => knownStage(dealMemory(ctx.store, dealId));

  function stageOf(dealId: number): Stage | null {
    const known = stages.get(dealId);
    return known === undefined ? kept(dealId) : known;
  }

  function hand(row: EventRow, codes: ReadonlySet<string>): HandStep | null {
    if (row.dealId === null || codes.has('two_way.own')) {
      return null;
    }
    const step = { at: row.at, dealId: row.dealId, stage: stageOf(row.dealId) };
    stages.set(row.dealId, null);
    return step;
  }

  function step(row: EventRow): ReplayStep | null {
    const { codes, isMoved } = decided(row);
    const kind = kinds[row.kind];
    if (!kind) {
      return codes && hand(row, codes);
    }
    const mirrored = row.visitId === null ? null : visitById(ctx.store, row.visitId);
    const state = mirrored && (states.get(mirrored.id) ?? stateOf(mirrored));
    if (!mirrored || !state) {
      return null;
    }
    const visit = { ...state, branchId: row.branchId ?? state.branchId };
    const dealId = row.dealId ?? mirrored.dealId;
    const isLinking = row.kind === 'visit.linked';
    const made: VisitStep = {
      kind: isLinking && visit.deleted ? 'visit.deleted' : kind,
      at: row.at,
      visit,
      recorded: { dealId, codes },
      linkedTo: isLinking ? dealId : null,
    };
    if (isMoved && dealId !== null) {
      stages.set(dealId, null);
    }
    states.set(mirrored.id, changedBack(visit, row.payload));
    first.set(mirrored.id, made);
    return made;
  }

  function start(): ReplayStart {
    const links = new Map<string, number>();
    const visits = new Map<string, VisitState>();
    const dealIds = new Set([...first.values()].flatMap(({ recorded }) => recorded.dealId ?? []));
    for (const [visitId, { kind, recorded, linkedTo }] of first) {
      const isSearched =
        recorded.codes === null ? kind === 'visit.created' : recorded.codes.has('match.no_link');
      if (recorded.dealId !== null && linkedTo === null && !isSearched) {
        links.set(visitId, recorded.dealId);
      }
      const state = states.get(visitId);
      if (state && kind !== 'visit.created') {
        visits.set(visitId, state);
      }
    }
    for (const dealId of dealIds) {
      for (const row of visitsOfDeal(ctx.store, dealId)) {
        const state = stateOf(row);
        if (state && !first.has(row.id)) {
          links.set(row.id, dealId);
          visits.set(row.id, state);
        }
      }
    }
    const known = [...dealIds].map((dealId): [number, Stage] => [
      dealId,
      stageOf(dealId) ?? { pipelineId: kept(dealId)?.pipelineId ?? 0, stageId: 0 },
    ]);
    return { links, visits, stages: new Map(known) };
  }

  return { step, start };
}

function stateOf(row: VisitRow): VisitState | null {
  const { id, sourceId, talonId, branchId, bookedByUs, state } = row;
  return state === 'booked' && talonId !== null
    ? { ...factsOfRow(row), id, sourceId, talonId, branchId, bookedByUs }
    : null;
}

function decided({ decision }: EventRow): { codes: Recorded['codes']; isMoved: boolean } {
  const parsed = decisionSchema.safeParse(decision === null ? null : parseJson(decision));
  if (!parsed.success || (parsed.data.actions.length === 0 && parsed.data.reasons.length === 0)) {
    return { codes: null, isMoved: false };
  }
  const { actions, reasons } = parsed.data;
  return {
    codes: new Set(reasons.map(({ code }) => code)),
    isMoved: actions.some(({ kind }) => kind === 'lead.stage'),
  };
}
