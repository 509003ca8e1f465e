import type { Choice } from '../preview/preview.schemas.ts';
import { ok } from '../shared/result.ts';
import type { MatchReads } from '../sync/match.ts';
import type { LeadView, Reason } from '../sync/model.ts';
import { chooseDeal } from './deal-choice.ts';
import { madeLead, newDeal, responsibleFor } from './deal-creation.ts';
import { readPatient } from './deal-patient.ts';
import { planFor } from './deal-plan.ts';
import { readCard } from './match-reads.ts';
import { type Chosen, nothingChosen, shownChoice } from './preview-view.ts';
import type { Subject } from './preview-visit.ts';
import type { Failed, Work } from './visit-work.ts';

/** Which deal, and what would be written to it: as deal-find.ts and deal-apply.ts go, without anything that writes. */
type Choosing = Promise<{ ok: true; value: Choice } | Failed>;

const nobodyKnown: Partial<MatchReads> = { leadsByRecordId: [], patientContactId: null, contactsByPhone: [] };

export async function choose(work: Work, { sample }: Subject): Choosing {
  if (sample?.lead) {
    return apply(work, sample.lead, { kind: 'sample', reasons: [] });
  }
  const match = await chooseDeal(work, sample ? { ...nobodyKnown, person: sample.person } : {});
  if (!match.ok) {
    return match;
  }
  const { result } = match.value;
  switch (result.kind) {
    case 'deal':
      return apply(work, result.lead, { kind: result.found ? 'found' : 'linked', reasons: result.reasons });
    case 'create': {
      const { contact, reasons } = result;
      const responsibleUserId = responsibleFor(work, contact) ?? 0;
      const lead = madeLead(work, 0, contact?.id ?? null, { ...newDeal(work), responsibleUserId });
      return lead
        ? apply(work, lead, { kind: 'created', reasons, isNewPerson: contact === null })
        : { ok: true, value: nothingChosen(reasons) };
    }
    case 'need':
      return { ok: true, value: nothingChosen([]) };
    default:
      return { ok: true, value: nothingChosen(result.reasons) };
  }
}

async function apply(
  work: Work,
  lead: LeadView,
  chosen: { kind: Chosen['kind']; reasons: readonly Reason[]; isNewPerson?: boolean },
): Choosing {
  const { ctx, amocrm } = work;
  const { kind, reasons, isNewPerson = false } = chosen;
  const patient = await readPatient(work, lead);
  if (!patient.ok) {
    return patient;
  }
  const plan = await planFor(work, lead, kind === 'found', patient.value);
  if (!plan.ok) {
    return plan;
  }
  const leadFields = await ctx.amocrmLists.fields(amocrm, 'leads', 'background');
  if (!leadFields.ok) {
    return { ok: false, side: 'amocrm', error: leadFields.error };
  }
  const contactFields = await ctx.amocrmLists.fields(amocrm, 'contacts', 'background');
  if (!contactFields.ok) {
    return { ok: false, side: 'amocrm', error: contactFields.error };
  }
  const card = isNewPerson ? await readCard(work) : ok(null);
  if (!card.ok) {
    return { ok: false, side: 'archimed', error: card.error };
  }
  const newPatient = card.value;
  return {
    ok: true,
    value: shownChoice(work, {
      kind,
      lead,
      plan: plan.value,
      patient: newPatient
        ? { id: newPatient.id, cardNumber: newPatient.number, birthDate: newPatient.birthDate }
        : patient.value.patient,
      isNewContact: isNewPerson,
      leadFields: leadFields.value,
      contactFields: contactFields.value,
      reasons: [...reasons, ...patient.value.reasons, ...plan.value.reasons],
    }),
  };
}
