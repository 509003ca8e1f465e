import { identifier, isFunction, type JsNode, nodeAt, nodesAt, walk } from './js-tree.ts';

/** Which identifiers of a script are declared nowhere in it. */

const blocks = [
  'Program',
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'ClassExpression',
  'ClassDeclaration',
  'StaticBlock',
];

function isScope(node: JsNode): boolean {
  return isFunction(node) || blocks.includes(node.type);
}

function patternNames(node: JsNode | null): string[] {
  if (node === null) return [];
  const name = identifier(node);
  if (name !== null) return [name];
  switch (node.type) {
    case 'ObjectPattern':
      return nodesAt(node, 'properties').flatMap((property) =>
        patternNames(nodeAt(property, property.type === 'RestElement' ? 'argument' : 'value')),
      );
    case 'ArrayPattern':
      return nodesAt(node, 'elements').flatMap(patternNames);
    case 'AssignmentPattern':
      return patternNames(nodeAt(node, 'left'));
    case 'RestElement':
      return patternNames(nodeAt(node, 'argument'));
    default:
      return [];
  }
}

type Scopes = Map<JsNode, Set<string>>;

function declare(scopes: Scopes, scope: JsNode | undefined, names: readonly string[]): void {
  if (scope === undefined) return;
  const known = scopes.get(scope) ?? new Set();
  for (const name of names) known.add(name);
  scopes.set(scope, known);
}

function collect(program: JsNode): Scopes {
  const scopes: Scopes = new Map();
  walk(program, (node, ancestors) => {
    const block = ancestors.findLast(isScope);
    const whole = ancestors.findLast((outer) => isFunction(outer) || outer.type === 'Program');
    if (node.type === 'VariableDeclaration') {
      const names = nodesAt(node, 'declarations').flatMap((row) => patternNames(nodeAt(row, 'id')));
      declare(scopes, node.kind === 'var' ? whole : block, names);
    } else if (isFunction(node)) {
      const own = patternNames(nodeAt(node, 'id'));
      declare(scopes, node, [...own, 'arguments', ...nodesAt(node, 'params').flatMap(patternNames)]);
      // A function in a block is seen in the whole function, as sloppy mode has it.
      if (node.type === 'FunctionDeclaration') declare(scopes, whole, own);
    } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      const own = patternNames(nodeAt(node, 'id'));
      declare(scopes, node, own);
      if (node.type === 'ClassDeclaration') declare(scopes, block, own);
    } else if (node.type === 'CatchClause') {
      declare(scopes, node, patternNames(nodeAt(node, 'param')));
    } else if (node.type.startsWith('Import') && node.type.endsWith('Specifier')) {
      declare(scopes, program, patternNames(nodeAt(node, 'local')));
    }
  });
  return scopes;
}

function isReference(node: JsNode, parent: JsNode | undefined): boolean {
  if (parent === undefined) return true;
  switch (parent.type) {
    case 'MemberExpression':
      return parent.property !== node || parent.computed === true;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.key !== node || parent.computed === true;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportSpecifier':
    case 'ExportSpecifier':
      return false;
    default:
      return true;
  }
}

/** The identifiers that mean something outside the script. */
export function globalReferences(program: JsNode): Set<JsNode> {
  const scopes = collect(program);
  const found = new Set<JsNode>();
  walk(program, (node, ancestors) => {
    const name = identifier(node);
    if (name === null || !isReference(node, ancestors.at(-1))) return;
    if (!ancestors.some((outer) => scopes.get(outer)?.has(name) === true)) found.add(node);
  });
  return found;
}
