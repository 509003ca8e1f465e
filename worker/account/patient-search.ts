import type { Medcard } from '../archimed/medcards.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { splitName } from '../sync/person.ts';
import { epochMsOf } from '../sync/wall-clock.ts';
import type { PatientReply, PatientsReply } from '../visits/visits.schemas.ts';
import { contactView, leadView } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, amocrmProblem, archimedProblem, problem } from './failures.ts';
import { visitsOfPatient } from './mirror.ts';
import { sourcesOf } from './patients.ts';
import { namesOf, visitView } from './visit-views.ts';

/** Patients that ArchiMed+ knows under the phone of a deal's contact, or under one that was typed. */
export async function searchPatients(
  ctx: AccountContext,
  settings: AccountSettings,
  query: { dealId: number | null; phone: string | null; branchIds: readonly number[] },
): Promise<Result<PatientsReply, ApiFailure>> {
  const contact = query.dealId === null ? ok(null) : await contactOfDeal(ctx, settings, query.dealId);
  if (!contact.ok) {
    return contact;
  }
  const phones = query.phone === null ? (contact.value?.phones ?? []) : [query.phone];
  const patients = new Map<string, PatientReply>();
  for (const sourceId of sourcesOf(settings, query.branchIds)) {
    const client = await ctx.archimed(settings, sourceId);
    for (const phone of client ? phones : []) {
      const cards = await client?.medcards.byPhoneSpellings('click', phone);
      if (cards && !cards.ok) {
        return err(archimedProblem(cards.error));
      }
      for (const card of cards?.value ?? []) {
        patients.set(
          `${sourceId}:${card.id}`,
          await patientView(ctx, settings, sourceId, card, query.branchIds),
        );
      }
    }
  }
  return ok({ patients: [...patients.values()], contact: contact.value?.view ?? null });
}

type DealContact = { phones: readonly string[]; view: NonNullable<PatientsReply['contact']> };

async function contactOfDeal(
  ctx: AccountContext,
  settings: AccountSettings,
  dealId: number,
): Promise<Result<DealContact | null, ApiFailure>> {
  const client = ctx.amocrm(settings.account.domain);
  const lead = await client.leads.byId('click', dealId);
  if (!lead.ok) {
    return err(amocrmProblem(lead.error));
  }
  if (!lead.value || lead.value.isDeleted) {
    return err(problem(404, 'deals.not_found', 'Такой сделки в amoCRM нет.'));
  }
  const contactId = leadView(lead.value).contactId;
  const contact = contactId === null ? ok(null) : await client.contacts.byId('click', contactId);
  if (!contact.ok) {
    return err(amocrmProblem(contact.error));
  }
  if (!contact.value) {
    return ok(null);
  }
  const view = contactView(contact.value, settings.fields.body.contact.birthDate, settings.account.timeZone);
  return ok({
    phones: view.phones,
    view: { id: view.id, ...splitName(view), birthDate: view.birthDate, phone: view.phones[0] ?? null },
  });
}

async function patientView(
  ctx: AccountContext,
  settings: AccountSettings,
  sourceId: number,
  card: Medcard,
  branchIds: readonly number[],
): Promise<PatientReply> {
  const names = await namesOf(ctx, settings, sourceId);
  const nextVisits = visitsOfPatient(ctx.store, sourceId, card.id)
    .flatMap((row) => {
      const branch = settings.branches.find((candidate) => candidate.id === row.branchId);
      return branch && branchIds.includes(branch.id) ? [visitView(ctx, settings, row, branch, names)] : [];
    })
    .filter((visit) => visit.open)
    .toSorted((left, right) => epochMsOf(left.start) - epochMsOf(right.start))
    .map(({ id, branchId, doctorId, doctorName, start }) => ({ id, branchId, doctorId, doctorName, start }));
  return {
    id: card.id,
    source: sourceId,
    lastName: card.lastName,
    firstName: card.firstName,
    middleName: card.middleName,
    birthDate: card.birthDate,
    phone: card.phones[0] ?? '',
    nextVisits,
  };
}
