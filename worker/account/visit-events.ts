import { and, eq } from 'drizzle-orm';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { FieldEntity } from '../amocrm/custom-fields.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isOpen } from '../sync/driving.ts';
import type { FieldWrite } from '../sync/fields.ts';
import { type MatchInput, type MatchReads, type MatchResult, matchDeal } from '../sync/match.ts';
import type { ContactView, LeadView, PersonFacts, Reason, VisitFacts } from '../sync/model.ts';
import { choosePerson } from '../sync/person.ts';
import {
  type OptionAddition,
  type Plan,
  type PlanInput,
  planDeal,
  type VisitEventKind,
} from '../sync/plan.ts';
import { fromEpochMs } from '../sync/wall-clock.ts';
import { isRefusedForGood, refusalReason } from './amocrm-refusals.ts';
import { contactView, leadView } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import { createDeal, recallDeal } from './deal-creation.ts';
import { addOptions, writePlan } from './deal-writes.ts';
import type { Decision } from './decision.ts';
import { httpStatusOf } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { contactOfPatient, type MatchReader, readForMatch } from './match-reads.ts';
import { type VisitRow, visitById, visitsOfDeal } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { deals, patients, visits } from './schema.ts';
import { readVisitFacts, visitRefs } from './visit-facts.ts';

/** An event of a visit, carried out: read, choose the deal, plan, write. */
type Work = {
  ctx: AccountContext;
  settings: AccountSettings;
  branch: BranchRow;
  amocrm: AmocrmClient;
  archimed: ArchimedClient;
  event: EventRow;
  row: VisitRow;
  facts: VisitFacts;
  statuses: readonly { id: number; name: string }[];
  today: string;
  origin: string;
  priority: Priority;
};

type Failure = AmocrmFailure | ArchimedFailure;
type Failed = { ok: false; side: 'amocrm' | 'archimed'; error: Failure };

/** More rounds than reads exist: a plan that still asks then is a bug, not a slow clinic. */
const MAX_ROUNDS = 12;

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
  const priority: Priority = origin === 'click' ? 'click' : 'background';
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
  return findDeal(work);
}

async function findDeal(work: Work): Promise<AttemptEnd> {
  const { row, facts } = work;
  // What an earlier attempt created comes before any search: the search might prefer another deal.
  const recalled = row.dealId === null ? await recallDeal({ ...work, visit: facts }) : ok(null);
  if (!recalled.ok) {
    return amocrmEnd(work, recalled.error);
  }
  if (recalled.value !== null) {
    return applyToCreated(work, recalled.value, []);
  }
  const match = await chooseDeal(work);
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
    case 'deal':
      return applyToDeal(work, result.lead, result.found, result.reasons);
    case 'create':
      return createAndApply(work, result, reads);
    case 'need':
      return { outcome: 'retry', code: 'internal.rounds', httpStatus: null };
  }
}

type Matched = { ok: true; value: { result: MatchResult; reads: MatchReads } } | Failed;

async function chooseDeal(work: Work): Promise<Matched> {
  const { ctx, settings, row, branch } = work;
  const reader: MatchReader = { ...work };
  const { recordId, branchId } = settings.fields.body.lead;
  let reads: MatchReads = { leadsOfContact: new Map() };
  const input: Omit<MatchInput, 'reads'> = {
    talonId: work.facts.talonId,
    link: row.dealId === null ? null : { dealId: row.dealId, suspended: row.linkState === 'suspended' },
    create: {
      allowed: branch.createDeals || work.origin === 'click',
      stageChosen: settings.automation.body.newDealStage !== null,
    },
    settings: settings.matching.body,
    policy: settings.automation.body.policy,
    branchIds: settings.branches.filter((other) => other.sourceId === row.sourceId).map((other) => other.id),
    recordIdField: recordId ?? 0,
    branchIdField: branchId ?? 0,
    dealVisits: (dealId) => {
      const refs = visitRefs(settings, visitsOfDeal(ctx.store, dealId), work.statuses);
      return {
        open: refs.some((visit) => isOpen(visit, work.today)),
        finalOnly: refs.length > 0 && refs.every((visit) => visit.deleted || visit.meaning === 'cancelled'),
      };
    },
  };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = matchDeal({ ...input, reads });
    if (result.kind !== 'need') {
      return { ok: true, value: { result, reads } };
    }
    const read = await readForMatch(reader, result.need, reads);
    if (!read.ok) {
      return { ok: false, side: result.need.read === 'person' ? 'archimed' : 'amocrm', error: read.error };
    }
    reads = read.value;
  }
  return { ok: true, value: { result: { kind: 'none', reasons: [] }, reads } };
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
  const planned = await plan(work, lead, newlyFound, patient.value);
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
  if (row.dealId !== dealId || row.linkState !== 'active') {
    ctx.store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.id, row.id)).run();
  }
  ctx.assignDeal(event.id, dealId);
}

