import { lineOf, type Problem } from './archive.ts';
import { isFunction, type Source, walk } from './syntax.ts';

/** Moderators read the code (amocrm-api.md §6.8): it looks as somebody wrote it, and nothing dead lies in it. */
const MAX_LINE = 400;
/** Loops have an `i`; a build that shortens names leaves hardly anything else. */
const MAX_SHORT_NAMES = 0.3;
const MIN_COMMENTS_PER_1000_LINES = 20;
/** Below this nobody can tell a style. */
const SHORT_FILE_LINES = 200;

export function readableProblems(source: Source): Problem[] {
  const { file, text, comments } = source;
  const lines = text.split('\n');
  const found: Problem[] = [];
  const say = (rule: string, line: number | null, words: string) =>
    found.push({ rule, file, line, text: words });

  const names = namesOf(source);
  const short = names.filter((name) => name.length <= 2).length / Math.max(1, names.length);
  if (names.length > 50 && short > MAX_SHORT_NAMES) {
    say('code.minified', null, `${Math.round(short * 100)} % of the names have one or two letters`);
  }
  const bare = lines.findIndex((line) => withoutTexts(line).length > MAX_LINE);
  if (bare !== -1) say('code.minified', bare + 1, `a line of more than ${MAX_LINE} characters of code`);
  if (
    lines.length > SHORT_FILE_LINES &&
    (comments.length / lines.length) * 1000 < MIN_COMMENTS_PER_1000_LINES
  ) {
    say('code.comments', null, `${comments.length} comments in ${lines.length} lines`);
  }
  for (const comment of comments) {
    const line = lineOf(text, comment.start);
    if (/sourceMappingURL/.test(comment.value)) say('code.leftover', line, 'points at a source map');
    else if (isCode(comment.value)) say('code.leftover', line, 'a comment that holds code');
  }
  return found;
}

/** What is declared, named once each. */
function namesOf({ program }: Source): string[] {
  const names = new Set<string>();
  walk(program, (node, around) => {
    const parent = around.at(-1);
    if (node.type !== 'Identifier' || parent === undefined) return;
    if (parent.type === 'VariableDeclarator' || isFunction(parent)) names.add(String(node.name));
  });
  return [...names];
}

/** Texts and styles may be long, code may not. */
function withoutTexts(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""');
}

function isCode(comment: string): boolean {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*?\s*/, '').trim());
  // JSDoc of the libraries gives examples in `@example` and names in braces.
  if (comment.startsWith('*')) return false;
  return lines.some((line) =>
    /^(const|let|var|return)\b.*[;{]$|^(if|for|while) \(.*[;{]$|^function\b.*\{$|^[\w.]+\(.*\);$/.test(line),
  );
}
