import type { Finding } from './finding.ts';
import { type JsNode, literal, nodeAt, nodesAt, walk } from './js-tree.ts';
import type { Source } from './source-context.ts';

/** Code and styles from other hosts (amocrm-api.md §6.8, §6.9 D): everything is in the archive. Frames are allowed. */

const remote = /^(https?:)?\/\//i;
const markup =
  /<(script\b[^>]*>|link\b[^>]*\bhref\s*=\s*["']?(https?:)?\/\/)|@import\s+(url\()?["']?(https?:)?\/\//i;

function dependencyNodes(source: Source, call: JsNode): JsNode[] {
  const called = source.calledGlobal(call);
  const args = nodesAt(call, 'arguments');
  if (called === 'importScripts') return args;
  if (called !== 'define' && called !== 'require' && called !== 'requirejs') return [];
  return args.flatMap((arg) => (arg.type === 'ArrayExpression' ? nodesAt(arg, 'elements') : [arg]));
}

export function remoteFindings(source: Source): Finding[] {
  const found: Finding[] = [];
  walk(source.program, (node) => {
    const asked =
      node.type === 'CallExpression'
        ? dependencyNodes(source, node)
        : node.type === 'ImportExpression' || node.type === 'ImportDeclaration'
          ? [nodeAt(node, 'source')].filter((part) => part !== null)
          : [];
    for (const dependency of asked) {
      const address = literal(dependency);
      if (typeof address === 'string' && remote.test(address)) {
        const text = `Код с чужого адреса: ${address}. Положите его в архив.`;
        found.push(source.finding('source.remote', 'error', dependency, text));
      }
    }
    const texts = node.type === 'Literal' ? [node.value] : [];
    if (node.type === 'TemplateElement' && typeof node.value === 'object' && node.value !== null) {
      texts.push(Reflect.get(node.value, 'cooked'));
    }
    for (const text of texts) {
      const match = typeof text === 'string' ? markup.exec(text) : null;
      if (match === null) continue;
      const isScript = /^<script/i.test(match[0]);
      found.push(
        isScript
          ? source.finding('source.script_element', 'error', node, 'Тег <script> в разметке недопустим.')
          : source.finding('source.remote', 'error', node, 'Стили с чужого адреса: положите их в архив.'),
      );
    }
  });
  return found;
}
