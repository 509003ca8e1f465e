import { AssertionError, deepStrictEqual } from 'node:assert';
import type { z } from 'zod';
import type { Reply } from './http.ts';

/** Assertions whose messages say which statement was broken and what came instead. */

export function fail(message: string): never {
  throw new AssertionError({ message });
}

export function that(condition: boolean, message: string): asserts condition {
  if (!condition) fail(message);
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 600);

export function equal(actual: unknown, expected: unknown, what: string): void {
  try {
    deepStrictEqual(actual, expected);
  } catch {
    fail(`${what}: expected ${short(expected)}, got ${short(actual)}`);
  }
}

export function status(reply: Reply, expected: number, what = 'status'): void {
  if (reply.status !== expected) {
    fail(`${what}: expected ${expected}, got ${reply.status} ${reply.text.slice(0, 600)}`);
  }
}

/** Reads `a.0.b`; a missing step is `undefined`. */
export function at(value: unknown, path: string): unknown {
  let node = value;
  for (const key of path.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  }
  return node;
}

export function rows(value: unknown, path: string): unknown[] {
  const list = at(value, path);
  if (!Array.isArray(list)) fail(`${path}: expected a list, got ${short(list ?? value)}`);
  return list;
}

export function numberAt(value: unknown, path: string): number {
  const found = at(value, path);
  if (typeof found !== 'number') fail(`${path}: expected a number, got ${short(found ?? value)}`);
  return found;
}

export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found !== 'string') fail(`${path}: expected a string, got ${short(found ?? value)}`);
  return found;
}

/** Exactly these keys, whatever their order. */
export function keys(value: unknown, expected: readonly string[], what: string): void {
  if (typeof value !== 'object' || value === null) fail(`${what}: expected an object, got ${short(value)}`);
  equal(Object.keys(value).sort(), [...expected].sort(), `keys of ${what}`);
}

export function shape<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return fail(`${what}: ${issues} in ${short(value)}`);
}
