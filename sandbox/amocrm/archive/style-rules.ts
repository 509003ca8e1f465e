import { type Finding, lineAt, refused, warned } from './finding.ts';

/** style.css lives on amoCRM's own page: everything under one root, nothing of amoCRM's touched (amocrm-api.md §6.7). */

const amoClasses =
  /^\.(card-|modal|button-input|control--|control-|feed-|pipeline_|pipeline-|list-|list_|nav__|nav-|linked-form|linked-entity|widget_settings|widget-settings|widgets-|page-|tabs-|text-input|checkbox|notification__|aside|fixed-card|work-area|js-)/;
/** The only amoCRM classes a widget may hang its rules on: its own block in the right column. */
const ownBlock = /^\.card-widgets__widget(-[\w-]+|__body|__caption)?$/;

type Rule = { selector: string; offset: number };

/** The selectors of a sheet with their places; at-rules that hold rules are entered, the others passed over. */
function rulesOf(css: string): Rule[] {
  const rules: Rule[] = [];
  let begin = 0;
  const stack: string[] = [];
  for (let at = 0; at < css.length; at += 1) {
    const char = css[at];
    if (char === '{') {
      const head = css.slice(begin, at);
      const selector = head.trim();
      if (
        !selector.startsWith('@') &&
        !stack.some((outer) => /^@(-\w+-)?keyframes|^@font-face/.test(outer))
      ) {
        rules.push({ selector, offset: begin + head.length - head.trimStart().length });
      }
      stack.push(selector);
      begin = at + 1;
    } else if (char === '}') {
      stack.pop();
      begin = at + 1;
    } else if (char === ';') {
      begin = at + 1;
    }
  }
  return rules;
}

function compounds(selector: string): string[] {
  return selector
    .replace(/\[[^\]]*\]/g, (part) => part.replace(/\s/g, ''))
    .split(/\s*[\s>+~]\s*/)
    .filter((part) => part !== '');
}

const isTheme = (compound: string): boolean => /^(html|:root)\[data-color-scheme/.test(compound);

function selectorFinding(selector: string, line: number): Finding | null {
  const parts = compounds(selector).filter((part) => !isTheme(part));
  const [root] = parts;
  if (root === undefined || !/^[^[]*[.#]/.test(root)) {
    return refused(
      'style.element',
      'style.css',
      `«${selector}»: правило действует на всю страницу, начните его со своего класса или id.`,
      line,
    );
  }
  const subject = parts.at(-1) ?? root;
  const foreign = (part: string): boolean =>
    (part.match(/\.[\w-]+/g) ?? []).some((name) => amoClasses.test(name) && !ownBlock.test(name));
  if (foreign(root) || foreign(subject)) {
    return refused('style.foreign_class', 'style.css', `«${selector}»: класс amoCRM менять нельзя.`, line);
  }
  return null;
}

export function styleFindings(css: string, code: string): Finding[] {
  const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
  const text = css.replace(/\/\*[\s\S]*?\*\//g, blank);
  const found: Finding[] = [];
  for (const match of text.matchAll(/(?:url\(\s*["']?|@import\s+["'])((?:https?:)?\/\/[^"')\s]+)/g)) {
    found.push(
      refused(
        'source.remote',
        'style.css',
        `Адрес другого сайта: ${match[1]}. Положите файл в архив.`,
        lineAt(text, match.index),
      ),
    );
  }
  // Data of pictures may hold braces.
  const plain = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)]*\)/g, (part) =>
    blank(part).replace(/ /g, 'x'),
  );
  for (const rule of rulesOf(plain)) {
    const line = lineAt(plain, rule.offset);
    for (const selector of rule.selector.split(',')) {
      const finding = selectorFinding(selector.trim(), line);
      if (finding !== null) found.push(finding);
    }
  }
  for (const match of plain.matchAll(/(--[\w-]+)\s*:/g)) {
    const name = match[1] ?? '';
    const line = lineAt(plain, match.index);
    if (name.startsWith('--palette-')) {
      found.push(
        refused('style.palette', 'style.css', `${name} принадлежит amoCRM, переопределять нельзя.`, line),
      );
    } else if (!name.startsWith(`--${code}`)) {
      found.push(
        warned('style.variable', 'style.css', `Начните имя переменной ${name} с кода виджета.`, line),
      );
    }
  }
  return found;
}
