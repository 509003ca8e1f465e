import type { AmocrmClient } from '../amocrm/client.ts';
import { type AmocrmFailure, outcomeUnknown } from '../amocrm/failure.ts';
import type { LeadChanges } from '../amocrm/leads.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { ContactView, PersonFacts, Reason, VisitFacts } from '../sync/model.ts';
import { normalizePhone } from '../sync/phone.ts';
import { fillTemplate } from '../sync/templates.ts';
import type { AccountContext } from './context.ts';
import type { EventRow } from './inbox.ts';
import { completeMark, leaveMark, readMark, withdrawMark } from './marks.ts';
import { withResponsible } from './responsible.ts';

/** A deal for a visit that has none. Creation is not idempotent: a mark before it, a look at the newest deals after doubt. */
export type NewDeal = {
  ctx: AccountContext;
  settings: AccountSettings;
  amocrm: AmocrmClient;
  event: EventRow;
  visit: VisitFacts;
  person: PersonFacts | null;
  contact: ContactView | null;
  priority: Priority;
  /** What was done otherwise than planned. */
  remarks: Reason[];
};

const STEP = 'deal';
const NEWEST = 50;

/** The deal that an earlier attempt at this event created; null: it created none. */
export async function recallDeal(
  deal: Pick<NewDeal, 'ctx' | 'settings' | 'amocrm' | 'event' | 'visit' | 'priority'>,
): Promise<Result<number | null, AmocrmFailure>> {
  const { ctx, event } = deal;
  const mark = readMark(ctx.store, event.id, STEP);
  if (!mark || mark.result) {
    return ok(mark ? Number(mark.result) : null);
  }
  const made = await findMade(deal);
  if (made.ok && made.value !== null) {
    completeMark(ctx.store, event.id, STEP, String(made.value));
  }
  return made;
}

/** After `recallDeal` found none. */
export async function createDeal(deal: NewDeal): Promise<Result<number, AmocrmFailure>> {
  const { ctx, event } = deal;
  leaveMark(ctx.store, event.id, STEP, ctx.clock.now());
  const made = await create(deal);
  if (made.ok) {
    completeMark(ctx.store, event.id, STEP, String(made.value));
  } else if (!outcomeUnknown(made.error)) {
    withdrawMark(ctx.store, event.id, STEP);
  }
  return made;
}

async function create(deal: NewDeal): Promise<Result<number, AmocrmFailure>> {
  const { settings, contact, remarks } = deal;
  const { defaultResponsible } = settings.automation.body;
  const wanted = contact?.responsibleId ?? defaultResponsible;
  return withResponsible(wanted, defaultResponsible, remarks, (responsible) => createFor(deal, responsible));
}

async function createFor(
  { ctx, settings, amocrm, visit, person, contact, priority }: NewDeal,
  responsible: number | null,
): Promise<Result<number, AmocrmFailure>> {
  const { automation, fields } = { automation: settings.automation.body, fields: settings.fields.body };
  const lead: LeadChanges = {
    name: fillTemplate(automation.newDealTitle, visit),
    ...(automation.newDealStage
      ? { pipelineId: automation.newDealStage.pipelineId, statusId: automation.newDealStage.stageId }
      : {}),
    ...(responsible === null ? {} : { responsibleUserId: responsible }),
    // Both ids at once: they are how this deal is recognised if the answer is lost.
    fields: [
      { field_id: fields.lead.recordId ?? 0, values: [{ value: String(visit.talonId) }] },
      { field_id: fields.lead.branchId ?? 0, values: [{ value: String(visit.branchId) }] },
    ],
  };
  if (contact) {
    const made = await amocrm.leads.create(priority, lead, contact.id);
    return made.ok ? ok(made.value.id) : made;
  }
  const phones = (person?.phones ?? []).map((phone) => ({
    value: normalizePhone(phone) ?? phone,
    enumCode: 'WORK',
  }));
  const made = await amocrm.leads.createWithContact(priority, lead, {
    ...names(person),
    phones,
    ...(responsible === null ? {} : { responsibleUserId: responsible }),
  });
  if (!made.ok) {
    return err(made.error);
  }
  if (made.value.merged) {
    // amoCRM's own duplicate control stays off for the integration (product.md §4).
    ctx.log('amocrm.merged', { account: ctx.objectName, lead: made.value.id });
  }
  return ok(made.value.id);
}

function names(person: PersonFacts | null): { name?: string; firstName?: string; lastName?: string } {
  if (!person || (person.lastName === '' && person.firstName === '')) {
    return { name: 'Пациент' };
  }
  return {
    firstName: [person.firstName, person.middleName].filter(Boolean).join(' '),
    lastName: person.lastName,
  };
}

async function findMade({
  settings,
  amocrm,
  visit,
  priority,
}: Parameters<typeof recallDeal>[0]): Promise<Result<number | null, AmocrmFailure>> {
  const { recordId, branchId } = settings.fields.body.lead;
  // Any branch of the source: the visit may have moved to another one since.
  const branchIds = settings.branches
    .filter((branch) => branch.sourceId === visit.sourceId)
    .map((branch) => branch.id);
  const newest = await amocrm.leads.listNewest(priority, { by: 'created_at', limit: NEWEST });
  if (!newest.ok) {
    return newest;
  }
  const numberIn = (lead: (typeof newest.value)[number], fieldId: number | null) =>
    Number(lead.fields.find((field) => field.fieldId === fieldId)?.values[0]?.value ?? Number.NaN);
  const made = newest.value.find(
    (lead) =>
      !lead.isDeleted &&
      numberIn(lead, recordId) === visit.talonId &&
      branchIds.includes(numberIn(lead, branchId)),
  );
  return ok(made?.id ?? null);
}
