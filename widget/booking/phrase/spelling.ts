import { plain } from '../../ui/words.ts';

/**
 * How a word is recognised in the way people type it: any ending of a Russian noun or adjective, and in a longer word one
 * letter wrong, missing, too many or exchanged with its neighbour. No grammar: what was understood is shown and can be removed.
 */
const ENDINGS = [
  ...['а', 'я', 'о', 'е', 'у', 'ю', 'ы', 'и', 'й', 'ь'],
  ...['ой', 'ей', 'ою', 'ею', 'ий', 'ый', 'ая', 'яя', 'ое', 'ее', 'ую', 'юю', 'ие', 'ые', 'ию', 'ия', 'ии'],
  ...['ов', 'ев', 'ам', 'ям', 'ом', 'ем', 'ым', 'им', 'ых', 'их', 'ах', 'ях'],
  ...['ого', 'его', 'ому', 'ему', 'ами', 'ями', 'ыми', 'ими'],
];
const SHORTEST_STEM = 3;
/** In a shorter word another letter is mostly another word. */
const SHORTEST_WITH_TYPO = 5;

export type Closeness = 'same' | 'typo';

/** null: another word. */
export function closeness(typed: string, wanted: string): Closeness | null {
  const [left, right] = [stems(typed), stems(wanted)];
  if (left.some((stem) => right.includes(stem))) return 'same';
  const near = left.some((a) =>
    right.some((b) => Math.min(a.length, b.length) >= SHORTEST_WITH_TYPO && isOneTypoAway(a, b)),
  );
  return near ? 'typo' : null;
}

function stems(word: string): string[] {
  const text = plain(word);
  const cut = ENDINGS.filter(
    (ending) => text.endsWith(ending) && text.length - ending.length >= SHORTEST_STEM,
  ).map((ending) => text.slice(0, -ending.length));
  return [text, ...cut];
}

function isOneTypoAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
