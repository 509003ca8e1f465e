import type { ContactView, PersonFacts } from './model.ts';

/** Whether a contact is this patient: families share phones, so the name decides (product.md §3.3 step 4). */
export type PersonChoice =
  | { kind: 'contact'; contactId: number }
  | { kind: 'other-people' }
  | { kind: 'doubt'; candidates: Candidate[] };

type Likeness = 'same' | 'maybe' | 'other';
/** Stable codes: what speaks for the contact and what is not known of it. */
export type LikenessReason = 'name' | 'part_of_name' | 'no_name' | 'birth_date';
/** A contact that may be the patient, without anything personal: this is what the review queue keeps. */
export type Candidate = {
  contactId: number;
  likeness: Exclude<Likeness, 'other'>;
  why: readonly LikenessReason[];
};

type Judged = { contactId: number; likeness: Likeness; why: readonly LikenessReason[] };

/**
 * Contacts are those whose phone equals the patient's. Equal surname and first name are the person; a part of the
 * name, or no usable name at all, is the person only when nobody else is on that phone.
 */
export function choosePerson(person: PersonFacts, contacts: readonly ContactView[]): PersonChoice {
  const judged = contacts.map((contact) => judge(person, contact));
  const same = judged.filter(({ likeness }) => likeness === 'same');
  const [first] = same;
  if (first && same.length === 1) {
    return { kind: 'contact', contactId: first.contactId };
  }
  if (same.length > 1) {
    const [only, ...others] = same.filter(({ why }) => why.includes('birth_date'));
    return only && others.length === 0
      ? { kind: 'contact', contactId: only.contactId }
      : { kind: 'doubt', candidates: ranked(judged) };
  }
  const [likely] = judged.filter(({ likeness }) => likeness === 'maybe');
  if (!likely) {
    return { kind: 'other-people' };
  }
  return judged.length === 1
    ? { kind: 'contact', contactId: likely.contactId }
    : { kind: 'doubt', candidates: ranked(judged) };
}

/** Whether this contact is the patient beyond doubt, whoever else is on the phone. */
export function isClearly(person: PersonFacts, contact: ContactView): boolean {
  return judge(person, contact).likeness === 'same';
}

const WEIGHT: Record<LikenessReason, number> = { name: 8, birth_date: 4, part_of_name: 2, no_name: 1 };

/** The likeliest first; whoever is somebody else is no candidate. */
function ranked(judged: readonly Judged[]): Candidate[] {
  const weight = ({ why }: Candidate) => why.reduce((sum, reason) => sum + WEIGHT[reason], 0);
  return judged
    .flatMap(({ contactId, likeness, why }) => (likeness === 'other' ? [] : [{ contactId, likeness, why }]))
    .toSorted((left, right) => weight(right) - weight(left) || left.contactId - right.contactId);
}

function judge(person: PersonFacts, contact: ContactView): Judged {
  const judged = (likeness: Likeness, ...why: LikenessReason[]): Judged => ({
    contactId: contact.id,
    likeness,
    why: isBornAlike ? [...why, 'birth_date'] : why,
  });
  const isBornAlike = person.birthDate !== null && contact.birthDate === person.birthDate;
  if (person.birthDate !== null && contact.birthDate !== null && !isBornAlike) {
    return judged('other');
  }
  const typed = new Set(nameWords(`${contact.lastName} ${contact.firstName} ${contact.name}`));
  const last = nameWords(person.lastName).filter(isWord);
  const first = nameWords(person.firstName).filter(isWord);
  const known = [...last, ...first];
  if (last.length > 0 && first.length > 0 && known.every((word) => typed.has(word))) {
    return judged('same', 'name');
  }
  if (typed.size === 0) {
    return judged('maybe', 'no_name');
  }
  const mayBeCalled = [...known, ...nameWords(person.middleName).filter(isWord)];
  const fits = [...typed].every((word) =>
    isWord(word) ? mayBeCalled.includes(word) : mayBeCalled.some((name) => name.startsWith(word)),
  );
  return fits || known.every((word) => typed.has(word)) ? judged('maybe', 'part_of_name') : judged('other');
}

/** Double names are two words, hyphen or not; «й» and «ё» may come in two code points. */
export function nameWords(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLocaleLowerCase('ru')
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? []
  );
}

/** Every word of what was typed begins a word of the name. */
export function isCalled(name: string, typed: string): boolean {
  const parts = nameWords(name);
  return nameWords(typed).every((word) => parts.some((part) => part.startsWith(word)));
}

/** A single letter is an initial. */
function isWord(word: string): boolean {
  return word.length > 1;
}

const PATRONYMIC = /(?:вич|вна|ична|оглы|кызы)$/iu;
const SURNAME = /(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ко|ук|юк|дзе|ян)$/iu;
/** First names that end like a surname, in lower case. */
const FIRST_NAMES = new Set(
  (
    'лев ян яков константин валентин мартин вениамин демьян севастьян ева ирина марина карина арина дарина алина ' +
    'полина галина нина дина зина янина регина сабина эвелина ангелина кристина альбина екатерина катерина ' +
    'валентина антонина'
  ).split(' '),
);

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
  if (PATRONYMIC.test(two)) {
    return { lastName: more.join(' '), firstName: one, middleName: two };
  }
  if (words.length === 2 && isFirstNameFirst(one, two)) {
    return { lastName: two, firstName: one, middleName: '' };
  }
  return { lastName: one, firstName: two, middleName: more.join(' ') };
}

function isFirstNameFirst(one: string, two: string): boolean {
  const isFirst = (word: string) => FIRST_NAMES.has(word.toLocaleLowerCase('ru'));
  return isFirst(one) ? !isFirst(two) : !isFirst(two) && SURNAME.test(two) && !SURNAME.test(one);
}

export function sameName(left: PersonFacts, right: PersonFacts): boolean {
  const key = (person: PersonFacts) => nameWords(`${person.lastName} ${person.firstName}`).join(' ');
  return key(left) === key(right);
}
