/** PHP's bracket grammar of query strings: `filter[statuses][0][status_id]=142` → nested objects. */
export type Nested = { [key: string]: string | Nested };

export function parseBrackets(query: string): Nested {
  const root: Nested = Object.create(null);
  for (const [key, value] of new URLSearchParams(query)) {
    const head = /^[^[\]]+/.exec(key)?.[0];
    if (head === undefined) continue;
    const parts = [
      head,
      ...[...key.slice(head.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? ''),
    ];
    put(root, parts, value);
  }
  return root;
}

function put(root: Nested, parts: readonly string[], value: string): void {
  let node = root;
  for (const [i, part] of parts.entries()) {
    const key = part === '' ? String(Object.keys(node).length) : part;
    if (i === parts.length - 1) {
      node[key] = value;
      return;
    }
    const child = node[key];
    if (typeof child === 'object') {
      node = child;
    } else {
      const fresh: Nested = Object.create(null);
      node[key] = fresh;
      node = fresh;
    }
  }
}

export function child(node: Nested | string | undefined, key: string): Nested | string | undefined {
  return typeof node === 'object' ? node[key] : undefined;
}

/** `[]=1&[]=2`, a single value and `1,2` all mean a list. */
export function listOf(node: Nested | string | undefined): string[] {
  if (node === undefined) return [];
  if (typeof node === 'string') return node.split(',').filter((item) => item !== '');
  return Object.values(node).flatMap((item) => (typeof item === 'string' ? [item] : []));
}

export function numbersOf(node: Nested | string | undefined): number[] {
  return listOf(node).map(Number);
}

export type Range = { from: number; to: number };

/** A bare number means "after"; `[from]`/`[to]` bound both sides. */
export function rangeOf(node: Nested | string | undefined): Range | null {
  if (node === undefined) return null;
  if (typeof node === 'string') return { from: Number(node), to: Number.POSITIVE_INFINITY };
  const from = node.from;
  const to = node.to;
  return {
    from: typeof from === 'string' ? Number(from) : Number.NEGATIVE_INFINITY,
    to: typeof to === 'string' ? Number(to) : Number.POSITIVE_INFINITY,
  };
}

export function inRange(value: number | null, range: Range | null): boolean {
  return range === null || (value !== null && value >= range.from && value <= range.to);
}
