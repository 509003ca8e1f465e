import type { LeadView, Reason } from '../sync/model.ts';
import { withoutRefused } from '../sync/plan-refused.ts';
import { type DealMemory, dealMemory, knownStage } from './deal-memory.ts';
import type { PatientRead } from './deal-patient.ts';
import { planFor } from './deal-plan.ts';
import { type Part, type WriteFailure, writePlan } from './deal-writes.ts';
import type { HeededPlan } from './heed-move.ts';
import type { Failed, Work } from './visit-work.ts';

/** Writes a plan. What amoCRM refuses is left out and named; the rest is written all the same. */
export type Written =
  | { kind: 'written'; actions: HeededPlan['actions']; reasons: Reason[]; isRefused: boolean }
  | { kind: 'unplanned'; failed: Failed }
  | { kind: 'stopped'; plan: HeededPlan; failure: WriteFailure };

/** A plan has a dozen things to complain of, and amoCRM names them together. */
const MAX_REFUSALS = 5;

export async function writeWhatIsTaken(
  work: Work,
  lead: LeadView,
  planned: { plan: HeededPlan; newlyFound: boolean; patient: PatientRead },
): Promise<Written> {
  const { newlyFound, patient } = planned;
  const { ctx, settings, amocrm, priority } = work;
  const contactId = patient.contact?.id ?? null;
  const memory = dealMemory(ctx.store, lead.id);
  const before = writtenBefore(memory, patient);
  const done = new Set<Part>();
  const remarks: { part: Part; reason: Reason }[] = [];
  let { plan } = planned;
  for (let round = 0; ; round += 1) {
    const writer = { ...work, lead, remarks };
    const written = await writePlan(writer, plan, contactId, done);
    if (written.ok) {
      return summary(plan, remarks);
    }
    const { part, failure } = written.error;
    if (failure.kind !== 'invalid' || round === MAX_REFUSALS || (part !== 'lead' && part !== 'contact')) {
      return { kind: 'stopped', plan, failure: written.error };
    }
    // What the lists said was there may be gone: they are read anew before anything is left out.
    ctx.amocrmLists.forget();
    if (round === 0 && part === 'lead') {
      const again = await planFor(work, lead, newlyFound, patient);
      if (!again.ok) {
        return { kind: 'unplanned', failed: again };
      }
      plan = again.value;
      continue;
    }
    const fields = await ctx.amocrmLists.fields(amocrm, part === 'lead' ? 'leads' : 'contacts', priority);
    const rest = withoutRefused(plan, part, failure.problems, {
      settings: settings.fields.body,
      fields: fields.ok ? fields.value : new Map(),
      written: part === 'lead' ? before.lead : before.contact,
    });
    if (!rest) {
      return { kind: 'stopped', plan, failure: written.error };
    }
    plan = plan.lead.stage && !rest.lead.stage ? { ...rest, known: stageThatStays(memory, lead) } : rest;
  }
}

/** The move was refused: what was known stands, so that a stage chosen by hand is still answered. */
function stageThatStays(memory: DealMemory | null, lead: LeadView): HeededPlan['known'] {
  return knownStage(memory) ?? { pipelineId: lead.pipelineId, stageId: lead.statusId };
}

function summary(plan: HeededPlan, remarks: readonly { part: Part; reason: Reason }[]): Written {
  const refused = remarks.filter(({ reason }) => reason.code.endsWith('.refused')).map(({ part }) => part);
  const reasons = [...plan.reasons, ...remarks.map(({ reason }) => reason)];
  return {
    kind: 'written',
    actions: plan.actions.filter(({ kind }) => !refused.some((part) => kind.startsWith(part))),
    reasons,
    isRefused: reasons.some(({ code }) => code.endsWith('.refused')),
  };
}

function writtenBefore(
  memory: DealMemory | null,
  patient: PatientRead,
): { lead: Record<string, string>; contact: Record<string, string> } {
  return { lead: memory ? JSON.parse(memory.written) : {}, contact: patient.contactWritten };
}
