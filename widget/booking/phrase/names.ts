import { plain } from '../../ui/words.ts';
import type { Found } from './days.ts';
import { type Closeness, closeness } from './spelling.ts';

/** Who, where and in which room: what a clinic's own lists call by a name. */
export type NamedDoctor = {
  id: number;
  name: string;
  bookable: boolean;
  specialities: readonly { id: number; name: string }[];
};
export type NamedBranch = { id: number; title: string };

/** What people say for what the clinic writes. */
const synonyms: Readonly<Record<string, string>> = {
  окулист: 'офтальмолог',
  глазной: 'офтальмолог',
  отоларинголог: 'лор',
  оториноларинголог: 'лор',
  кожный: 'дерматолог',
  женский: 'гинеколог',
  зубной: 'стоматолог',
  дантист: 'стоматолог',
  ортопед: 'травматолог',
};
/** One letter from another speciality: never taken for a slip of the finger. */
const ownWords = ['нефролог'];
const HONORIFICS = new Set(['врач', 'доктор']);

/** The surname, and the other names where several doctors bear it; null as long as it could be two. */
export function doctorAt(
  words: readonly string[],
  doctors: readonly NamedDoctor[],
  how: Closeness,
): Found<NamedDoctor> | null {
  const [first = ''] = words;
  let found = doctors.filter((doctor) => closeness(first, nameWords(doctor.name)[0] ?? '') === how);
  if (found.length === 0) return null;
  let length = 1;
  for (const word of words.slice(1, 3)) {
    const narrower = found.filter((doctor) => nameWords(doctor.name).slice(1).some(isCalled(word)));
    if (narrower.length === 0) break;
    found = narrower;
    length += 1;
  }
  const [only] = found;
  return only === undefined || found.length > 1 ? null : { value: only, length, how };
}

export function specialityAt(
  words: readonly string[],
  doctors: readonly NamedDoctor[],
  how: Closeness,
): Found<{ id: number; name: string }> | null {
  const [first = ''] = words;
  if (HONORIFICS.has(first)) return null;
  let best: (Found<{ id: number; name: string }> & { more: number }) | null = null;
  for (const value of specialitiesOf(doctors)) {
    const names = nameWords(value.name).filter((word) => !HONORIFICS.has(word));
    let length = 0;
    while (length < words.length && names.some((name) => isSpeciality(words[length] ?? '', name, how)))
      length += 1;
    const more = names.length - length;
    if (length === 0) continue;
    if (best === null || length > best.length || (length === best.length && more < best.more))
      best = { value, length, how, more };
  }
  return best === null ? null : { value: best.value, length: best.length, how };
}

/** By a word that only this branch has in its title. */
export function branchAt(
  [first = '']: readonly string[],
  branches: readonly NamedBranch[],
  how: Closeness,
): Found<NamedBranch> | null {
  const found = branches.filter((branch) =>
    nameWords(branch.title).some((word) => word.length > 2 && closeness(first, word) === how),
  );
  const [only] = found;
  return only === undefined || found.length > 1 ? null : { value: only, length: 1, how };
}

/** «кабинет 5», «104 каб» */
export function roomAt(words: readonly string[], rooms: readonly string[]): Found<string> | null {
  const [first = '', second = ''] = words;
  const number = /^каб(инет[а-я]*)?\.?$/.test(first)
    ? second.replace('№', '')
    : /^каб(инет[а-я]*)?\.?$/.test(second)
      ? first
      : null;
  if (number === null || number === '') return null;
  const room = rooms.find((name) =>
    plain(name)
      .split(/[^\p{L}\d]+/u)
      .includes(number),
  );
  return room === undefined ? null : { value: room, length: 2, how: 'same' };
}

export function specialitiesOf(doctors: readonly NamedDoctor[]): { id: number; name: string }[] {
  const byId = new Map(doctors.flatMap((doctor) => doctor.specialities).map((entry) => [entry.id, entry]));
  return [...byId.values()];
}

function isSpeciality(typed: string, name: string, how: Closeness): boolean {
  if (ownWords.some((word) => closeness(typed, word) === 'same' && closeness(name, word) !== 'same'))
    return false;
  const said = Object.keys(synonyms).find((word) => closeness(typed, word) === 'same');
  return closeness((said && synonyms[said]) ?? typed, name) === how;
}

/** A first name in any case, or its initial: «А.». */
function isCalled(typed: string): (name: string) => boolean {
  const initial = /^([а-яa-z])\.?$/.exec(typed)?.[1];
  return (name) => (initial === undefined ? closeness(typed, name) !== null : name.startsWith(initial));
}

export function nameWords(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}
