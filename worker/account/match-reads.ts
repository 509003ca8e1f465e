import { and, eq } from 'drizzle-orm';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { MatchNeed, MatchReads } from '../sync/match.ts';
import type { LeadView, PersonFacts } from '../sync/model.ts';
import { splitName } from '../sync/person.ts';
import { samePhone } from '../sync/phone.ts';
import { contactView, leadView } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import type { VisitRow } from './mirror.ts';
import { patients } from './schema.ts';

/** Reads what the choice of a deal asked for. */
export type MatchReader = {
  ctx: AccountContext;
  settings: AccountSettings;
  amocrm: AmocrmClient;
  archimed: ArchimedClient;
  row: VisitRow;
  priority: Priority;
};

type ReadFailure = AmocrmFailure | ArchimedFailure;

/** A contact has few deals and a phone few contacts; a search that finds more than this is looked at no further. */
const MAX_PAGES = 3;
const MAX_DEALS = 50;

export async function readForMatch(
  reader: MatchReader,
  need: MatchNeed,
  reads: MatchReads,
): Promise<Result<MatchReads, ReadFailure>> {
  const { amocrm, priority, settings } = reader;
  switch (need.read) {
    case 'linkedLead': {
      const lead = await amocrm.leads.byId(priority, need.dealId);
      return lead.ok
        ? ok({ ...reads, linkedLead: lead.value && !lead.value.isDeleted ? leadView(lead.value) : null })
        : lead;
    }
    case 'leadsByRecordId': {
      const found = await amocrm.leads.listByQuery(priority, String(reader.row.talonId), {
        maxPages: MAX_PAGES,
      });
      return found.ok ? ok({ ...reads, leadsByRecordId: live(found.value.rows).map(leadView) }) : found;
    }
    case 'patientContact':
      return ok({ ...reads, patientContactId: contactOfPatient(reader.ctx, reader.row) });
    case 'person': {
      const person = await readPerson(reader);
      return person.ok ? ok({ ...reads, person: person.value }) : person;
    }
    case 'contactsByPhone': {
      const contacts = new Map<number, ReturnType<typeof contactView>>();
      for (const phone of need.phones) {
        const found = await amocrm.contacts.findByPhone(priority, phone, {
          matches: (typed) => samePhone(typed, phone),
          maxPages: MAX_PAGES,
        });
        if (!found.ok) {
          return found;
        }
        for (const contact of live(found.value.rows)) {
          const view = contactView(
            contact,
            settings.fields.body.contact.birthDate,
            settings.account.timeZone,
          );
          contacts.set(contact.id, view);
        }
      }
      return ok({ ...reads, contactsByPhone: [...contacts.values()] });
    }
    case 'leadsOfContact': {
      const leads = await leadsOf(amocrm, need.contactId, priority);
      if (!leads.ok) {
        return leads;
      }
      return ok({
        ...reads,
        leadsOfContact: new Map([...reads.leadsOfContact, [need.contactId, leads.value]]),
      });
    }
  }
}

async function leadsOf(
  amocrm: AmocrmClient,
  contactId: number,
  priority: Priority,
): Promise<Result<LeadView[], AmocrmFailure>> {
  const contact = await amocrm.contacts.byId(priority, contactId);
  if (!contact.ok) {
    return contact;
  }
  const newest = (contact.value?.leadIds ?? []).toSorted((left, right) => right - left).slice(0, MAX_DEALS);
  if (newest.length === 0) {
    return ok([]);
  }
  const leads = await amocrm.leads.byIds(priority, newest);
  return leads.ok ? ok(live(leads.value).map(leadView)) : leads;
}

/** The medcard tells name, birth date and every phone; without one the talon itself tells name and phone. */
export async function readPerson(reader: MatchReader): Promise<Result<PersonFacts | null, ArchimedFailure>> {
  const { archimed, row, priority } = reader;
  if (row.patientId !== null) {
    const card = await archimed.medcards.byId(priority, row.patientId);
    if (!card.ok) {
      return card;
    }
    if (card.value) {
      const { lastName, firstName, middleName, birthDate, phones } = card.value;
      return ok({ lastName, firstName, middleName, birthDate, phones });
    }
  }
  const talon =
    row.talonId === null
      ? ok(null)
      : await archimed.talons.byId(priority, row.talonId, { withDeleted: true });
  if (!talon.ok) {
    return talon;
  }
  if (!talon.value) {
    return ok(null);
  }
  const { patientName: name, patientPhone } = talon.value;
  return ok({
    ...splitName({ name, firstName: '', lastName: '' }),
    birthDate: null,
    phones: patientPhone === '' ? [] : [patientPhone],
  });
}

export function contactOfPatient(ctx: AccountContext, row: VisitRow): number | null {
  if (row.patientId === null) {
    return null;
  }
  return (
    ctx.store
      .select({ contactId: patients.contactId })
      .from(patients)
      .where(and(eq(patients.sourceId, row.sourceId), eq(patients.patientId, row.patientId)))
      .get()?.contactId ?? null
  );
}

function live<T extends { readonly isDeleted: boolean }>(rows: readonly T[]): T[] {
  return rows.filter((row) => !row.isDeleted);
}
