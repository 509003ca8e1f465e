import { eq } from 'drizzle-orm';
import type { FieldEntity } from '../amocrm/custom-fields.ts';
import type { FieldWrite } from '../sync/fields.ts';
import type { LeadView, Reason } from '../sync/model.ts';
import { isRefusedForGood, refusalReason } from './amocrm-refusals.ts';
import type { AccountContext } from './context.ts';
import { contactForDeal } from './deal-contact.ts';
import { readPatient } from './deal-patient.ts';
import { planFor } from './deal-plan.ts';
import { writePlan } from './deal-writes.ts';
import type { Decision } from './decision.ts';
import type { EventRow } from './inbox.ts';
import { completeMark, leaveMark, readMark } from './marks.ts';
import { type VisitRow, visitById } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { visits } from './schema.ts';
import { type Failed, type Failure, retry, type Work } from './visit-work.ts';

/** A chosen deal: linked, planned, written. Under the deal's lock, or just made and known to nobody else. */
export async function applyToDeal(
  work: Work,
  lead: LeadView,
  newlyFound: boolean,
  matchReasons: readonly Reason[],
  created: Decision['actions'] = [],
): Promise<AttemptEnd> {
  const { ctx, event, row, amocrm, priority } = work;
  if ((visitById(ctx.store, row.id) ?? row).dealId !== row.dealId) {
    // A human linked or unlinked the visit meanwhile: his word stands.
    return { outcome: 'retry', code: 'internal.relinked', httpStatus: null, afterMs: 0 };
  }
  const isNew = rememberFound(work, lead.id, newlyFound);
  linkVisit(ctx, row, lead.id, event);
  const withContact = await contactForDeal(work, lead);
  if (!withContact.ok) {
    return endOf(work, withContact);
  }
  const patient = await readPatient(work, withContact.value.lead);
  if (!patient.ok) {
    return endOf(work, patient);
  }
  const planned = await planFor(work, withContact.value.lead, isNew, patient.value);
  if (!planned.ok) {
    return endOf(work, planned);
  }
  const contactId = patient.value.contact?.id ?? null;
  const reasons = [
    ...matchReasons,
    ...withContact.value.reasons,
    ...patient.value.reasons,
    ...planned.value.reasons,
  ];
  const before = [...created, ...withContact.value.actions];
  const actions = [...before, ...planned.value.actions];
  const written = await writePlan({ ctx, amocrm, event, row, lead, priority }, planned.value, contactId);
  if (!written.ok) {
    const { part, failure, done } = written.error;
    const stands = planned.value.actions.filter(({ kind }) => done.some((name) => kind.startsWith(name)));
    const decision: Decision = { actions: [...before, ...stands], reasons };
    const sent = part === 'contact' ? planned.value.contact.fields : planned.value.lead.fields;
    return amocrmEnd(work, failure, decision, part === 'contact' ? 'contacts' : 'leads', sent);
  }
  return { outcome: actions.length > 0 ? 'done' : 'ignored', decision: { actions, reasons } };
}

/** The next attempt meets the link, and must know all the same that this event found the deal: its title may be rewritten. */
function rememberFound({ ctx, event }: Work, dealId: number, newlyFound: boolean): boolean {
  if (newlyFound) {
    leaveMark(ctx.store, event.id, 'found', ctx.clock.now());
    completeMark(ctx.store, event.id, 'found', String(dealId));
  }
  return newlyFound || readMark(ctx.store, event.id, 'found')?.result === String(dealId);
}

/** The link is kept before anything is written: a retry finds the same deal again. */
function linkVisit(ctx: AccountContext, row: VisitRow, dealId: number, event: EventRow): void {
  ctx.linked.note(dealId);
  if (row.dealId !== dealId || row.linkState !== 'active') {
    ctx.store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.id, row.id)).run();
  }
  ctx.assignDeal(event.id, dealId);
}

export function endOf(work: Work, { side, error }: Failed): Promise<AttemptEnd> | AttemptEnd {
  return side === 'amocrm' ? amocrmEnd(work, error) : retry('archimed', error);
}

/** A refusal of what was sent is tried again with lists read anew, then it is final; everything else may pass. */
export async function amocrmEnd(
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
