import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { ok } from '../shared/result.ts';
import { type MatchReads, nothingRead } from '../sync/match.ts';
import type { ContactView, Reason } from '../sync/model.ts';
import { leadView } from './amocrm-views.ts';
import { stopFlood } from './breaker.ts';
import { amocrmEnd, applyToDeal, endOf, FOUND_STEP } from './deal-apply.ts';
import { chooseDeal } from './deal-choice.ts';
import { createDeal, recallDeal } from './deal-creation.ts';
import { dealMemory } from './deal-memory.ts';
import type { Decision } from './decision.ts';
import { readContact } from './index-reads.ts';
import { askDeal } from './lead-events.ts';
import { refusedDeals } from './links.ts';
import { hasResult } from './marks.ts';
import { visitById } from './mirror.ts';
import { isClaimedByOther, waitForOther } from './person-claims.ts';
import type { AttemptEnd } from './pump.ts';
import { openReview } from './reviews.ts';
import { visits } from './schema.ts';
import { dealKey, ignored, nothingSeen, personKeys, suspendLinks, type Work } from './visit-work.ts';

/** Which deal, and what follows from it. Under the lock of the visit's deal, or of the person whose deal is looked for. */

const newDealSchema = z.object({
  newDealFor: z
    .number()
    .nullish()
    .transform((id) => id ?? null),
});

export async function findDeal(before: Work, known: Pick<MatchReads, 'person'>): Promise<AttemptEnd> {
  const { ctx } = before;
  const row = visitById(ctx.store, before.row.id) ?? before.row;
  if (row.dealId !== before.row.dealId) {
    return { outcome: 'retry', code: 'internal.relinked', httpStatus: null, afterMs: 0 };
  }
  const work: Work = { ...before, row };
  return row.dealId === null ? findForUnlinked(work, known) : choose(work, known);
}

async function findForUnlinked(work: Work, known: Pick<MatchReads, 'person'>): Promise<AttemptEnd> {
  const { ctx, event, row } = work;
  // What an earlier attempt created comes before any search: the search might prefer another deal.
  const recalled = await recallDeal(work);
  if (!recalled.ok) {
    return amocrmEnd(work, recalled.error);
  }
  if (recalled.value !== null && refusedDeals(ctx.store, row.id).has(recalled.value)) {
    const text = `Сделку ${recalled.value}, созданную для этой записи, от неё отвязали вручную`;
    return ignored('match.refused', text);
  }
  if (recalled.value !== null) {
    return applyToCreated(asLinked(work), recalled.value, []);
  }
  const keys = personKeys(row, known.person ?? null).map(await ctx.hasher());
  if (isClaimedByOther(ctx, event, keys)) {
    return waitForOther(ctx, event);
  }
  const forDeal = newDealSchema.parse(JSON.parse(event.payload)).newDealFor;
  const beside = forDeal === null ? null : await createBeside(work, forDeal);
  return beside ?? choose(work, known);
}

async function choose(work: Work, known: Pick<MatchReads, 'person'>): Promise<AttemptEnd> {
  const { ctx, row } = work;
  if (row.linkState === 'suspended' && isForgotten(work)) {
    return searchAnew(work);
  }
  const chosenSince = ctx.linked.now();
  const match = await chooseDeal(work, known);
  if (!match.ok) {
    return endOf(work, match);
  }
  const { result, reads } = match.value;
  const { reasons } = result.kind === 'need' ? { reasons: [] } : result;
  const nothing: Decision = { actions: [], reasons };
  switch (result.kind) {
    case 'none':
      return { outcome: 'ignored', decision: nothing };
    case 'doubt':
      return {
        outcome: 'ignored',
        decision: nothing,
        also: () => openReview(ctx, work.row, result.candidates),
      };
    case 'suspend': {
      if (isForgotten(work)) {
        return searchAnew(work);
      }
      // Restored meanwhile, its hook found a link that still worked: it is asked once more.
      const also = () => {
        suspendLinks(ctx, result.dealId);
        askDeal(ctx, result.dealId);
      };
      return { outcome: 'ignored', decision: nothing, also };
    }
    case 'deal': {
      const { lead, found } = result;
      if (!found) {
        return applyToDeal(work, lead, found, reasons);
      }
      const end = await ctx.locks.hold([dealKey(lead.id)], async (waited) =>
        // Another person's visit took it meanwhile, or a change of it was under way: what was read is old.
        waited || ctx.linked.isLinkedSince(lead.id, chosenSince)
          ? null
          : applyToDeal(work, lead, found, reasons),
      );
      const { card } = work.seen;
      return end ?? findDeal({ ...work, seen: { ...nothingSeen(), card } }, known);
    }
    case 'create':
      return createAndApply(work, result.contact, reads, reasons);
    case 'need':
      return { outcome: 'retry', code: 'internal.rounds', httpStatus: null };
  }
}

