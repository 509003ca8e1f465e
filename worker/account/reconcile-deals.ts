import { and, desc, eq, inArray, like } from 'drizzle-orm';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import { ok, type Result } from '../shared/result.ts';
import { drivingVisit } from '../sync/driving.ts';
import { compareDeal, type DealMemory } from '../sync/reconcile.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { leadView } from './amocrm-views.ts';
import { DISCARDED } from './breaker-judgement.ts';
import type { AccountContext } from './context.ts';
import { askDeal } from './lead-events.ts';
import { insertChange, type VisitRow, visitById, visitsOfDeal } from './mirror.ts';
import type { Finding } from './night.ts';
import type { PollSource, Window } from './poll-window.ts';
import { deals, events } from './schema.ts';
import { readVisitFacts, visitRefs } from './visit-facts.ts';
import { suspendLinks } from './visit-work.ts';

/** The deals of a night's step: read from amoCRM in batches and compared with what we last wrote. */
type Found = { deals: number; repaired: Finding[]; edited: Finding[]; deleted: Finding[] };

export async function checkDeals(
  poll: PollSource,
  window: Window,
  rows: readonly VisitRow[],
): Promise<Result<Found, AmocrmFailure | ArchimedFailure>> {
  const { ctx, settings } = poll;
  const found: Found = { deals: 0, repaired: [], edited: [], deleted: [] };
  const shown = await shownVisits(poll, rows);
  if (!shown.ok || shown.value.size === 0) {
    return shown.ok ? ok(found) : shown;
  }
  const amocrm = ctx.amocrm(settings.account.domain);
  const leads = await amocrm.leads.byIds('background', [...shown.value.keys()]);
  const fields = await ctx.amocrmLists.fields(amocrm, 'leads', 'background');
  if (!leads.ok || !fields.ok) {
    return leads.ok ? (fields as Result<never, AmocrmFailure>) : leads;
  }
  const alive = new Map(leads.value.filter((lead) => !lead.isDeleted).map((lead) => [lead.id, lead]));
  for (const [dealId, { visitId, memory }] of shown.value) {
    const row = visitById(ctx.store, visitId);
    if (!row || row.dealId !== dealId || row.linkState !== 'active') {
      continue;
    }
    found.deals += 1;
    const lead = alive.get(dealId);
    if (!lead) {
      suspendLinks(ctx, dealId);
      askDeal(ctx, dealId);
      found.deleted.push({ dealId, what: [] });
      continue;
    }
    if (!isSettled(ctx, dealId, row, memory)) {
      continue;
    }
    const facts = await factsOf(poll, window, row);
    if (!facts.ok) {
      return facts;
    }
    const mapped = settings.fields.body.lead;
    const { unwritten, edited } = compareDeal(
      facts.value,
      leadView(lead),
      memory,
      mapped,
      fields.value,
      window.hash,
    );
    if (unwritten.length > 0) {
      found.repaired.push({ dealId, what: unwritten });
      const context = { origin: 'night', now: ctx.clock.now(), branchId: row.branchId } as const;
      insertChange(ctx.store, row, { kind: 'visit.changed', changes: [] }, context);
    }
    if (edited.length > 0) {
      found.edited.push({ dealId, what: edited });
    }
  }
  return ok(found);
}

/** From what was just read, with names from the directories. */
function factsOf({ ctx, settings, client }: PollSource, window: Window, row: VisitRow) {
  const talon = window.talons.get(row.talonId ?? 0) ?? window.missing.get(row.id);
  if (talon) {
    ctx.readings.set(row.id, { talon, at: ctx.clock.now() });
  }
  return readVisitFacts(ctx, settings, client, row, 'background');
}

/**
 * Deal → the visit that it shows: of the last pair, else the driving one. Time alone changes nothing (product.md §3.1),
 * so a deal whose shown visit is none of these rows waits for the step of that one.
 */
async function shownVisits(
  { ctx, client, settings, sourceId, timeZone }: PollSource,
  rows: readonly VisitRow[],
): Promise<Result<Map<number, { visitId: string; memory: DealMemory }>, ArchimedFailure>> {
  const statuses = await ctx.directories.get(client, sourceId, 'statuses', 'background');
  if (!statuses.ok) {
    return statuses;
  }
  const today = fromEpochMs(ctx.clock.now(), timeZone).date;
  const isOn = (row: VisitRow) =>
    settings.branches.some((branch) => branch.id === row.branchId && branch.enabled);
  const shown = new Map<number, { visitId: string; memory: DealMemory }>();
  for (const row of rows.filter(isOn)) {
    const { dealId } = row;
    if (dealId !== null) {
      const linked = visitsOfDeal(ctx.store, dealId);
      const memory = memoryOf(ctx, dealId);
      const last = linked.find((other) => other.id === memory.lastVisitId)?.id;
      const visitId = last ?? drivingVisit(visitRefs(settings, linked, statuses.value.list), today)?.id;
      if (visitId === row.id) {
        shown.set(dealId, { visitId: row.id, memory });
      }
    }
  }
  return ok(shown);
}

function memoryOf(ctx: AccountContext, dealId: number): DealMemory {
  const stored = ctx.store.select().from(deals).where(eq(deals.id, dealId)).get();
  return {
    lastVisitId: stored?.lastVisitId ?? null,
    lastStatus: stored?.lastStatus ?? null,
    stage:
      stored?.pipelineId && stored.stageId
        ? { pipelineId: stored.pipelineId, stageId: stored.stageId }
        : null,
    written: stored ? JSON.parse(stored.written) : {},
  };
}

/**
 * Nothing of this deal is on its way, nothing was written while it was being read, and an administrator's no to its last
 * change stands.
 */
function isSettled(ctx: AccountContext, dealId: number, row: VisitRow, memory: DealMemory): boolean {
  if (JSON.stringify(memoryOf(ctx, dealId)) !== JSON.stringify(memory)) {
    return false;
  }
  const ids = visitsOfDeal(ctx.store, dealId).map(({ id }) => id);
  const waiting = ctx.store
    .select({ id: events.id })
    .from(events)
    .where(and(inArray(events.visitId, ids.slice(0, 90)), eq(events.outcome, 'pending')))
    .get();
  const newest = ctx.store
    .select({ decision: events.decision })
    .from(events)
    .where(and(eq(events.visitId, row.id), like(events.kind, 'visit.%')))
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  return !waiting && !newest?.decision?.includes(DISCARDED);
}
