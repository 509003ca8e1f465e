import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { dateIn } from '../ui/format.ts';
import { doctorOptions, type SearchTexts, targetOf, targetText } from './doctor-search.ts';
import { parsePhrase, type Understood, without, withWho } from './phrase/phrase.ts';
import type { Branch, ScheduleModel, Target } from './schedule-model.ts';
import { isTimePart, type Wish, wishOf } from './wish.ts';

/** So long after the last letter the schedule is asked for what was named. */
const TYPING_PAUSE_MS = 300;

/** One line says it all: who, where, when. What is chosen from the lists is written into it, too. */
export function createSearchModel(options: {
  schedule: ScheduleModel;
  branch: ReadonlySignal<Branch>;
  branches: readonly Branch[];
  changeBranch: (id: number) => Promise<void>;
}) {
  const { schedule, branch, branches } = options;
  const text = signal('');
  /** Taken from the list: tells namesakes apart. */
  const picked = signal<{ text: string; target: Target } | null>(null);
  const phrase = computed(() =>
    parsePhrase(text.value, {
      today: dateIn(Date.now(), branch.value.timeZone),
      doctors: schedule.doctors.value,
      branches,
      rooms: schedule.rooms.value,
    }),
  );
  /** What the list is narrowed by: the words about people, known or not yet. */
  const sought = computed(() => {
    const { words, parts, unknown } = phrase.value;
    const who = parts.filter(({ part }) => part.kind === 'doctor' || part.kind === 'speciality');
    return who.length > 0 && unknown.length === 0
      ? who.flatMap(({ part, from, to }) => (part.kind === 'doctor' ? [part.name] : words.slice(from, to)))
      : unknown;
  });
  /** Words that are neither understood nor the beginning of a name. */
  const unknown = computed(() =>
    phrase.value.unknown.filter((word) => doctorOptions(schedule.doctors.value, word, noTexts).length === 0),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  const target = (): Target => {
    if (picked.value?.text === text.value) return picked.value.target;
    const parts = phrase.value.parts.map(({ part }) => part);
    const doctor = parts.find((part) => part.kind === 'doctor' && part.bookable);
    const speciality = parts.find((part) => part.kind === 'speciality');
    if (doctor?.kind === 'doctor') return { kind: 'doctor', id: doctor.id };
    return speciality?.kind === 'speciality' ? { kind: 'speciality', id: speciality.id } : { kind: 'any' };
  };
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const apply = async (): Promise<void> => {
    clearTimeout(timer);
    const place = phrase.value.parts.find(({ part }) => part.kind === 'branch')?.part;
    if (place?.kind === 'branch' && place.id !== branch.value.id) await options.changeBranch(place.id);
    const room = phrase.value.parts.find(({ part }) => part.kind === 'room')?.part;
    if (room?.kind === 'room') schedule.room.value = room.name;
    const next = target();
    if (!same(next, schedule.target.value)) await schedule.aim(next);
  };
  const write = (next: string): void => {
    text.value = next;
    const wish = wishOf(phrase.value);
    if (!same(wish, schedule.wish.value)) schedule.setWish(wish);
  };

  return {
    text,
    phrase,
    sought,
    unknown,
    apply,
    type(next: string): void {
      write(next);
      clearTimeout(timer);
      timer = setTimeout(() => void apply(), TYPING_PAUSE_MS);
    },
    /** A doctor or a speciality of the list; times and places that were said stay. */
    pick(optionId: string): Promise<void> {
      const chosen = targetOf(optionId);
      write(withWho(phrase.value, targetText(schedule.doctors.value, chosen)));
      picked.value = { text: text.value, target: chosen };
      return apply();
    },
    remove(part: Understood): Promise<void> {
      if (part.part.kind === 'room') schedule.room.value = '';
      write(without(phrase.value, part));
      return apply();
    },
    /** All of what was said about days and times. */
    anyTime(): Promise<void> {
      const times = phrase.value.parts.filter(({ part }) => isTimePart(part));
      const isIn = (at: number): boolean => times.some(({ from, to }) => at >= from && at < to);
      write(phrase.value.words.filter((_, at) => !isIn(at)).join(' '));
      return apply();
    },
    /** Another branch was chosen by hand: a branch in the phrase no longer holds. */
    branchChosen(): void {
      const place = phrase.value.parts.find(({ part }) => part.kind === 'branch');
      if (place !== undefined) write(without(phrase.value, place));
    },
    /** Another time was taken than what was searched for: the line says no more than what holds. */
    forgetUnless(wish: Wish, aimed: Target): void {
      if (!same(wish, wishOf(phrase.value)) || !same(aimed, target())) text.value = '';
    },
    clear(): Promise<void> {
      write('');
      return apply();
    },
  };
}

const noTexts: SearchTexts = { specialities: '', doctors: '', notBookable: '' };
