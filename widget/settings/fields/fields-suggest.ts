import type { FieldName, FieldsPut, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { plain } from '../../ui/words.ts';
import {
  availableFor,
  chosen,
  type FieldOption,
  type FieldsDraft,
  sameEntity,
  toCreate,
  toFieldsPut,
  withField,
  withoutExcluded,
} from './fields-draft.ts';

/** How clinics call the field of each value, without «ё» and capitals. */
const usualNames: Record<FieldName, readonly string[]> = {
  'lead.recordId': ['id записи archimed+', 'id записи', 'id визита', 'номер записи'],
  'lead.branchId': ['id филиала archimed+', 'id филиала'],
  'lead.dateTime': [
    'дата и время записи',
    'дата и время',
    'дата и время приема',
    'дата и время визита',
    'дата приема',
    'дата визита',
    'дата записи',
  ],
  'lead.date': ['дата записи', 'дата приема', 'дата визита'],
  'lead.time': ['время записи', 'время приема', 'время визита'],
  'lead.doctor': ['врач', 'доктор', 'фио врача', 'лечащий врач', 'doctor'],
  'lead.services': ['услуги', 'услуга', 'services'],
  'lead.branch': ['филиал', 'клиника', 'branch'],
  'lead.room': ['кабинет', 'room'],
  'lead.status': ['статус визита', 'статус записи', 'статус приема'],
  'lead.comment': ['комментарий к записи', 'комментарий', 'комментарий к визиту'],
  'contact.patientId': ['id пациента archimed+', 'id пациента'],
  'contact.cardNumber': ['номер карты archimed+', 'номер карты', '№ карты', 'номер амбулаторной карты'],
  'contact.birthDate': ['дата рождения', 'день рождения', 'birth date', 'date of birth'],
};

export type Suggestions = Partial<Record<FieldName, FieldOption>>;

/** For rows without a field: one that is called like the value and can hold it. Only a proposal until it is taken. */
export function suggestFields(draft: FieldsDraft, reply: FieldsReply): Suggestions {
  const suggestions: Suggestions = {};
  let filled = draft;
  for (const name of toCreate(draft)) {
    const taken = (id: number) => namesWith(filled, name).some((other) => chosen(filled, other) === id);
    const found = namesakes(name, reply).find(
      (field) => (reply.fitting[name] ?? []).includes(field.type) && !taken(field.id),
    );
    if (found === undefined) continue;
    suggestions[name] = found;
    filled = withField(filled, name, found.id);
  }
  return suggestions;
}

/** Called like the value, but of a type that cannot hold it: worth a sentence, or its absence from the list is a riddle. */
export function unfitNamesake(name: FieldName, reply: FieldsReply): FieldOption | null {
  return namesakes(name, reply).find((field) => !(reply.fitting[name] ?? []).includes(field.type)) ?? null;
}

/**
 * What is saved before fields are made: «Создать все» takes what is proposed instead of making a second field of that
 * name, and what excludes the new ones leaves. null: nothing of that.
 */
export function beforeCreation(
  reply: FieldsReply,
  joined: boolean,
  suggestions: Suggestions,
): FieldsPut | null {
  const proposed = Object.entries(suggestions) as [FieldName, FieldOption][];
  if (proposed.length === 0) return withoutExcluded(reply, joined);
  const { version, lead, contact } = reply;
  const filled = proposed.reduce<FieldsDraft>((draft, [name, { id }]) => withField(draft, name, id), {
    lead,
    contact,
    joined,
  });
  return toFieldsPut(filled, version);
}

/** In the order of the usual names: the more exact one first. */
function namesakes(name: FieldName, reply: FieldsReply): FieldOption[] {
  return usualNames[name].flatMap((usual) =>
    availableFor(name, reply).filter((field) => plain(field.name) === usual),
  );
}

function namesWith(draft: FieldsDraft, name: FieldName): FieldName[] {
  const all = Object.keys(usualNames) as FieldName[];
  return all.filter((other) => sameEntity(other, name) && chosen(draft, other) !== null);
}
