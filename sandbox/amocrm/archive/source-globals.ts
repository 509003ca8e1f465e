import type { Finding } from './finding.ts';
import { chain, type JsNode, nodeAt, nodesAt, rootOf, walk } from './js-tree.ts';
import { knownGlobals } from './known-globals.ts';
import type { Source } from './source-context.ts';

/** Undeclared variables, and what a widget leaves behind on the page's own objects (amocrm-api.md §6.6, §6.8). */

const owners = ['window', 'globalThis', 'APP', 'AMOCRM'];

function owned(source: Source, target: JsNode | null): string | null {
  if (target?.type !== 'MemberExpression') return null;
  const owner = source.globalName(rootOf(target));
  if (owner === null || !owners.includes(owner)) return null;
  const path = chain(target) ?? [owner, '?'];
  // Going to another address is no global of the page.
  return path[1] === 'location' ? null : path.join('.');
}

function targets(node: JsNode): JsNode[] {
  if (node.type === 'AssignmentExpression') return [nodeAt(node, 'left')].filter((left) => left !== null);
  if (node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete')) {
    return [nodeAt(node, 'argument')].filter((argument) => argument !== null);
  }
  return [];
}

function definedOn(source: Source, node: JsNode): string | null {
  if (node.type !== 'CallExpression') return null;
  const callee = chain(nodeAt(node, 'callee'))?.join('.') ?? '';
  const writes =
    /^(Object\.(assign|defineProperty|defineProperties)|Reflect\.(set|defineProperty)|(\$|jQuery|_)\.extend)$/;
  const [first] = nodesAt(node, 'arguments');
  if (first === undefined || !writes.test(callee)) return null;
  const owner = source.globalName(rootOf(first));
  return owner !== null && owners.includes(owner) ? owner : null;
}

export function globalFindings(source: Source): Finding[] {
  const found: Finding[] = [];
  const reported = new Set<string>();
  walk(source.program, (node, ancestors) => {
    for (const target of targets(node)) {
      const name = owned(source, target);
      if (name !== null) {
        found.push(source.finding('source.global', 'error', node, `Запись в глобальный объект: ${name}.`));
      }
      const plain = source.globalName(target);
      if (plain !== null && plain !== 'location' && !reported.has(plain)) {
        reported.add(plain);
        found.push(source.finding('source.undeclared', 'error', node, `Переменная «${plain}» не объявлена.`));
      }
    }
    const owner = definedOn(source, node);
    if (owner !== null) {
      found.push(source.finding('source.global', 'error', node, `Запись в глобальный объект: ${owner}.`));
    }
    const name = source.globalName(node);
    const parent = ancestors.at(-1);
    const asked = parent?.type === 'UnaryExpression' && parent.operator === 'typeof';
    if (name === null || asked || knownGlobals.has(name) || reported.has(name)) return;
    reported.add(name);
    const text = `Переменная «${name}» нигде не объявлена.`;
    found.push(source.finding('source.undeclared', 'warning', node, text));
  });
  return found;
}
