import { eq } from 'drizzle-orm';
import { findField, readNumeric } from '../amocrm/field-values.ts';
import type { Lead } from '../amocrm/leads.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { dealMemory, rememberDeal } from './deal-memory.ts';
import type { Decision } from './decision.ts';
import { dealsOfRecord, noteDealRecord } from './local-index.ts';
import { type VisitRow, visitByTalon, visitsOfDeal } from './mirror.ts';
import { deals, refusedLinks, visits } from './schema.ts';
import { goOn } from './visit-resumption.ts';
import { sourceBranchIds, suspendLinks } from './visit-work.ts';

/** Which visits a deal holds, which record ID it carries, and what becomes of both when deals are merged. */

export type DealRecord = { branchId: number; talonId: number };

export function linksOf(ctx: AccountContext, dealId: number): VisitRow[] {
  return visitsOfDeal(ctx.store, dealId).filter((row) => row.talonId !== null);
}

export function suspendableLinks(rows: readonly VisitRow[]): VisitRow[] {
  return rows.filter((row) => row.linkState === 'active');
}

/** What the deal's two system fields say, and the visit that they name. */
export function recordIn(
  ctx: AccountContext,
  settings: AccountSettings,
  lead: Lead,
): { record: DealRecord | null; visit: VisitRow | null } {
  const { recordId, branchId } = settings.fields.body.lead;
  const number = (fieldId: number | null) =>
    fieldId === null ? null : readNumeric(findField(lead.fields, fieldId));
  const [talonId, branch] = [number(recordId), number(branchId)];
  if (talonId === null || branch === null) {
    return { record: null, visit: null };
  }
  const record = { branchId: branch, talonId };
  return { record, visit: visitOfRecord(ctx, settings, record) };
}

/** Any branch of the source will do: the visit may have gone from one to another since. */
export function visitOfRecord(
  ctx: AccountContext,
  settings: AccountSettings,
  record: DealRecord,
): VisitRow | null {
  const source = sourceOfRecord(settings, record);
  return source === null ? null : visitByTalon(ctx.store, source, record.talonId);
}

export function sourceOfRecord(settings: AccountSettings, record: DealRecord): number | null {
  return settings.branches.find((branch) => branch.id === record.branchId)?.sourceId ?? null;
}

/** Deals that carry the record ID of one of this deal's visits. */
export function winners(ctx: AccountContext, settings: AccountSettings, dealId: number): number[] {
  const found = linksOf(ctx, dealId).flatMap((row) =>
    row.talonId === null
      ? []
      : dealsOfRecord(ctx.store, row.talonId, sourceBranchIds(settings, row.sourceId)),
  );
  return [...new Set(found)].filter((id) => id !== dealId).sort((left, right) => left - right);
}

export function samesRecord(
  ctx: AccountContext,
  settings: AccountSettings,
  winner: Lead,
  linked: readonly VisitRow[],
): boolean {
  const { visit } = recordIn(ctx, settings, winner);
  return linked.some((row) => row.id === visit?.id);
}

/**
 * The visits of a merged deal go over with what is remembered of it: its last pair, so that a stage chosen by hand stands,
 * and what was written. A link that a person undid is not made again. Synchronous, hence atomic.
 */
export function relink(
  ctx: AccountContext,
  settings: AccountSettings,
  loserId: number,
  winner: Lead,
): Decision {
  // A visit whose booking is not finished goes over, too.
  const linked = visitsOfDeal(ctx.store, loserId);
  const refused = new Set(
    ctx.store
      .select({ visitId: refusedLinks.visitId })
      .from(refusedLinks)
      .where(eq(refusedLinks.dealId, winner.id))
      .all()
      .map((row) => row.visitId),
  );
  const moved = linked.filter((row) => !refused.has(row.id));
  if (moved.length === 0) {
    suspendLinks(ctx, loserId);
    const text = `Записи сделки ${loserId} остались при ней: их связь со сделкой ${winner.id} отменил человек`;
    return { actions: [], reasons: [{ code: 'lead.relink_refused', text }] };
  }
  const memory = dealMemory(ctx.store, loserId);
  const own = dealMemory(ctx.store, winner.id);
  ctx.store.transaction(() => {
    ctx.linked.note(winner.id);
    for (const row of moved) {
      ctx.store
        .update(visits)
        .set({ dealId: winner.id, linkState: 'active' })
        .where(eq(visits.id, row.id))
        .run();
    }
    if (memory && !own?.lastVisitId) {
      const { lastVisitId, lastStatus, written } = memory;
      const stage = { pipelineId: winner.pipelineId, stageId: winner.statusId };
      rememberDeal(ctx.store, winner.id, { lastVisitId, lastStatus, written, ...stage });
    }
    ctx.store.delete(deals).where(eq(deals.id, loserId)).run();
    noteDealRecord(ctx.store, loserId, null);
    noteDealRecord(ctx.store, winner.id, recordIn(ctx, settings, winner).record);
    suspendLinks(ctx, loserId);
    for (const row of moved.filter(({ talonId }) => talonId !== null)) {
      goOn(ctx, row, winner.id);
    }
  });
  return {
    actions: [{ kind: 'link.moved', text: `Записи сделки ${loserId} перешли к сделке ${winner.id}` }],
    reasons: [{ code: 'lead.merged', text: `Сделка ${loserId} объединена со сделкой ${winner.id}` }],
  };
}
