/** Scenes run in a page, where no validator is at hand: what the strings answer is read by these few. */
export function field(value: unknown, ...path: (string | number)[]): unknown {
  let node = value;
  for (const key of path)
    node = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return node;
}

export function list(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function numberOf(value: unknown, ...path: (string | number)[]): number {
  const found = Number(field(value, ...path));
  if (Number.isNaN(found)) throw new Error(`no number at ${path.join('.')}`);
  return found;
}

export function textOf(value: unknown, ...path: (string | number)[]): string {
  const found = field(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