type PatientRead = {
  contact: ContactView | null;
  patient: { id: number; cardNumber: string; birthDate: string | null } | null;
  contactWritten: Record<string, string>;
  reasons: Reason[];
};

/** The deal's contact, if it is this patient: a visit for somebody else leaves the contact's fields alone. */
async function readPatient(work: Work, lead: LeadView): Promise<{ ok: true; value: PatientRead } | Failed> {
  const { ctx, row, archimed, priority } = work;
  const nobody: PatientRead = { contact: null, patient: null, contactWritten: {}, reasons: [] };
  if (row.patientId === null || lead.contactId === null) {
    return { ok: true, value: nobody };
  }
  const kept = ctx.store
    .select()
    .from(patients)
    .where(and(eq(patients.sourceId, row.sourceId), eq(patients.patientId, row.patientId)))
    .get();
  if (kept && work.event.kind !== 'visit.created' && work.event.kind !== 'visit.changed') {
    return { ok: true, value: nobody };
  }
  const contact = await readContact(work, lead.contactId);
  if (!contact.ok) {
    return { ok: false, side: 'amocrm', error: contact.error };
  }
  const card = await archimed.medcards.byId(priority, row.patientId);
  if (!card.ok) {
    return { ok: false, side: 'archimed', error: card.error };
  }
  if (!contact.value || !card.value) {
    return { ok: true, value: nobody };
  }
  const person: PersonFacts = { ...card.value };
  const same =
    contactOfPatient(ctx, row) === contact.value.id ||
    choosePerson(person, [contact.value]).kind === 'contact';
  if (!same) {
    return {
      ok: true,
      value: {
        ...nobody,
        reasons: [
          { code: 'contact.other_person', text: 'Записан не сам контакт сделки: его поля не изменены' },
        ],
      },
    };
  }
  return {
    ok: true,
    value: {
      contact: contact.value,
      patient: { id: row.patientId, cardNumber: card.value.number, birthDate: card.value.birthDate },
      contactWritten: kept?.contactId === contact.value.id ? JSON.parse(kept.written) : {},
      reasons: [],
    },
  };
}

async function readContact(
  work: Work,
  contactId: number,
): Promise<Result<ContactView | null, AmocrmFailure>> {
  const { settings, amocrm, priority } = work;
  const contact = await amocrm.contacts.byId(priority, contactId);
  if (!contact.ok) {
    return contact;
  }
  const view = contact.value && !contact.value.isDeleted ? contact.value : null;
  return ok(view && contactView(view, settings.fields.body.contact.birthDate, settings.account.timeZone));
}

