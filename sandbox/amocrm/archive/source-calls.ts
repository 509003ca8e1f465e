import type { Finding } from './finding.ts';
import {
  chain,
  identifier,
  isFunction,
  type JsNode,
  literal,
  memberName,
  nodeAt,
  nodesAt,
  walk,
} from './js-tree.ts';
import type { Source } from './source-context.ts';

/** What a public widget may not call (amocrm-api.md §6.8). */

const loops = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'];
const iterators = ['forEach', 'map', 'each', 'filter', 'reduce', 'some', 'every', 'times'];

/** In a loop's body, or in the function that `forEach` and its like are given. */
function isRepeated(ancestors: readonly JsNode[]): boolean {
  return ancestors.some((node, index) => {
    if (loops.includes(node.type)) return true;
    const outer = ancestors[index - 1];
    if (!isFunction(node) || outer?.type !== 'CallExpression') return false;
    return (
      nodesAt(outer, 'arguments').includes(node) &&
      iterators.includes(memberName(nodeAt(outer, 'callee')) ?? '')
    );
  });
}

function property(node: JsNode | undefined, name: string): JsNode | null {
  if (node?.type !== 'ObjectExpression') return null;
  const row = nodesAt(node, 'properties').find((candidate) => {
    const key = candidate.type === 'Property' ? nodeAt(candidate, 'key') : null;
    return identifier(key) === name || literal(key) === name;
  });
  return row === undefined ? null : nodeAt(row, 'value');
}

/** The text an address begins with: a literal, a template or a sum of strings. */
function beginning(node: JsNode | null | undefined): string {
  if (node === null || node === undefined) return '';
  const value = literal(node);
  if (typeof value === 'string') return value;
  if (node.type === 'BinaryExpression') return beginning(nodeAt(node, 'left'));
  const [first] = node.type === 'TemplateLiteral' ? nodesAt(node, 'quasis') : [];
  const raw = first?.value;
  const text: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'cooked') : '';
  return typeof text === 'string' ? text : '';
}

function requestName(call: JsNode): string | null {
  const callee = nodeAt(call, 'callee');
  const name = memberName(callee) ?? identifier(callee);
  if (name === '$authorizedAjax' || name === 'crm_post') return name;
  const [first, second] = nodesAt(call, 'arguments');
  const address = beginning(
    name === 'ajax' ? (property(first, 'url') ?? property(second, 'url') ?? first) : first,
  );
  const isRequest = ['fetch', 'ajax', 'get', 'post', 'getJSON'].includes(name ?? '');
  return isRequest && /^\/(api|ajax)\//.test(address) ? `${name}('${address}…')` : null;
}

/** Inside `catch`, or in the function given to `.catch`, `.fail` or as the second one to `.then`. */
function isInRejection(ancestors: readonly JsNode[]): boolean {
  return ancestors.some((node, index) => {
    if (node.type === 'CatchClause') return true;
    const outer = ancestors[index - 1];
    if (!isFunction(node) || outer?.type !== 'CallExpression') return false;
    const name = memberName(nodeAt(outer, 'callee'));
    const position = nodesAt(outer, 'arguments').indexOf(node);
    return name === 'catch' || name === 'fail' || (name === 'then' && position === 1);
  });
}

function consoleFinding(source: Source, call: JsNode, ancestors: readonly JsNode[]): Finding | null {
  const callee = nodeAt(call, 'callee');
  if (callee === null || source.globalName(nodeAt(callee, 'object')) !== 'console') return null;
  const name = memberName(callee) ?? '';
  if (name === 'debug' || (name === 'trace' && isInRejection(ancestors))) return null;
  return source.finding(
    'source.console',
    'error',
    call,
    name === 'trace'
      ? 'console.trace допустим только в catch или в обработчике отказа.'
      : `console.${name} недопустим: остаётся только console.debug.`,
  );
}

export function callFindings(source: Source): Finding[] {
  const found: Finding[] = [];
  walk(source.program, (node, ancestors) => {
    const refuse = (code: string, text: string): unknown =>
      found.push(source.finding(code, 'error', node, text));
    if (node.type === 'DebuggerStatement')
      refuse('source.debugger', 'В коде осталась точка останова debugger.');
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const called = source.calledGlobal(node);
    if (called === 'eval') refuse('source.eval', 'eval недопустим.');
    if (called === 'Function')
      refuse('source.new_function', 'new Function недопустим: это eval другими словами.');
    if (called === 'alert' || called === 'confirm' || called === 'prompt') {
      refuse('source.dialog', `${called}() недопустим: показывайте своё окно.`);
    }
    if (node.type === 'NewExpression') return;
    const trace = consoleFinding(source, node, ancestors);
    if (trace !== null) found.push(trace);
    const args = nodesAt(node, 'arguments');
    const name = memberName(nodeAt(node, 'callee'));
    const text = literal(args[0] ?? null);
    const isScript = typeof text === 'string' && /^\s*<?script\b/i.test(text);
    if ((name === 'createElement' && isScript) || name === 'getScript') {
      refuse('source.script_element', 'Скрипты не добавляются на страницу: зависимости называет define.');
    }
    if (args.some((arg) => literal(property(arg, 'async')) === false)) {
      refuse('source.async_false', 'Синхронные запросы (async: false) недопустимы.');
    }
    const request = requestName(node);
    if (request !== null && isRepeated(ancestors)) {
      refuse('source.request_in_loop', `${request} вызывается в цикле.`);
    }
    if (
      source.globalName(rootOfCall(node)) === 'document' &&
      chain(nodeAt(node, 'callee'))?.join('.') === 'document.write'
    ) {
      refuse('source.script_element', 'document.write недопустим.');
    }
  });
  return found;
}

function rootOfCall(call: JsNode): JsNode | null {
  const callee = nodeAt(call, 'callee');
  return callee === null ? null : nodeAt(callee, 'object');
}
