import type { FieldEntity } from '../amocrm/custom-fields.ts';
import type { FieldWrite } from '../sync/fields.ts';
import type { LeadView, Reason } from '../sync/model.ts';
import { isRefusedForGood, refusalReason } from './amocrm-refusals.ts';
import { stopFlood } from './breaker.ts';
import { contactForDeal } from './deal-contact.ts';
import { readPatient } from './deal-patient.ts';
import { planFor } from './deal-plan.ts';
import type { Decision } from './decision.ts';
import { completeMark, leaveMark, readMark } from './marks.ts';
import { visitById } from './mirror.ts';
import { writeWhatIsTaken } from './plan-writing.ts';
import type { AttemptEnd } from './pump.ts';
import { type Failed, type Failure, linkVisit, retry, type Work } from './visit-work.ts';

/** A chosen deal: linked, planned, written. Under the deal's lock. */
export async function applyToDeal(
  work: Work,
  lead: LeadView,
  newlyFound: boolean,
  matchReasons: readonly Reason[],
  created: Decision['actions'] = [],
): Promise<AttemptEnd> {
  const { ctx, event, row } = work;
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
  const isMoved = planned.value.lead.stage !== null;
  const flood = isMoved ? stopFlood(ctx, work.settings, work.branch.id, event, 'move') : null;
  if (flood) {
    return flood;
  }
  const before: Decision = {
    actions: [...created, ...withContact.value.actions],
    reasons: [...matchReasons, ...withContact.value.reasons, ...patient.value.reasons],
  };
  const written = await writeWhatIsTaken(work, withContact.value.lead, {
    plan: planned.value,
    newlyFound: isNew,
    patient: patient.value,
  });
  switch (written.kind) {
    case 'unplanned':
      return endOf(work, written.failed);
    case 'stopped': {
      const { plan, failure } = written;
      const stands = plan.actions.filter(({ kind }) => failure.done.some((name) => kind.startsWith(name)));
      const decision: Decision = {
        actions: [...before.actions, ...stands],
        reasons: [...before.reasons, ...plan.reasons],
      };
      const isContact = failure.part === 'contact';
      const sent = isContact ? plan.contact.fields : plan.lead.fields;
      return amocrmEnd(work, failure.failure, decision, isContact ? 'contacts' : 'leads', sent);
    }
    case 'written': {
      const decision: Decision = {
        actions: [...before.actions, ...written.actions],
        reasons: [...before.reasons, ...written.reasons],
      };
      if (decision.actions.length > 0) {
        return { outcome: 'done', decision };
      }
      // Nothing of it was taken: the history shows it among what failed, to be retried once the settings fit again.
      return written.isRefused
        ? { outcome: 'failed', code: 'amocrm.invalid', httpStatus: 400, decision }
        : { outcome: 'ignored', decision };
    }
  }
}

/** Completed with the deal that a search found. */
export const FOUND_STEP = 'found';

/** The next attempt meets the link, and must know all the same that this event found the deal: its title may be rewritten. */
function rememberFound({ ctx, event }: Work, dealId: number, newlyFound: boolean): boolean {
  if (newlyFound) {
    leaveMark(ctx.store, event.id, FOUND_STEP, ctx.clock.now());
    completeMark(ctx.store, event.id, FOUND_STEP, String(dealId));
  }
  return newlyFound || readMark(ctx.store, event.id, FOUND_STEP)?.result === String(dealId);
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
