import { lineOf, type Problem } from './archive.ts';
import { KNOWN_GLOBALS } from './globals.ts';
import { looseNames } from './scope.ts';
import { child, children, isFunction, type Node, pathOf, type Source, stringOf, walk } from './syntax.ts';

/** What a public widget must not do (amocrm-api.md §6.8): one sentence for each finding. */
type Say = (rule: string, node: Node, text: string) => void;

export function codeProblems(source: Source): Problem[] {
  const { file, text, program } = source;
  const found: Problem[] = [];
  const say: Say = (rule, node, words) =>
    found.push({ rule, file, line: lineOf(text, node.start), text: words });
  walk(program, (node, around) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      callProblems(node, around, say);
    } else if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') {
      const target = child(node, node.type === 'UpdateExpression' ? 'argument' : 'left');
      if (target?.type === 'MemberExpression') writeProblems(target, say);
    } else if (node.type === 'UnaryExpression' && node.operator === 'delete') {
      const target = child(node, 'argument');
      if (target !== null) writeProblems(target, say);
    } else if (node.type === 'Property') {
      propertyProblems(node, say);
    } else if (node.type === 'ImportExpression' || node.type === 'DebuggerStatement') {
      say('code.remote', node, 'code is loaded while the page runs, or the debugger is called');
    }
  });
  return [...found, ...looseProblems(source)];
}

const CALLS: Readonly<Record<string, string>> = {
  eval: 'code.eval',
  Function: 'code.eval',
  importScripts: 'code.remote',
  require: 'code.remote',
  alert: 'code.dialogs',
  confirm: 'code.dialogs',
  prompt: 'code.dialogs',
};

function callProblems(node: Node, around: readonly Node[], say: Say): void {
  const path = withoutWindow(pathOf(child(node, 'callee')));
  const [first] = children(node, 'arguments');
  const name = path.length === 1 ? (path[0] ?? '') : '';
  const last = path.at(-1) ?? '';
  const forbidden = CALLS[name];
  if (forbidden !== undefined) say(forbidden, node, `${name}() is not allowed in a widget`);
  if (/^set(Timeout|Interval)$/.test(name) && stringOf(first) !== null) {
    say('code.eval', node, `${name} runs a text as code`);
  }
  if (path[0] === 'console' && !isAllowedLog(last, around)) {
    say('code.console', node, `console.${last} is left: only debug, and trace inside catch`);
  }
  if (path[0] === 'document' && /^write(ln)?$/.test(last)) {
    say('code.remote', node, 'document.write changes the page of amoCRM');
  }
  if (last === 'createElement' && /^(script|link|base|meta)$/i.test(stringOf(first) ?? '')) {
    say('code.script', node, `a <${stringOf(first)}> is created: everything comes through define`);
  }
  if (/^(getScript|loadScript)$/.test(last)) say('code.script', node, `${last}() loads a script`);
  if (/^(\$authorizedAjax|crm_post|ajax)$/.test(last) && isRepeated(around)) {
    say('code.loops', node, `${last} is called in a loop`);
  }
  const isChange = path[0] === 'Object' && /^(assign|define|set|freeze)/.test(last);
  if (isChange && first !== undefined) writeProblems(first, say);
}

function isAllowedLog(method: string, around: readonly Node[]): boolean {
  if (method === 'debug') return true;
  const isRefusal = (node: Node) =>
    node.type === 'CallExpression' && pathOf(child(node, 'callee')).at(-1) === 'catch';
  return method === 'trace' && around.some((node) => node.type === 'CatchClause' || isRefusal(node));
}

/** Inside a loop of the same function, or inside a function given to forEach, map or setInterval. */
function isRepeated(around: readonly Node[]): boolean {
  return around.some((node, index) => {
    if (/^(For|While|DoWhile)\w*Statement$/.test(node.type)) {
      return !around.slice(index + 1).some(isFunction);
    }
    if (node.type !== 'CallExpression') return false;
    const method = pathOf(child(node, 'callee')).at(-1) ?? '';
    const isInside = around[index + 1] !== undefined && around[index + 1] !== child(node, 'callee');
    return isInside && /^(forEach|map|flatMap|reduce|setInterval|each)$/.test(method);
  });
}

/** What amoCRM's page lends is read only; nothing of ours lies beside it on `window`. */
function writeProblems(target: Node, say: Say): void {
  const path = pathOf(target);
  const [root] = withoutWindow(path);
  if (root === 'APP' || root === 'AMOCRM') {
    say('code.app', target, `${path.join('.')} belongs to amoCRM and is only read`);
  } else if (path[0] === 'window' && path.length === 2) {
    say('code.own-global', target, `window.${path[1]} would be a global of ours`);
  } else if (/prototype/.test(path.slice(1).join('.')) && KNOWN_GLOBALS.has(path[0] ?? '')) {
    say('code.own-global', target, `${path.join('.')} changes what everybody on the page uses`);
  }
}

function propertyProblems(node: Node, say: Say): void {
  const value = child(node, 'value');
  const key = child(node, 'key');
  if (key?.name === 'async' && value?.type === 'Literal' && value.value === false) {
    say('code.async', node, 'async: false freezes the page');
  }
}

function looseProblems({ file, text, program }: Source): Problem[] {
  return looseNames(program).flatMap(({ name, at, assigned }) => {
    const line = lineOf(text, at);
    if (name === 'AMOCRM') return { rule: 'code.app', file, line, text: 'AMOCRM is the old name of APP' };
    if (!KNOWN_GLOBALS.has(name)) {
      return { rule: 'code.undeclared', file, line, text: `${name} is declared nowhere` };
    }
    return assigned
      ? { rule: 'code.own-global', file, line, text: `${name} belongs to the page and is overwritten` }
      : [];
  });
}

function withoutWindow(path: readonly (string | null)[]): (string | null)[] {
  return path.length > 1 && /^(window|globalThis|self)$/.test(path[0] ?? '') ? path.slice(1) : [...path];
}
