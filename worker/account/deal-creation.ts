import { type AmocrmFailure, outcomeUnknown } from '../amocrm/failure.ts';
import type { Lead, LeadChanges } from '../amocrm/leads.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { carriesRecord } from '../sync/match-deals.ts';
import type { ContactView, LeadView, PersonFacts, Reason } from '../sync/model.ts';
import { fillTemplate } from '../sync/templates.ts';
import { leadView } from './amocrm-views.ts';
import { planNewContact, rememberNewContact } from './contact-creation.ts';
import { refusedDeals } from './links.ts';
import { noteDealRecord, noteReadDeal } from './local-index.ts';
import {
  CLOCKS_DIFFER_S,
  completeMark,
  leaveMark,
  readMark,
  unansweredEvent,
  withdrawMark,
} from './marks.ts';
import { contactOfPatient, learnContact } from './match-reads.ts';
import { visitById } from './mirror.ts';
import { claimPerson, releasePerson } from './person-claims.ts';
import { withResponsible } from './responsible.ts';
import { formerTalons } from './visit-replacement.ts';
import { linkVisit, sourceBranchIds, type Work } from './visit-work.ts';

/** A deal for a visit that has none. Creation is not idempotent: a mark before it, a look at the newest deals after doubt. */
export const DEAL_STEP = 'deal';

/** `lead`: as it was made; null where only amoCRM can tell. */
export type MadeDeal = {
  id: number;
  lead: LeadView | null;
  merged: boolean;
  /** What was done otherwise than planned. */
  remarks: Reason[];
};

/**
 * The deal that an earlier attempt created, at this event or at one of the visit that failed for good without an answer;
 * null: none. Linked at once: whatever becomes of the deal from now on, its hooks find the visit.
 */
export async function recallDeal(work: Work): Promise<Result<number | null, AmocrmFailure>> {
  const { ctx, row, amocrm, priority } = work;
  const isOwn = readMark(ctx.store, work.event.id, DEAL_STEP) !== null;
  const event = isOwn ? work.event : (unansweredEvent(ctx.store, row.id, DEAL_STEP) ?? work.event);
  const mark = readMark(ctx.store, event.id, DEAL_STEP);
  if (!mark || mark.result) {
    return ok(mark ? Number(mark.result) : null);
  }
  const newest = await amocrm.leads.createdSince(priority, Math.floor(mark.at / 1000) - CLOCKS_DIFFER_S);
  if (!newest.ok) {
    return newest;
  }
  const made = newest.value.find((lead) => !lead.isDeleted && isOfVisit(work, leadView(lead)));
  if (!made) {
    return ok(null);
  }
  ctx.store.transaction(() => {
    completeMark(ctx.store, event.id, DEAL_STEP, String(made.id));
    releasePerson(ctx, event);
    remember(work, made);
    linkCreated(work, made.id);
  });
  return ok(made.id);
}

/** Its contact was made with it, or it was made for that contact: either way this is the patient. */
function remember({ ctx, settings, row }: Work, made: Lead): void {
  noteReadDeal(ctx.store, made, settings.fields.body.lead);
  const { contactId } = leadView(made);
  if (contactId !== null && contactOfPatient(ctx, row) !== contactId) {
    learnContact(ctx, row, contactId);
  }
}

function isOfVisit({ ctx, settings, row, facts }: Work, lead: LeadView): boolean {
  const { recordId, branchId } = settings.fields.body.lead;
  // Reception may have booked the visit anew since: the deal carries the talon that it had then.
  const talonIds = [facts.talonId, ...formerTalons(ctx.store, row.id)];
  const carries = (talonId: number) =>
    carriesRecord(
      {
        talonId,
        // Any branch of the source: the visit may have moved to another one since.
        branchIds: sourceBranchIds(settings, row.sourceId),
        recordIdField: recordId ?? 0,
        branchIdField: branchId ?? 0,
      },
      lead,
    );
  return talonIds.some(carries);
}

