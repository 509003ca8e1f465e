import type { AmocrmClient } from '../amocrm/client.ts';
import type { Contact } from '../amocrm/contacts.ts';
import type { CustomField as AmocrmField, FieldEntity } from '../amocrm/custom-fields.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import { type FieldValue as AmocrmValue, findField, readDate, readText } from '../amocrm/field-values.ts';
import type { FieldWrite as AmocrmWrite } from '../amocrm/field-writes.ts';
import type { Lead } from '../amocrm/leads.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { User } from '../amocrm/users.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { FieldWrite } from '../sync/fields.ts';
import type { ContactView, CustomField, FieldValue, LeadView } from '../sync/model.ts';

/** What amoCRM's client reads, as the domain speaks of it. */

export function leadView(lead: Lead): LeadView {
  return {
    id: lead.id,
    name: lead.name,
    pipelineId: lead.pipelineId,
    statusId: lead.statusId,
    price: lead.price,
    responsibleId: lead.responsibleUserId,
    createdAt: lead.createdAt,
    updatedAt: lead.updatedAt,
    contactId: (lead.contacts.find((contact) => contact.isMain) ?? lead.contacts[0])?.id ?? null,
    fields: fieldMap(lead.fields),
  };
}

export function contactView(contact: Contact, birthDateField: number | null, timeZone: string): ContactView {
  return {
    id: contact.id,
    name: contact.name,
    firstName: contact.firstName,
    lastName: contact.lastName,
    responsibleId: contact.responsibleUserId,
    phones: contact.phones.map((phone) => phone.value),
    birthDate: birthDateField === null ? null : birthDate(contact, birthDateField, timeZone),
    fields: fieldMap(contact.fields),
  };
}

function birthDate(contact: Contact, fieldId: number, timeZone: string): string | null {
  const field = findField(contact.fields, fieldId);
  const dotted = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(readText(field) ?? '');
  return dotted ? `${dotted[3]}-${dotted[2]}-${dotted[1]}` : readDate(field, timeZone);
}

function fieldMap(fields: readonly AmocrmValue[]): ReadonlyMap<number, readonly FieldValue[]> {
  return new Map(
    fields.map((field) => [
      field.fieldId,
      field.values.map(({ value, enumId }) => ({ value: isPlain(value) ? value : null, enumId })),
    ]),
  );
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function toAmocrmWrite(write: FieldWrite): AmocrmWrite {
  return {
    field_id: write.fieldId,
    values:
      write.values?.map(({ value, enumId }) =>
        enumId === undefined ? { value: value ?? '' } : { enum_id: enumId },
      ) ?? null,
  };
}

/** Pipelines, users and field definitions change rarely: one reading serves a minute of work. */
export type AmocrmLists = {
  pipelines(client: AmocrmClient, priority: Priority): Promise<Result<readonly Pipeline[], AmocrmFailure>>;
  users(client: AmocrmClient, priority: Priority): Promise<Result<readonly User[], AmocrmFailure>>;
  fields(
    client: AmocrmClient,
    entity: FieldEntity,
    priority: Priority,
  ): Promise<Result<ReadonlyMap<number, CustomField>, AmocrmFailure>>;
  /** After amoCRM refused something that these lists said was there. */
  forget(): void;
};

const LIFE_MS = 60_000;

export function createAmocrmLists(now: () => number): AmocrmLists {
  const kept = new Map<string, { at: number; value: unknown }>();
  /** Readings under way: events that go side by side ask for the same list in the same moment. */
  const underWay = new Map<string, Promise<Result<unknown, AmocrmFailure>>>();

  async function load<T>(
    key: string,
    place: string,
    read: () => Promise<Result<T, AmocrmFailure>>,
  ): Promise<Result<T, AmocrmFailure>> {
    const reading = read();
    underWay.set(place, reading);
    try {
      const list = await reading;
      // One that began before `forget` tells what was there before.
      if (list.ok && underWay.get(place) === reading) {
        kept.set(key, { at: now(), value: list.value });
      }
      return list;
    } finally {
      if (underWay.get(place) === reading) {
        underWay.delete(place);
      }
    }
  }

  async function through<T>(
    key: string,
    priority: Priority,
    read: () => Promise<Result<T, AmocrmFailure>>,
  ): Promise<Result<T, AmocrmFailure>> {
    const known = kept.get(key);
    if (known && now() - known.at < LIFE_MS) {
      return ok(known.value as T);
    }
    // A click does not wait for a reading that stands in line with background work.
    const place = `${key} ${priority}`;
    const others = underWay.get(place) as Promise<Result<T, AmocrmFailure>> | undefined;
    return others ?? load(key, place, read);
  }

  return {
    pipelines: (client, priority) => through('pipelines', priority, () => client.pipelines.list(priority)),
    users: (client, priority) => through('users', priority, () => client.users.list(priority)),
    fields: (client, entity, priority) =>
      through(`fields:${entity}`, priority, async () => {
        const read = await client.customFields.list(priority, entity);
        return read.ok ? ok(new Map(read.value.map((field) => [field.id, toField(field)]))) : read;
      }),
    forget() {
      kept.clear();
      underWay.clear();
    },
  };
}

function toField(field: AmocrmField): CustomField {
  return {
    id: field.id,
    name: field.name,
    type: field.type,
    enums: field.options.map(({ id, value }) => ({ id, value })),
  };
}
