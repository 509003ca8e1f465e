import type { Phone } from './field-values.ts';
import { type FieldWrite, writePhones } from './field-writes.ts';

export type ContactChanges = {
  readonly name?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly responsibleUserId?: number;
  readonly fields?: readonly FieldWrite[];
  /** The whole list: phones left out are removed (amocrm-api.md §4.3). */
  readonly phones?: readonly Phone[];
};

export type NewContact = ContactChanges;

export function contactBody(contact: ContactChanges): object {
  const phones = contact.phones === undefined ? [] : [writePhones(contact.phones)];
  const fields = [...(contact.fields ?? []), ...phones];
  return {
    name: contact.name,
    first_name: contact.firstName,
    last_name: contact.lastName,
    responsible_user_id: contact.responsibleUserId,
    custom_fields_values: fields.length === 0 ? undefined : fields,
  };
}
