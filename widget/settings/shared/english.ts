import { getLang } from '../../ui/i18n.ts';
import { failures, sentences } from './english-sentences.ts';

/**
 * The server tells what it decided in Russian sentences and keeps them for as long as the history. Where the page is
 * English, known ones are told in English with the names and numbers that stand in them; an unknown one stays as it is.
 */
export function told(text: string): string {
  return getLang() === 'en' ? english(text) : text;
}

export function english(text: string): string {
  for (const { pattern, en } of compiled()) {
    const found = pattern.exec(text);
    if (found) {
      return en.replace(/\{(\d)\}/g, (_hole, place: string) => plain(found[Number(place)] ?? ''));
    }
  }
  return plain(text);
}

/** One failure's sentence after the other: what happened, what to do. A name is left as it is. */
function plain(text: string): string {
  const known = failures.find(([ru]) => text === ru || text.startsWith(`${ru} `));
  if (known === undefined) return text;
  const [ru, en] = known;
  const rest = text.slice(ru.length).trim();
  return rest === '' ? en : `${en} ${plain(rest)}`;
}

type Compiled = { pattern: RegExp; en: string };
let made: readonly Compiled[] | null = null;

function compiled(): readonly Compiled[] {
  made ??= sentences.map(([ru, en]) => ({
    pattern: new RegExp(
      `^${ru
        .split('{}')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('(.*?)')}$`,
    ),
    en,
  }));
  return made;
}