/** After `recallDeal` found none. `personKeys`: hashed, who the new contact would be. */
export async function createDeal(
  work: Work,
  contact: ContactView | null,
  person: PersonFacts | null,
  personKeys: readonly string[],
): Promise<Result<MadeDeal, AmocrmFailure>> {
  const { ctx, event, settings, amocrm, priority, facts } = work;
  const automation = settings.automation.body;
  const responsibleId = responsibleFor(work, contact);
  const changes = newDeal(work);
  const hash = await ctx.hasher();
  const planned = contact === null ? await planNewContact(work, person, responsibleId) : null;
  if (planned && !planned.ok) {
    return planned;
  }

  ctx.store.transaction(() => {
    leaveMark(ctx.store, event.id, DEAL_STEP, ctx.clock.now());
    claimPerson(ctx, event, personKeys);
  });
  const remarks: Reason[] = [];
  let sent = changes;
  const made = await withResponsible(responsibleId, automation.defaultResponsible, remarks, (id) => {
    const named = id === null ? {} : { responsibleUserId: id };
    sent = { ...changes, ...named };
    if (!planned) {
      return linkedCreation(work, sent, contact);
    }
    const { responsibleUserId: _planned, ...person } = planned.value.contact;
    return amocrm.leads.createWithContact(priority, sent, { ...person, ...named });
  });
  if (!made.ok) {
    if (!outcomeUnknown(made.error)) {
      ctx.store.transaction(() => {
        withdrawMark(ctx.store, event.id, DEAL_STEP);
        releasePerson(ctx, event);
      });
    }
    return made;
  }
  const { id, contactId, merged } = made.value;
  if (merged) {
    // amoCRM's own duplicate control stays off for the integration (product.md §4).
    ctx.log('amocrm.merged', { account: ctx.objectName, event: event.id, lead: id });
  }
  ctx.store.transaction(() => {
    completeMark(ctx.store, event.id, DEAL_STEP, String(id));
    releasePerson(ctx, event);
    linkCreated(work, id);
    noteDealRecord(ctx.store, id, { talonId: facts.talonId, branchId: facts.branchId });
    if (planned && contactId !== null && !merged) {
      rememberNewContact(work, contactId, planned.value, [id], hash);
    }
  });
  const lead = merged ? null : madeLead(work, id, contact?.id ?? contactId, sent);
  return ok({ id, lead, merged, remarks });
}

/** Unless a human linked the visit meanwhile, or undid this very link: his word stands. */
function linkCreated({ ctx, row, event }: Work, dealId: number): void {
  if (visitById(ctx.store, row.id)?.dealId === null && !refusedDeals(ctx.store, row.id).has(dealId)) {
    linkVisit(ctx, row, dealId, event);
  }
}

export function responsibleFor({ settings }: Work, contact: ContactView | null): number | null {
  return contact?.responsibleId ?? settings.automation.body.defaultResponsible;
}

/** As it is made, but for who is responsible. */
export function newDeal({ settings, facts }: Pick<Work, 'settings' | 'facts'>): LeadChanges {
  const { newDealTitle, newDealStage } = settings.automation.body;
  const { recordId, branchId } = settings.fields.body.lead;
  return {
    name: fillTemplate(newDealTitle, facts),
    ...(newDealStage ? { pipelineId: newDealStage.pipelineId, statusId: newDealStage.stageId } : {}),
    // Both ids at once: they are how this deal is recognised if the answer is lost.
    fields: [
      { field_id: recordId ?? 0, values: [{ value: String(facts.talonId) }] },
      { field_id: branchId ?? 0, values: [{ value: String(facts.branchId) }] },
    ],
  };
}

async function linkedCreation(
  { amocrm, priority }: Work,
  changes: LeadChanges,
  contact: ContactView | null,
): Promise<Result<{ id: number; contactId: number | null; merged: boolean }, AmocrmFailure>> {
  const made = await amocrm.leads.create(priority, changes, contact?.id ?? null);
  return made.ok ? ok({ id: made.value.id, contactId: contact?.id ?? null, merged: false }) : err(made.error);
}

/** What we sent is what stands there: it need not be read back. null: amoCRM chose something itself. */
export function madeLead(
  { ctx }: Pick<Work, 'ctx'>,
  id: number,
  contactId: number | null,
  { name, pipelineId, statusId, responsibleUserId, fields }: LeadChanges,
): LeadView | null {
  if (pipelineId === undefined || statusId === undefined || responsibleUserId === undefined) {
    return null;
  }
  const now = Math.floor(ctx.clock.now() / 1000);
  return {
    id,
    name: name ?? '',
    pipelineId,
    statusId,
    price: 0,
    responsibleId: responsibleUserId,
    createdAt: now,
    updatedAt: now,
    contactId,
    fields: new Map(
      (fields ?? []).flatMap((field) =>
        'field_id' in field
          ? [
              [
                field.field_id,
                (field.values ?? []).map((one) => ({
                  value: 'value' in one ? one.value : null,
                  enumId: null,
                })),
              ],
            ]
          : [],
      ),
    ),
  };
}