/** Found by a search and gone before anything was written to it: nobody chose it, and what it was merged into knows nothing of the visit. */
function isForgotten({ ctx, row }: Work): boolean {
  const memory = row.dealId === null ? null : dealMemory(ctx.store, row.dealId);
  return (
    row.dealId !== null &&
    hasResult(ctx.store, row.id, FOUND_STEP, String(row.dealId)) &&
    !('recordId' in JSON.parse(memory?.written ?? '{}'))
  );
}

/** In an attempt of its own, which locks the person first. */
function searchAnew({ ctx, row }: Work): AttemptEnd {
  ctx.store.update(visits).set({ dealId: null, linkState: 'none' }).where(eq(visits.id, row.id)).run();
  return { outcome: 'retry', code: 'internal.relinked', httpStatus: null, afterMs: 0 };
}

/** Creating a deal links the visit, too. */
function asLinked(work: Work): Work {
  return { ...work, row: visitById(work.ctx.store, work.row.id) ?? work.row };
}

/**
 * «новая сделка после завершения»: for the contact of the deal whose visits are over (product.md §3.1). null: that deal
 * has no contact, so the visit's person is looked for as always.
 */
async function createBeside(work: Work, dealId: number): Promise<AttemptEnd | null> {
  const lead = await work.amocrm.leads.byId(work.priority, dealId);
  if (!lead.ok) {
    return amocrmEnd(work, lead.error);
  }
  const contactId = lead.value ? leadView(lead.value).contactId : null;
  const contact = contactId === null ? ok(null) : await readContact(work, contactId);
  if (!contact.ok) {
    return amocrmEnd(work, contact.error);
  }
  if (contact.value === null) {
    return null;
  }
  const text = `Записи сделки ${dealId} завершены: для новой записи создана новая сделка того же контакта`;
  return createAndApply(work, contact.value, nothingRead, [{ code: 'match.after_completed', text }]);
}

async function createAndApply(
  work: Work,
  contact: ContactView | null,
  reads: MatchReads,
  reasons: readonly Reason[],
): Promise<AttemptEnd> {
  const { ctx, row } = work;
  const flood = stopFlood(ctx, work.settings, work.branch.id, work.event, 'creation');
  if (flood) {
    return flood;
  }
  const person = reads.person ?? null;
  const keys = personKeys(row, person).map(await ctx.hasher());
  const made = await createDeal(work, contact, person, keys);
  if (!made.ok) {
    return amocrmEnd(work, made.error);
  }
  const { id, lead, merged, remarks } = made.value;
  const told = [...reasons, ...remarks];
  const linked = asLinked(work);
  if (!merged && lead) {
    // Its hooks come at once, and their events read it: not between a stage that is written and its record.
    return ctx.locks.hold([dealKey(id)], () => applyToDeal(linked, lead, false, told, [createdAction(id)]));
  }
  const alarm: Reason = {
    code: 'amocrm.merged',
    text: `amoCRM сама объединила новую сделку с существующей ${id}: выключите для интеграции контроль дублей`,
  };
  return applyToCreated(linked, id, merged ? [...told, alarm] : told, merged);
}

const createdAction = (dealId: number) => ({ kind: 'lead.create', text: `Создана сделка ${dealId}` });

function applyToCreated(
  work: Work,
  dealId: number,
  reasons: readonly Reason[],
  merged = false,
): Promise<AttemptEnd> {
  return work.ctx.locks.hold([dealKey(dealId)], () => readAndApply(work, dealId, reasons, merged));
}

async function readAndApply(
  work: Work,
  dealId: number,
  reasons: readonly Reason[],
  merged: boolean,
): Promise<AttemptEnd> {
  const { amocrm, priority } = work;
  const action = merged
    ? { kind: 'lead.merged', text: `amoCRM объединила новую сделку с ${dealId}` }
    : createdAction(dealId);
  const lead = await amocrm.leads.byId(priority, dealId);
  if (!lead.ok) {
    return amocrmEnd(work, lead.error, { actions: [action], reasons: [...reasons] });
  }
  return lead.value
    ? applyToDeal(work, leadView(lead.value), false, reasons, [action])
    : { outcome: 'retry', code: 'amocrm.not_found', httpStatus: 204 };
}
