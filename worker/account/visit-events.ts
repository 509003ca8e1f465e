import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { FieldEntity } from '../amocrm/custom-fields.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { FieldWrite } from '../sync/fields.ts';
import type { MatchReads } from '../sync/match.ts';
import type { LeadView, Reason } from '../sync/model.ts';
import { normalizePhone } from '../sync/phone.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { isRefusedForGood, refusalReason } from './amocrm-refusals.ts';
import { leadView } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import { chooseDeal } from './deal-choice.ts';
import { createDeal, recallDeal } from './deal-creation.ts';
import { readContact, readPatient } from './deal-patient.ts';
import { planFor } from './deal-plan.ts';
import { writePlan } from './deal-writes.ts';
import type { Decision } from './decision.ts';
import type { EventRow } from './inbox.ts';
import { contactOfPatient, readPerson } from './match-reads.ts';
import { type VisitRow, visitById } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { visits } from './schema.ts';
import { readVisitFacts } from './visit-facts.ts';
import { dealKey, type Failed, type Failure, ignored, retry, suspendLinks, type Work } from './visit-work.ts';

const newDealSchema = z.object({
  newDealFor: z
    .number()
    .nullish()
    .transform((id) => id ?? null),
});

/** An event of a visit, carried out: read, choose the deal, plan, write. */
export async function carryOutVisitEvent(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  if (!row || !branch?.enabled) {
    return ignored('branch.off', 'Филиал этой записи выключен: она не синхронизируется');
  }
  const archimed = await ctx.archimed(settings, row.sourceId);
  if (!archimed) {
    return { outcome: 'retry', code: 'archimed.unreadable_token', httpStatus: null };
  }
  const { origin } = JSON.parse(event.payload) as { origin: string };
  const priority: Priority = origin === 'click' ? 'click' : 'event';
  const facts = await readVisitFacts(ctx, settings, archimed, row, priority);
  if (!facts.ok) {
    return retry('archimed', facts.error);
  }
  const statuses = await ctx.directories.get(archimed, row.sourceId, 'statuses', priority);
  if (!statuses.ok) {
    return retry('archimed', statuses.error);
  }
  const work: Work = {
    ctx,
    settings,
    branch,
    archimed,
    amocrm: ctx.amocrm(settings.account.domain),
    event,
    row,
    facts: facts.value,
    statuses: statuses.value.list,
    today: fromEpochMs(event.at, branch.timeZone).date,
    origin,
    priority,
  };
  if (row.dealId !== null) {
    return ctx.locks.hold([dealKey(row.dealId)], () => findDeal(work, {}));
  }
  const person = await readPersonOf(work);
  if (!person.ok) {
    return retry('archimed', person.error);
  }
  return ctx.locks.hold(personKeys(row, person.value), () => findDeal(work, person.value));
}

/** Two visits of one person a moment apart must not make two contacts, in whichever clinics they are. */
function personKeys(row: VisitRow, { person }: Pick<MatchReads, 'person'>): string[] {
  const phones = (person?.phones ?? []).map((phone) => `phone:${normalizePhone(phone) ?? phone}`);
  return [`patient:${row.sourceId}:${row.patientId ?? row.id}`, ...phones];
}

/** Read before anything is locked: a clinic may answer slowly. Not needed for a patient whose contact is known. */
async function readPersonOf(work: Work): Promise<Result<Pick<MatchReads, 'person'>, ArchimedFailure>> {
  const { ctx, settings, row, branch, origin } = work;
  const isLookedFor = settings.matching.body.search || branch.createDeals || origin === 'click';
  if (!isLookedFor || contactOfPatient(ctx, row) !== null) {
    return ok({});
  }
  const person = await readPerson(work);
  return person.ok ? ok({ person: person.value }) : person;
}

/** Under the lock of the deal, or of the person whose deal is looked for. */
async function findDeal(before: Work, known: Pick<MatchReads, 'person'>): Promise<AttemptEnd> {
  const { ctx, facts } = before;
  const row = visitById(ctx.store, before.row.id) ?? before.row;
  if (row.dealId !== before.row.dealId) {
    return { outcome: 'retry', code: 'internal.relinked', httpStatus: null, afterMs: 0 };
  }
  const work = { ...before, row };
  // What an earlier attempt created comes before any search: the search might prefer another deal.
  const recalled = row.dealId === null ? await recallDeal({ ...work, visit: facts }) : ok(null);
  if (!recalled.ok) {
    return amocrmEnd(work, recalled.error);
  }
  if (recalled.value !== null) {
    return applyToCreated(work, recalled.value, []);
  }
  const forDeal = row.dealId === null ? newDealFor(work.event) : null;
  const beside = forDeal === null ? null : await createBeside(work, forDeal);
  if (beside) {
    return beside;
  }
  const chosenSince = ctx.linked.now();
  const match = await chooseDeal(work, known);
  if (!match.ok) {
    return endOf(work, match);
  }
  const { result, reads } = match.value;
  switch (result.kind) {
    case 'none':
    case 'doubt':
      return { outcome: 'ignored', decision: { actions: [], reasons: result.reasons } };
    case 'suspend': {
      const { ctx } = work;
      return {
        outcome: 'ignored',
        decision: { actions: [], reasons: result.reasons },
        also: () => suspendLinks(ctx, result.dealId),
      };
    }
    case 'deal': {
      const { lead, found, reasons } = result;
      if (!found) {
        return applyToDeal(work, lead, found, reasons);
      }
      const end = await ctx.locks.hold([dealKey(lead.id)], async (waited) =>
        // Another person's visit took it meanwhile, or a change of it was under way: what was read is old.
        waited || ctx.linked.isLinkedSince(lead.id, chosenSince)
          ? null
          : applyToDeal(work, lead, found, reasons),
      );
      return end ?? findDeal(before, known);
    }
    case 'create':
      return createAndApply(work, result, reads);
    case 'need':
      return { outcome: 'retry', code: 'internal.rounds', httpStatus: null };
  }
}

