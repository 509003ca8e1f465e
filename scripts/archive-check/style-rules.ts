import { type Archive, lineOf, type Problem, textOf } from './archive.ts';
import { child, children, isFunction, type Node, pathOf, type Source, stringOf, walk } from './syntax.ts';

/** Styles stay in shadow roots (amocrm-api.md §6.7): a style sheet in the archive would belong to the whole page. */
export function styleProblems(archive: Archive, source: Source): Problem[] {
  const found: Problem[] = [];
  const { file, text, program } = source;
  const say = (rule: string, node: Node, words: string) =>
    found.push({ rule, file, line: lineOf(text, node.start), text: words });

  if (textOf(archive, 'style.css') !== null) {
    found.push({
      ...{ rule: 'style.global', file: 'style.css', line: null },
      text: 'styles of the archive stand in the page: they belong into a shadow root',
    });
  }
  walk(program, (node, around) => {
    if (node.type === 'CallExpression') {
      const path = pathOf(child(node, 'callee'));
      const isStyle = path.at(-1) === 'createElement' && stringOf(children(node, 'arguments')[0]) === 'style';
      if (isStyle && !makesShadow(around))
        say('style.global', node, 'a <style> is made outside a shadow root');
      if (path.at(-1) === 'insertRule')
        say('style.global', node, 'a rule is added to a style sheet of the page');
    }
    if (node.type === 'MemberExpression') {
      const path = pathOf(node).join('.');
      if (/^(window\.)?document\.(head|styleSheets|adoptedStyleSheets)$/.test(path)) {
        say('style.global', node, `${path} belongs to the page`);
      }
    }
    const sheet = stringOf(node);
    if (sheet !== null) for (const words of sheetProblems(sheet)) say('style.sheet', node, words);
  });
  return found;
}

/** The function that makes the style also makes the shadow root it goes into. */
function makesShadow(around: readonly Node[]): boolean {
  const own = around.findLast(isFunction);
  let makes = false;
  if (own === undefined) return false;
  walk(own, (node, inside) => {
    // What a function inside it does is another matter.
    if (node.type !== 'CallExpression' || inside.slice(1).some(isFunction)) return;
    if (pathOf(child(node, 'callee')).at(-1) === 'attachShadow') makes = true;
  });
  return makes;
}

/** A text of the code that is a style sheet: nothing loaded, amoCRM's variables read and not redefined. */
function sheetProblems(text: string): string[] {
  if (!/\{[^{}]*:[^{}]*;?\s*\}/.test(text) || !/;\s*\n/.test(text)) return [];
  const found: string[] = [];
  if (/@import|@font-face/.test(text)) found.push('a style sheet loads something');
  if (/url\(\s*["']?(?!data:)/.test(text)) found.push('a style sheet loads a picture');
  if (/(^|[;{\s])--palette-[\w-]+\s*:/.test(text)) found.push('a variable of amoCRM is redefined');
  const own = text.matchAll(/(?:^|[;{\s])--([a-z][\w-]*)\s*:/g);
  for (const [, name = ''] of own)
    if (!name.startsWith('am-')) found.push(`--${name} lacks the prefix «am-»`);
  return found;
}
