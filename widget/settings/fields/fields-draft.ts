import type {
  ContactFieldKey,
  FieldName,
  FieldSettings,
  FieldsPut,
  FieldsReply,
  LeadFieldKey,
} from '../../../worker/settings/fields.schemas.ts';

/** `joined`: date and time in one field; the switch is remembered even while nothing is chosen. */
export type FieldsDraft = FieldSettings & { joined: boolean };
export type FieldOption = { id: number; name: string; type: string };
export type FieldFault = 'gone' | 'unfit' | 'twice';

export const systemFields: readonly FieldName[] = ['lead.recordId', 'lead.branchId'];
const visitFields: readonly FieldName[] = [
  'lead.doctor',
  'lead.services',
  'lead.branch',
  'lead.room',
  'lead.status',
  'lead.comment',
];
export const contactFields: readonly FieldName[] = [
  'contact.patientId',
  'contact.cardNumber',
  'contact.birthDate',
];

export function fieldsDraft({ lead, contact }: FieldSettings): FieldsDraft {
  const split = lead.dateTime === null && (lead.date !== null || lead.time !== null);
  return { lead, contact, joined: !split };
}

export function visibleVisitFields(joined: boolean): readonly FieldName[] {
  return joined ? ['lead.dateTime', ...visitFields] : ['lead.date', 'lead.time', ...visitFields];
}

export function visibleFields(joined: boolean): readonly FieldName[] {
  return [...systemFields, ...visibleVisitFields(joined), ...contactFields];
}

export function chosen(settings: FieldSettings, name: FieldName): number | null {
  const key = keyOf(name);
  return key.of === 'lead' ? settings.lead[key.name] : settings.contact[key.name];
}

export function withField(draft: FieldsDraft, name: FieldName, id: number | null): FieldsDraft {
  const key = keyOf(name);
  if (key.of === 'lead') return { ...draft, lead: { ...draft.lead, [key.name]: id } };
  return { ...draft, contact: { ...draft.contact, [key.name]: id } };
}

/** Only fields of a fitting type; the chosen one is listed even when it no longer fits, so that it can be seen. */
export function optionsFor(name: FieldName, reply: FieldsReply, current: number | null): FieldOption[] {
  const fitting = reply.fitting[name] ?? [];
  return availableFor(name, reply).filter((field) => fitting.includes(field.type) || field.id === current);
}

/** A joint field excludes the two (fields.schemas.ts), so the hidden ones are not sent. */
export function toFieldsPut(draft: FieldsDraft, version: number): FieldsPut {
  const hidden = draft.joined ? { date: null, time: null } : { dateTime: null };
  return { version, lead: { ...draft.lead, ...hidden }, contact: draft.contact };
}

/**
 * The joint field and the two exclude each other in what is saved, too: before one of them can be created, the other
 * kind has to leave. null: nothing is in the way.
 */
export function withoutExcluded(reply: FieldsReply, joined: boolean): FieldsPut | null {
  const { version, lead, contact } = reply;
  const inTheWay = joined ? lead.date !== null || lead.time !== null : lead.dateTime !== null;
  return inTheWay ? toFieldsPut({ lead, contact, joined }, version) : null;
}

export function fieldFaults(draft: FieldsDraft, reply: FieldsReply): Partial<Record<FieldName, FieldFault>> {
  const faults: Partial<Record<FieldName, FieldFault>> = {};
  const names = visibleFields(draft.joined);
  for (const name of names) {
    const id = chosen(draft, name);
    if (id === null) continue;
    const field = availableFor(name, reply).find((candidate) => candidate.id === id);
    if (field === undefined) faults[name] = 'gone';
    else if (!(reply.fitting[name] ?? []).includes(field.type)) faults[name] = 'unfit';
    else if (names.some((other) => other !== name && sameEntity(other, name) && chosen(draft, other) === id))
      faults[name] = 'twice';
  }
  return faults;
}

/** What «Создать все» makes: everything on the screen that has no field yet. */
export function toCreate(draft: FieldsDraft): FieldName[] {
  return visibleFields(draft.joined).filter((name) => chosen(draft, name) === null);
}

/** Without them a deal could not be recognised after an unknown outcome (product.md 3.5). */
export function systemFieldsMapped(settings: FieldSettings): boolean {
  return systemFields.every((name) => chosen(settings, name) !== null);
}

export function availableFor(name: FieldName, reply: FieldsReply): FieldOption[] {
  return keyOf(name).of === 'lead' ? reply.available.lead : reply.available.contact;
}

export function entityOf(name: FieldName): 'lead' | 'contact' {
  return keyOf(name).of;
}

export function sameEntity(a: FieldName, b: FieldName): boolean {
  return keyOf(a).of === keyOf(b).of;
}

type Key = { of: 'lead'; name: LeadFieldKey } | { of: 'contact'; name: ContactFieldKey };
function keyOf(name: FieldName): Key {
  const dot = name.indexOf('.');
  return { of: name.slice(0, dot), name: name.slice(dot + 1) } as Key;
}
