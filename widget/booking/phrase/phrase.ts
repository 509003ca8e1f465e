import { addDays } from '../../ui/format.ts';
import { plain } from '../../ui/words.ts';
import { type Days, daysAt, type Found, weekdaysAt } from './days.ts';
import { type Hours, hoursAt } from './hours.ts';
import { branchAt, doctorAt, type NamedBranch, type NamedDoctor, roomAt, specialityAt } from './names.ts';

/** «невролог завтра после 17 центр»: what was understood of it, each part with its words, and what was not. */
export type Part =
  | { kind: 'doctor'; id: number; name: string; bookable: boolean }
  | { kind: 'speciality'; id: number; name: string }
  | { kind: 'branch'; id: number; name: string }
  | { kind: 'room'; name: string }
  | ({ kind: 'days' } & Days)
  | { kind: 'weekdays'; days: readonly number[] }
  | ({ kind: 'hours' } & Hours);
/** `from` and `to` (not included) count the words. */
export type Understood = { part: Part; from: number; to: number };
export type Phrase = { words: readonly string[]; parts: readonly Understood[]; unknown: readonly string[] };
export type Lists = {
  today: string;
  doctors: readonly NamedDoctor[];
  branches: readonly NamedBranch[];
  rooms: readonly string[];
};

/** Said with what follows, and nothing by themselves. */
const prepositions = /^(в|во|на|к|ко|у|с|со|по|и|или|а|до|от|после|для|on|at|in|the|to)$/;
const politeness =
  /^(врач[а-я]*|доктор[а-я]*|запи[сш][а-я]+|филиал[а-я]*|клиник[а-я]*|корпус[а-я]*|можно|нужно|нужен|нужна|надо|хочу|хотим|пожалуйста|время|прием|приему|окно|окошко|свободн[а-я]+|ближайш[а-я]+|часов|часа|лучше|удобно|doctor|please)$/;

export function parsePhrase(text: string, lists: Lists): Phrase {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const plainWords = words.map((word) => plain(word).replace(/^[«"(]+|[.!?»")]+$/g, ''));
  const taken: (Understood | null)[] = words.map(() => null);
  const isFree = (from: number, length: number): boolean =>
    from + length <= words.length && taken.slice(from, from + length).every((entry) => entry === null);

  // A right spelling anywhere goes before a wrong one: «Субботина» is a name although it is near to a day.
  for (const how of ['same', 'typo'] as const) {
    for (let at = 0; at < words.length; at += 1) {
      const rest = plainWords.slice(at);
      const found = taken[at] === null ? ruleAt(rest, lists, how) : null;
      if (found === null || found.how !== how || !isFree(at, found.length)) continue;
      const understood = { part: found.value, from: at, to: at + found.length };
      taken.fill(understood, at, at + found.length);
      at += found.length - 1;
    }
  }
  // «в пятницу», «к Громову»: the little word goes with its part.
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const next = taken[at + 1] ?? null;
    if (taken[at] !== null || next === null || !prepositions.test(plainWords[at] ?? '')) continue;
    next.from = at;
    taken[at] = next;
  }
  const unknown = words.filter((_, at) => {
    const word = plainWords[at] ?? '';
    return taken[at] === null && word !== '' && !prepositions.test(word) && !politeness.test(word);
  });
  return { words, parts: [...new Set(taken)].filter((entry) => entry !== null), unknown };
}

function ruleAt(words: readonly string[], lists: Lists, how: 'same' | 'typo'): Found<Part> | null {
  return (
    as(roomAt(words, lists.rooms), (name) => ({ kind: 'room', name })) ??
    as(fromDay(words, lists.today), (days) => ({ kind: 'days', ...days })) ??
    as(weekdaysAt(words), (days) => ({ kind: 'weekdays', days })) ??
    ofKind(
      how,
      as(hoursAt(words), (hours) => ({ kind: 'hours', ...hours })),
    ) ??
    ofKind(
      how,
      as(daysAt(words, lists.today), (days) => ({ kind: 'days', ...days })),
    ) ??
    as(doctorAt(words, lists.doctors, how), ({ id, name, bookable }) => ({
      kind: 'doctor',
      id,
      name,
      bookable,
    })) ??
    as(specialityAt(words, lists.doctors, how), ({ id, name }) => ({ kind: 'speciality', id, name })) ??
    as(branchAt(words, lists.branches, how), ({ id, title }) => ({ kind: 'branch', id, name: title }))
  );
}

/** A day that is only near to the word must not stand in a name's way. */
function ofKind(how: 'same' | 'typo', found: Found<Part> | null): Found<Part> | null {
  return found?.how === how ? found : null;
}

/** «с 27 ноября», «после 27.11»: a fortnight from then on. Two numbers after «после» may also be a time: 17.30. */
function fromDay(words: readonly string[], today: string): Found<Days> | null {
  if (!/^(с|со|после|from)$/.test(words[0] ?? '') || /^\d{1,2}\.(00|15|30|45)$/.test(words[1] ?? ''))
    return null;
  const found = daysAt(words.slice(1), today);
  if (found === null || found.how === 'typo') return null;
  const { from } = found.value;
  return { ...found, value: { from, to: addDays(from, 13) }, length: found.length + 1 };
}

function as<T>(found: Found<T> | null, part: (value: T) => Part): Found<Part> | null {
  return found === null ? null : { ...found, value: part(found.value) };
}

/** The phrase without one of its parts. */
export function without(phrase: Phrase, part: Understood): string {
  return phrase.words.filter((_, at) => at < part.from || at >= part.to).join(' ');
}

/** The phrase with another doctor or speciality, taken from the list; times and places stay. */
export function withWho(phrase: Phrase, name: string): string {
  const kept = phrase.parts.filter(({ part }) => part.kind !== 'doctor' && part.kind !== 'speciality');
  return [name, ...kept.flatMap(({ from, to }) => phrase.words.slice(from, to))].join(' ');
}
