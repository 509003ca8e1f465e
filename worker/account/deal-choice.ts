import { eq } from 'drizzle-orm';
import { isOpen } from '../sync/driving.ts';
import { type MatchInput, type MatchReads, type MatchResult, matchDeal, nothingRead } from '../sync/match.ts';
import type { VisitRef } from '../sync/model.ts';
import { type DealRecord, visitOfRecord } from './lead-links.ts';
import { refusedDeals } from './links.ts';
import { readForMatch } from './match-reads.ts';
import { visitsOfDeal } from './mirror.ts';
import { deals } from './schema.ts';
import { visitRefs } from './visit-facts.ts';
import { type Failed, MAX_ROUNDS, mayCreate, sourceBranchIds, type Work } from './visit-work.ts';

/** Which deal: the pure choice, fed with what it asks for. */
type Matched = { ok: true; value: { result: MatchResult; reads: MatchReads } } | Failed;

export async function chooseDeal(work: Work, known: Partial<MatchReads>): Promise<Matched> {
  const { ctx, settings, row } = work;
  const { recordId, branchId } = settings.fields.body.lead;
  const refused = refusedDeals(ctx.store, row.id);
  let reads: MatchReads = { ...nothingRead, ...known };
  const input: Omit<MatchInput, 'reads'> = {
    talonId: work.facts.talonId,
    link: row.dealId === null ? null : { dealId: row.dealId, suspended: row.linkState === 'suspended' },
    decided: work.decided,
    create: { allowed: mayCreate(work), stageChosen: settings.automation.body.newDealStage !== null },
    gone: work.facts.deleted,
    settings: settings.matching.body,
    policy: settings.automation.body.policy,
    branchIds: sourceBranchIds(settings, row.sourceId),
    recordIdField: recordId ?? 0,
    branchIdField: branchId ?? 0,
    dealVisits: (dealId, record) => dealVisits(work, dealId, record),
    isRefused: (dealId) => refused.has(dealId),
  };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = matchDeal({ ...input, reads });
    if (result.kind !== 'need') {
      return { ok: true, value: { result, reads } };
    }
    const read = await readForMatch(work, result.need, reads);
    if (!read.ok) {
      return { ok: false, side: result.need.read === 'person' ? 'archimed' : 'amocrm', error: read.error };
    }
    reads = read.value;
  }
  return { ok: true, value: { result: { kind: 'none', reasons: [] }, reads } };
}

function dealVisits(
  { ctx, settings, statuses, today, row }: Work,
  dealId: number,
  record: DealRecord | null,
): ReturnType<MatchInput['dealVisits']> {
  // A deal may carry the record ID of a visit that does not know of it yet: the answer to its creation was lost.
  const named = record && visitOfRecord(ctx, settings, record);
  const rows = [
    // Itself does not stand in its own way: a preview may look for the deal of a linked visit anew.
    ...visitsOfDeal(ctx.store, dealId).filter(({ id }) => id !== row.id),
    ...(named && named.dealId === null ? [named] : []),
  ].filter((visit) => visit.state !== 'failed');
  const refs = visitRefs(settings, rows, statuses);
  const memory = ctx.store.select({ written: deals.written }).from(deals).where(eq(deals.id, dealId)).get();
  return {
    // A visit without a talon is being booked into this deal right now.
    open: refs.some((visit) => isOpen(visit, today)) || refs.length < rows.length,
    finalOnly: rows.length > 0 && rows.every((visit) => isUndone(refs.find(({ id }) => id === visit.id))),
    unwritten: rows.length > 0 && !('recordId' in (memory ? JSON.parse(memory.written) : {})),
  };
}

function isUndone(visit: VisitRef | undefined): boolean {
  return visit !== undefined && (visit.deleted || visit.meaning === 'cancelled');
}
