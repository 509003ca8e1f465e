import { parseSync } from 'vite';
import { lineOf, type Problem } from './archive.ts';

/** A node of the syntax tree as far as the rules look at it; the rest is read defensively. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>;
export type Comment = { readonly start: number; readonly end: number; readonly value: string };

export type Source = { file: string; text: string; program: Node; comments: readonly Comment[] };

export function parseSource(file: string, text: string): Source | Problem {
  // As RequireJS loads it: a plain script, no module.
  const { program, comments, errors } = parseSync(file, text, { sourceType: 'script' });
  const [broken] = errors;
  const root: unknown = program;
  if (broken !== undefined || !isNode(root)) {
    const at = broken?.labels[0]?.start;
    return {
      rule: 'code.syntax',
      file,
      line: at === undefined ? null : lineOf(text, at),
      text: `the code cannot be read: ${broken?.message ?? 'no program'}`,
    };
  }
  return { file, text, program: root, comments };
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

export function child(node: Node, key: string): Node | null {
  const value = node[key];
  return isNode(value) ? value : null;
}

export function children(node: Node, key: string): Node[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** Every node below, outermost first, with what it stands in, the nearest last. */
export function walk(node: Node, visit: (node: Node, around: readonly Node[]) => void): void {
  const around: Node[] = [];
  const step = (current: Node): void => {
    visit(current, around);
    around.push(current);
    for (const value of Object.values(current)) {
      for (const inner of Array.isArray(value) ? value : [value]) if (isNode(inner)) step(inner);
    }
    around.pop();
  };
  step(node);
}

/** `a.b["c"]` → `['a', 'b', 'c']`; what is computed otherwise ends as `null`. */
export function pathOf(node: Node | null): (string | null)[] {
  if (node === null) return [null];
  if (node.type === 'Identifier') return [String(node.name)];
  if (node.type === 'ThisExpression') return ['this'];
  if (node.type === 'ChainExpression') return pathOf(child(node, 'expression'));
  if (node.type !== 'MemberExpression') return [null];
  return [...pathOf(child(node, 'object')), propertyName(node)];
}

/** The name of a member or of a property, when it is written down. */
export function propertyName(node: Node): string | null {
  const key = child(node, node.type === 'MemberExpression' ? 'property' : 'key');
  if (key === null) return null;
  if (key.type === 'Identifier' && node.computed !== true) return String(key.name);
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
}

export function stringOf(node: Node | null | undefined): string | null {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral') return null;
  return children(node, 'quasis')
    .map((part) => {
      const value: unknown = part.value;
      return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : '';
    })
    .join('…');
}

export function isFunction(node: Node): boolean {
  return /Function/.test(node.type);
}
