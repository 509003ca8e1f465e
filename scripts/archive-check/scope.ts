import { child, children, isFunction, isNode, type Node } from './syntax.ts';

/** A name that is used and declared nowhere: a global, of the browser or by mistake. */
export type Loose = { name: string; at: number; assigned: boolean };

type Scope = { names: Set<string>; outer: Scope | null };

/** Which names a script takes from outside itself. */
export function looseNames(program: Node): Loose[] {
  const found: Loose[] = [];
  const look = (node: Node, scope: Scope, assigned: boolean): void => {
    const name = String(node.name);
    for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.names.has(name)) return;
    found.push({ name, at: node.start, assigned });
  };

  const visit = (node: Node, scope: Scope, assigned = false): void => {
    switch (node.type) {
      case 'Identifier':
        look(node, scope, assigned);
        return;
      case 'MemberExpression':
        each(node, ['object'], scope);
        if (node.computed === true) each(node, ['property'], scope);
        return;
      case 'Property':
      case 'PropertyDefinition':
      case 'MethodDefinition':
        if (node.computed === true) each(node, ['key'], scope);
        each(node, ['value'], scope, assigned);
        return;
      case 'LabeledStatement':
        each(node, ['body'], scope);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        return;
      case 'AssignmentExpression':
        each(node, ['left'], scope, true);
        each(node, ['right'], scope);
        return;
      case 'UpdateExpression':
        each(node, ['argument'], scope, true);
        return;
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'RestElement':
        each(node, ['properties', 'elements', 'argument'], scope, assigned);
        return;
      case 'AssignmentPattern':
        each(node, ['left'], scope, assigned);
        each(node, ['right'], scope);
        return;
      case 'CatchClause': {
        const inner = scopeOf(scope, bound(child(node, 'param')));
        each(node, ['param', 'body'], inner);
        return;
      }
    }
    const own = isFunction(node) ? functionScope(node, scope) : blockScope(node, scope);
    each(node, Object.keys(node), own);
  };
  const each = (node: Node, keys: readonly string[], scope: Scope, assigned = false): void => {
    for (const key of keys) {
      const value = node[key];
      for (const inner of Array.isArray(value) ? value : [value]) {
        if (isNode(inner)) visit(inner, scope, assigned);
      }
    }
  };
  visit(program, { names: new Set(hoisted(program)), outer: null });
  return found;
}

function scopeOf(outer: Scope, names: readonly string[]): Scope {
  return names.length === 0 ? outer : { names: new Set(names), outer };
}

function functionScope(node: Node, outer: Scope): Scope {
  const body = child(node, 'body');
  return scopeOf(outer, [
    ...bound(child(node, 'id')),
    ...children(node, 'params').flatMap(bound),
    ...(node.type === 'ArrowFunctionExpression' ? [] : ['arguments']),
    ...(body === null ? [] : hoisted(body)),
  ]);
}

/** `let`, `const`, classes and functions of a block, and the variable of a loop. */
function blockScope(node: Node, outer: Scope): Scope {
  const statements = [
    ...children(node, 'body'),
    ...children(node, 'cases').flatMap((part) => children(part, 'consequent')),
    ...[child(node, 'init'), child(node, 'left')].flatMap((part) => part ?? []),
  ];
  const names = statements.flatMap(declared);
  return scopeOf(outer, node.type === 'ClassExpression' ? [...names, ...bound(child(node, 'id'))] : names);
}

function declared(node: Node): string[] {
  if (node.type === 'VariableDeclaration') {
    return children(node, 'declarations').flatMap((one) => bound(child(one, 'id')));
  }
  const isNamed = node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration';
  return isNamed ? bound(child(node, 'id')) : [];
}

/** `var` counts from the beginning of its function, however deep in blocks it stands. */
function hoisted(node: Node): string[] {
  const names: string[] = [];
  const step = (current: Node): void => {
    if (current.type === 'VariableDeclaration' && current.kind === 'var') names.push(...declared(current));
    for (const value of Object.values(current)) {
      for (const inner of Array.isArray(value) ? value : [value]) {
        if (isNode(inner) && !isFunction(inner)) step(inner);
      }
    }
  };
  step(node);
  return names;
}

/** The names that a pattern binds. */
function bound(node: Node | null): string[] {
  switch (node?.type) {
    case undefined:
      return [];
    case 'Identifier':
      return [String(node?.name)];
    case 'ObjectPattern':
      return node === null ? [] : children(node, 'properties').flatMap(bound);
    case 'ArrayPattern':
      return node === null ? [] : children(node, 'elements').flatMap(bound);
    case 'Property':
      return node === null ? [] : bound(child(node, 'value'));
    case 'AssignmentPattern':
      return node === null ? [] : bound(child(node, 'left'));
    case 'RestElement':
      return node === null ? [] : bound(child(node, 'argument'));
    default:
      return [];
  }
}
