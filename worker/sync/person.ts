import type { ContactView, PersonFacts } from './model.ts';

/** Whether a contact is this patient: families share phones, so the name decides (product.md §3.3 step 4). */
export type PersonChoice =
  | { kind: 'contact'; contactId: number }
  | { kind: 'other-people' }
  | { kind: 'doubt'; contactIds: number[] };

type Likeness = 'same' | 'maybe' | 'other';

/**
 * Contacts are those whose phone equals the patient's. A full equal name is the person; a name of one word that
 * fits, or no usable name at all, is the person only when nobody else is on that phone.
 */
export function choosePerson(person: PersonFacts, contacts: readonly ContactView[]): PersonChoice {
  const judged = contacts.map((contact) => ({ contact, likeness: likeness(person, contact) }));
  const same = judged.filter((entry) => entry.likeness === 'same');
  const [first] = same;
  if (first && same.length === 1) {
    return { kind: 'contact', contactId: first.contact.id };
  }
  if (same.length > 1) {
    const born = same.filter(
      (entry) => person.birthDate !== null && entry.contact.birthDate === person.birthDate,
    );
    const [only] = born;
    return only && born.length === 1
      ? { kind: 'contact', contactId: only.contact.id }
      : { kind: 'doubt', contactIds: same.map((entry) => entry.contact.id) };
  }
  const maybe = judged.filter((entry) => entry.likeness === 'maybe');
  const [likely] = maybe;
  if (!likely) {
    return { kind: 'other-people' };
  }
  return judged.length === 1
    ? { kind: 'contact', contactId: likely.contact.id }
    : { kind: 'doubt', contactIds: maybe.map((entry) => entry.contact.id) };
}

function likeness(person: PersonFacts, contact: ContactView): Likeness {
  if (person.birthDate !== null && contact.birthDate !== null && person.birthDate !== contact.birthDate) {
    return 'other';
  }
  const words = nameWords(`${contact.lastName} ${contact.firstName} ${contact.name}`);
  const last = nameWords(person.lastName).join('-');
  const first = nameWords(person.firstName).join('-');
  const unique = new Set(words);
  if (unique.has(last) && unique.has(first)) {
    return 'same';
  }
  if (unique.size === 0) {
    return 'maybe';
  }
  return unique.size === 1 && (unique.has(last) || unique.has(first)) ? 'maybe' : 'other';
}

function nameWords(text: string): string[] {
  return text
    .toLocaleLowerCase('ru')
    .replaceAll('ё', 'е')
    .split(/[^a-zа-я-]+/u)
    .filter((word) => word.length > 1);
}

/** «Лебедева Ирина Петровна», or amoCRM's own first and last name where they are filled. */
export function splitName(contact: { name: string; firstName: string; lastName: string }): {
  lastName: string;
  firstName: string;
  middleName: string;
} {
  if (contact.lastName && contact.firstName) {
    const [firstName = '', ...rest] = contact.firstName.trim().split(/\s+/);
    return { lastName: contact.lastName.trim(), firstName, middleName: rest.join(' ') };
  }
  const words = contact.name
    .trim()
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word));
  const [one = '', two = '', ...more] = words;
  if (words.length === 1) {
    return { lastName: '', firstName: one, middleName: '' };
  }
  // Patronymics betray the order «Имя Отчество Фамилия».
  const patronymicSecond = /(?:вич|вна|ична|оглы|кызы)$/iu.test(two);
  if (patronymicSecond && more.length > 0) {
    return { lastName: more.join(' '), firstName: one, middleName: two };
  }
  if (
    words.length === 2 &&
    /(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ко|ук|юк|дзе|ян)$/iu.test(two)
  ) {
    return /(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ына|ский|цкий|ская|цкая)$/iu.test(one)
      ? { lastName: one, firstName: two, middleName: '' }
      : { lastName: two, firstName: one, middleName: '' };
  }
  return { lastName: one, firstName: two, middleName: more.join(' ') };
}

export function sameName(left: PersonFacts, right: PersonFacts): boolean {
  const key = (person: PersonFacts) => nameWords(`${person.lastName} ${person.firstName}`).join(' ');
  return key(left) === key(right);
}
