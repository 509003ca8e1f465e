import { type Finding, lineAt } from './finding.ts';
import { identifier, walk } from './js-tree.ts';
import type { Source } from './source-context.ts';

/** Readable code only (amocrm-api.md §6.8): heuristics for minified and obfuscated sources and for commented-out code. */

const LONG_LINE = 1000;
const SMALL = 1024;
const MIN_WHITESPACE = 0.08;
const MAX_SHORT_NAMES = 0.6;

/** A long string (a picture as data, a text) is no sign of minifying. */
function withoutStrings(line: string): string {
  return line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}

function shortNameShare(source: Source): number {
  let all = 0;
  let short = 0;
  walk(source.program, (node) => {
    const name = identifier(node);
    if (name === null) return;
    all += 1;
    if (name.length === 1 && name !== '$' && name !== '_') short += 1;
  });
  return all < 50 ? 0 : short / all;
}

function minifiedLine(source: Source): number | null {
  const index = source.text
    .split('\n')
    .findIndex((line) => line.length > LONG_LINE && withoutStrings(line).length > LONG_LINE);
  return index === -1 ? null : index + 1;
}

function readability(source: Source): Finding[] {
  const { file, text } = source;
  const at = (code: string, line: number, reason: string): Finding => ({
    code,
    severity: 'error',
    file,
    line,
    text: reason,
  });
  const line = minifiedLine(source);
  if (line !== null) return [at('source.minified', line, `Код сжат: строка длиннее ${LONG_LINE} знаков.`)];
  const blanks = text.length - text.replace(/\s/g, '').length;
  if (text.length > SMALL && blanks / text.length < MIN_WHITESPACE) {
    return [at('source.minified', 1, 'Код сжат: в нём почти нет пробелов и переносов.')];
  }
  if (shortNameShare(source) > MAX_SHORT_NAMES) {
    return [at('source.minified', 1, 'Код сжат: почти все имена из одной буквы.')];
  }
  const obfuscated = /\b_0x[0-9a-f]{4,}\b/i.exec(text);
  return obfuscated === null
    ? []
    : [at('source.obfuscated', lineAt(text, obfuscated.index), 'Код запутан (имена вида _0x…).')];
}

const codeLine =
  /^\s*((var|let|const)\s+[\w$[{]|(if|for|while|switch)\s*\(|return\b.*;|function\s*\w*\s*\(|[\w$.[\]]+\s*=[^=>].*;|[\w$.[\]]+\(.*\);?\s*$|\}\s*(else|catch)?)/;

function commentedOut(source: Source): Finding[] {
  return source.comments.flatMap((comment) => {
    // Documentation may well show code.
    if (comment.value.startsWith('*')) return [];
    const lines = comment.value.split('\n').map((line) => line.trim());
    const code = lines.filter((line) => codeLine.test(line) && /[;{}]$/.test(line));
    if (code.length === 0) return [];
    return [
      source.finding(
        'source.commented_code',
        'warning',
        comment,
        `Закомментированный код: «${(code[0] ?? '').slice(0, 60)}».`,
      ),
    ];
  });
}

function leftovers(source: Source): Finding[] {
  return source.comments
    .filter((comment) => /\b(TODO|FIXME|XXX|HACK)\b/.test(comment.value))
    .map((comment) =>
      source.finding(
        'source.leftover',
        'warning',
        comment,
        'Пометка для разработчика (TODO, FIXME) осталась в коде.',
      ),
    );
}

export function readableFindings(source: Source): Finding[] {
  return [...readability(source), ...commentedOut(source), ...leftovers(source)];
}