async function plan(
  work: Work,
  lead: LeadView,
  newlyFound: boolean,
  patient: PatientRead,
): Promise<{ ok: true; value: Plan } | Failed> {
  const { ctx, settings, amocrm, row, facts, priority } = work;
  const others = new Map<string, VisitFacts>();
  let optionsAdded = false;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const leadFields = await ctx.amocrmLists.fields(amocrm, 'leads', priority);
    const contactFields = await ctx.amocrmLists.fields(amocrm, 'contacts', priority);
    const pipelines = await ctx.amocrmLists.pipelines(amocrm, priority);
    for (const list of [leadFields, contactFields, pipelines]) {
      if (!list.ok) {
        return { ok: false, side: 'amocrm', error: list.error };
      }
    }
    if (!leadFields.ok || !contactFields.ok || !pipelines.ok) {
      continue;
    }
    const stored = ctx.store.select().from(deals).where(eq(deals.id, lead.id)).get();
    const current = visitById(ctx.store, row.id) ?? row;
    const dealRows = visitsOfDeal(ctx.store, lead.id).filter((other) => other.id !== row.id);
    const input: PlanInput = {
      event: { kind: work.event.kind as VisitEventKind, at: work.event.at },
      own: facts,
      ownTask: { id: current.taskId, done: current.taskDone },
      bookedByUs: row.bookedByUs,
      visits: [...visitRefs(settings, dealRows, work.statuses), facts],
      facts: others,
      today: work.today,
      newlyFound,
      lead,
      leadFields: leadFields.value,
      contact: patient.contact,
      contactFields: contactFields.value,
      patient: patient.patient,
      memory: {
        lastVisitId: stored?.lastVisitId ?? null,
        lastStatus: stored?.lastStatus ?? null,
        written: stored ? JSON.parse(stored.written) : {},
        contactWritten: patient.contactWritten,
      },
      settings: {
        fields: settings.fields.body,
        automation: settings.automation.body,
        matching: settings.matching.body,
      },
      stageRulesOf: (branchId) => ({
        statuses: settings.statuses.get(branchId)?.body ?? { mode: 'off', rows: [], rules: [] },
        protectedStages: settings.automation.body.protectedStages,
        syncPipelines: settings.automation.body.syncPipelines,
        stageName: (stage) =>
          pipelines.value
            .find((pipeline) => pipeline.id === stage.pipelineId)
            ?.stages.find((candidate) => candidate.id === stage.stageId)?.name ?? `этап ${stage.stageId}`,
      }),
      hash: await ctx.hasher(),
    };
    const result = planDeal(input);
    if (result.kind === 'plan') {
      return { ok: true, value: result.plan };
    }
    if (result.kind === 'need-options') {
      if (optionsAdded) {
        // amoCRM spells them otherwise than they were sent: adding them again would only make more of them.
        return { ok: false, side: 'amocrm', error: strangeOptions(result.additions) };
      }
      optionsAdded = true;
      const added = await addOptions(amocrm, result.additions, priority);
      if (!added.ok) {
        return { ok: false, side: 'amocrm', error: added.error };
      }
      ctx.amocrmLists.forget();
    } else {
      const other = await readOther(work, result.visitId);
      if (!other.ok) {
        return { ok: false, side: 'archimed', error: other.error };
      }
      others.set(result.visitId, other.value);
    }
  }
  return { ok: false, side: 'amocrm', error: { kind: 'bad_reply', detail: 'the plan asks for ever' } };
}

function strangeOptions(additions: readonly OptionAddition[]): AmocrmFailure {
  const problems = additions.map(({ fieldId }) => ({
    requestId: '',
    code: 'OptionNotFound',
    path: `custom_fields/${fieldId}`,
    detail: '',
  }));
  return { kind: 'invalid', status: 422, detail: '', problems };
}

async function readOther(work: Work, visitId: string): Promise<Result<VisitFacts, ArchimedFailure>> {
  const { ctx, settings, priority } = work;
  const row = visitById(ctx.store, visitId);
  const archimed = row && (await ctx.archimed(settings, row.sourceId));
  if (!row || !archimed) {
    return err({ kind: 'unreadable_token', message: null });
  }
  return readVisitFacts(ctx, settings, archimed, row, priority);
}

export function suspendLinks(ctx: AccountContext, dealId: number): void {
  ctx.store.update(visits).set({ linkState: 'suspended' }).where(eq(visits.dealId, dealId)).run();
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

export function retry(
  side: 'amocrm' | 'archimed',
  failure: Failure,
): Extract<AttemptEnd, { outcome: 'retry' }> {
  return { outcome: 'retry', code: `${side}.${failure.kind}`, httpStatus: httpStatusOf(failure) };
}

export function ignored(code: string, text: string): AttemptEnd {
  return { outcome: 'ignored', decision: { actions: [], reasons: [{ code, text }] } };
}
