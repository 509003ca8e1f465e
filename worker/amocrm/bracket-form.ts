/** A form with PHP brackets as a tree. Objects have no prototype: a key of the sender can never reach ours. */
export type FormTree = { [key: string]: string | FormTree };

const MOST_PAIRS = 50_000;
const MOST_DEPTH = 12;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * `a[b][0][c]=1` → `{a: {b: {0: {c: '1'}}}}`. Where a key is both a text and a branch (`type=3` beside
 * `type[message_uuid]=…`, amocrm-api.md §5.3) both live on: the text under the branch's key ''.
 * null: too large or too deep to be a hook.
 */
export function parseBracketForm(body: string): FormTree | null {
  const tree: FormTree = Object.create(null);
  let pairs = 0;
  for (const [name, value] of new URLSearchParams(body)) {
    pairs += 1;
    const path = pathOf(name);
    if (pairs > MOST_PAIRS || path.length > MOST_DEPTH) return null;
    if (!path.some((key) => FORBIDDEN.has(key))) put(tree, path, value);
  }
  return tree;
}

/** `a[b][]` → a, b, ''. What does not look like brackets is one plain key. */
function pathOf(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  const [, root, brackets] = match ?? [];
  if (root === undefined || brackets === undefined) return [name];
  return brackets === '' ? [root] : [root, ...brackets.slice(1, -1).split('][')];
}

function put(tree: FormTree, path: readonly string[], value: string): void {
  let branch = tree;
  for (const key of path.slice(0, -1)) branch = branchAt(branch, key === '' ? nextIndex(branch) : key);
  const last = path.at(-1) ?? '';
  const key = last === '' ? nextIndex(branch) : last;
  const present = branch[key];
  if (typeof present === 'object') present[''] = value;
  else branch[key] = value;
}

function branchAt(tree: FormTree, key: string): FormTree {
  const present = tree[key];
  if (typeof present === 'object') return present;
  const branch: FormTree = Object.create(null);
  if (present !== undefined) branch[''] = present;
  tree[key] = branch;
  return branch;
}

/** `[]` appends, as PHP does. */
function nextIndex(tree: FormTree): string {
  return String(Object.keys(tree).filter((key) => /^\d+$/.test(key)).length);
}