function newDealFor(event: EventRow): number | null {
  return newDealSchema.parse(JSON.parse(event.payload)).newDealFor;
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
  if (contactId === null) {
    return null;
  }
  const reasons: Reason[] = [
    {
      code: 'match.after_completed',
      text: `Записи сделки ${dealId} завершены: для новой записи создана новая сделка того же контакта`,
    },
  ];
  return createAndApply(work, { contactId, reasons }, { leadsOfContact: new Map() });
}

async function createAndApply(
  work: Work,
  result: { contactId: number | null; reasons: Reason[] },
  reads: MatchReads,
): Promise<AttemptEnd> {
  const { ctx, settings, amocrm, event, facts, priority } = work;
  const contact = result.contactId === null ? ok(null) : await readContact(work, result.contactId);
  if (!contact.ok) {
    return amocrmEnd(work, contact.error);
  }
  const dealId = await createDeal({
    ctx,
    settings,
    amocrm,
    event,
    visit: facts,
    person: reads.person ?? null,
    contact: contact.value,
    priority,
  });
  return dealId.ok ? applyToCreated(work, dealId.value, result.reasons) : amocrmEnd(work, dealId.error);
}

async function applyToCreated(work: Work, dealId: number, matchReasons: Reason[]): Promise<AttemptEnd> {
  const { amocrm, priority } = work;
  const created = { kind: 'lead.create', text: `Создана сделка ${dealId}` };
  const lead = await amocrm.leads.byId(priority, dealId);
  if (!lead.ok) {
    return amocrmEnd(work, lead.error, { actions: [created], reasons: matchReasons });
  }
  return lead.value
    ? applyToDeal(work, leadView(lead.value), false, matchReasons, created)
    : { outcome: 'retry', code: 'amocrm.not_found', httpStatus: 204 };
}

async function applyToDeal(
  work: Work,
  lead: LeadView,
  newlyFound: boolean,
  matchReasons: Reason[],
  created?: { kind: string; text: string },
): Promise<AttemptEnd> {
  const { ctx, event, row, amocrm, priority } = work;
  linkVisit(ctx, row, lead.id, event);
  const patient = await readPatient(work, lead);
  if (!patient.ok) {
    return endOf(work, patient);
  }
  const planned = await planFor(work, lead, newlyFound, patient.value);
  if (!planned.ok) {
    return endOf(work, planned);
  }
  const contactId = patient.value.contact?.id ?? null;
  const reasons = [...matchReasons, ...patient.value.reasons, ...planned.value.reasons];
  const actions = [...(created ? [created] : []), ...planned.value.actions];
  const written = await writePlan({ ctx, amocrm, event, row, lead, priority }, planned.value, contactId);
  if (!written.ok) {
    const { part, failure, done } = written.error;
    const stands = (kind: string) => kind === 'lead.create' || done.some((name) => kind.startsWith(name));
    const decision: Decision = { actions: actions.filter(({ kind }) => stands(kind)), reasons };
    const sent = part === 'contact' ? planned.value.contact.fields : planned.value.lead.fields;
    return amocrmEnd(work, failure, decision, part === 'contact' ? 'contacts' : 'leads', sent);
  }
  return { outcome: actions.length > 0 ? 'done' : 'ignored', decision: { actions, reasons } };
}

/** The link is kept before anything is written: a retry finds the same deal again. */
function linkVisit(ctx: AccountContext, row: VisitRow, dealId: number, event: EventRow): void {
  ctx.linked.note(dealId);
  if (row.dealId !== dealId || row.linkState !== 'active') {
    ctx.store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.id, row.id)).run();
  }
  ctx.assignDeal(event.id, dealId);
}

function endOf(work: Work, { side, error }: Failed): Promise<AttemptEnd> | AttemptEnd {
  return side === 'amocrm' ? amocrmEnd(work, error) : retry('archimed', error);
}

/** A refusal of what was sent is tried again with lists read anew, then it is final; everything else may pass. */
async function amocrmEnd(
  { ctx, amocrm, event, priority }: Work,
  failure: Failure,
  decision?: Decision,
  entity: FieldEntity = 'leads',
  writes: readonly FieldWrite[] = [],
): Promise<AttemptEnd> {
  const end = { ...retry('amocrm', failure), ...(decision ? { decision } : {}) };
  if (!('problems' in failure)) {
    return end;
  }
  if (!isRefusedForGood(ctx, event)) {
    ctx.amocrmLists.forget();
    return end;
  }
  const fields = await ctx.amocrmLists.fields(amocrm, entity, priority);
  const reason = refusalReason(failure, writes, fields.ok ? fields.value : new Map());
  return {
    outcome: 'failed',
    code: end.code,
    httpStatus: end.httpStatus,
    decision: { actions: decision?.actions ?? [], reasons: [...(decision?.reasons ?? []), reason] },
  };
}
