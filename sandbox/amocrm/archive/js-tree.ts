/** The little of ESTree that the source rules need, read defensively: the parser's own types stay with the parser. */

export type JsNode = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>;

export function isNode(value: unknown): value is JsNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

export function nodeAt(node: JsNode, key: string): JsNode | null {
  const value = node[key];
  return isNode(value) ? value : null;
}

export function nodesAt(node: JsNode, key: string): JsNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function children(node: JsNode): JsNode[] {
  return Object.values(node).flatMap((value) =>
    isNode(value) ? [value] : Array.isArray(value) ? value.filter(isNode) : [],
  );
}

/** Visits every node with its ancestors, the nearest last. */
export function walk(root: JsNode, visit: (node: JsNode, ancestors: readonly JsNode[]) => void): void {
  const ancestors: JsNode[] = [];
  const enter = (node: JsNode): void => {
    visit(node, ancestors);
    ancestors.push(node);
    for (const inner of children(node)) enter(inner);
    ancestors.pop();
  };
  enter(root);
}

export function identifier(node: JsNode | null): string | null {
  return node?.type === 'Identifier' && typeof node.name === 'string' ? node.name : null;
}

export function literal(node: JsNode | null): unknown {
  if (node?.type === 'Literal') return node.value;
  const [only, ...rest] = node?.type === 'TemplateLiteral' ? nodesAt(node, 'quasis') : [];
  if (only === undefined || rest.length > 0) return undefined;
  const value = only.value;
  return typeof value === 'object' && value !== null ? Reflect.get(value, 'cooked') : undefined;
}

/** `name` of `anything.name`, `anything['name']`. */
export function memberName(node: JsNode | null): string | null {
  if (node?.type !== 'MemberExpression') return null;
  const property = nodeAt(node, 'property');
  if (node.computed !== true) return identifier(property);
  const value = literal(property);
  return typeof value === 'string' ? value : null;
}

/** The names of `a.b.c`, or null when the chain begins with anything but an identifier. */
export function chain(node: JsNode | null): string[] | null {
  const name = identifier(node);
  if (name !== null) return [name];
  if (node?.type !== 'MemberExpression') return null;
  const head = chain(nodeAt(node, 'object'));
  const last = memberName(node);
  return head === null ? null : [...head, last ?? '?'];
}

/** The identifier at the root of `a.b[c].d`. */
export function rootOf(node: JsNode | null): JsNode | null {
  let at = node;
  while (at?.type === 'MemberExpression') at = nodeAt(at, 'object');
  return at?.type === 'Identifier' ? at : null;
}

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
export function isFunction(node: JsNode | undefined): boolean {
  return node !== undefined && functions.includes(node.type);
}
