import { z } from 'zod';
import type { ApiContext } from './env.ts';
import {
  choiceProblem,
  type ItemProblems,
  invalid,
  missingProblem,
  type Problem,
  problem,
  typeProblem,
} from './problem.ts';

type Checked<T> = { ok: true; value: T } | { ok: false; response: Response };

const typeNames: Record<string, string> = { number: 'int', boolean: 'bool' };

export function toProblems(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.join('.');
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return [missingProblem(path)];
      return [typeProblem(path, typeNames[issue.expected] ?? issue.expected)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'FieldNotExpected',
        path: path === '' ? key : `${path}.${key}`,
        detail: 'This field was not expected.',
      }));
    case 'too_big':
      return [{ code: 'TooLong', path, detail: 'This value is too long.' }];
    case 'too_small':
      return [{ code: 'TooShort', path, detail: 'This value is too short.' }];
    default:
      return [choiceProblem(path)];
  }
}

/** Values that a JSON number sends with a fraction are not ints either. */
const parseOptions = { reportInput: true } as const;

export async function readJson(c: ApiContext): Promise<Checked<unknown>> {
  const type = c.req.header('content-type');
  // Absent counts as JSON; a form or plain text does not (§3.0).
  if (type !== undefined && !/json/i.test(type)) {
    return { ok: false, response: problem(415, 'Unsupported content type') };
  }
  try {
    return { ok: true, value: await c.req.json() };
  } catch {
    return { ok: false, response: problem(400, 'Invalid JSON in request body') };
  }
}

function requestIdOf(raw: unknown, index: number): string {
  const id = z.looseObject({ request_id: z.string() }).safeParse(raw);
  return id.success ? id.data.request_id : String(index);
}

export type Item<T> = { value: T; requestId: string };

/**
 * Every item is checked before anything is done: one bad item fails the whole batch (§3.4).
 * `check` adds what a schema cannot know (ids that must exist).
 */
export function parseItems<S extends z.ZodType>(
  body: unknown,
  schema: S,
  check: (value: z.output<S>) => Problem[],
  max = 250,
): Checked<Item<z.output<S>>[]> {
  if (!Array.isArray(body) || body.length === 0) {
    return { ok: false, response: invalid([{ requestId: '0', errors: [typeProblem('', 'array')] }]) };
  }
  if (body.length > max) return { ok: false, response: problem(400, `Too many items, maximum is ${max}`) };
  const bad: ItemProblems[] = [];
  const items: Item<z.output<S>>[] = [];
  for (const [index, raw] of body.entries()) {
    const requestId = requestIdOf(raw, index);
    const parsed = schema.safeParse(raw, parseOptions);
    const errors = parsed.success ? check(parsed.data) : parsed.error.issues.flatMap(toProblems);
    if (errors.length > 0) bad.push({ requestId, errors });
    if (parsed.success) items.push({ value: parsed.data, requestId });
  }
  return bad.length > 0 ? { ok: false, response: invalid(bad) } : { ok: true, value: items };
}

export async function readItems<S extends z.ZodType>(
  c: ApiContext,
  schema: S,
  check: (value: z.output<S>) => Problem[],
  max?: number,
): Promise<Checked<Item<z.output<S>>[]>> {
  const json = await readJson(c);
  return json.ok ? parseItems(json.value, schema, check, max) : json;
}

export async function readObject<S extends z.ZodType>(
  c: ApiContext,
  schema: S,
  check: (value: z.output<S>) => Problem[] = () => [],
  defaults: Record<string, unknown> = {},
): Promise<Checked<z.output<S>>> {
  const json = await readJson(c);
  if (!json.ok) return json;
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return { ok: false, response: invalid([{ requestId: '0', errors: [typeProblem('', 'object')] }]) };
  const parsed = parseItems([{ ...json.value, ...defaults }], schema, check);
  if (!parsed.ok) return parsed;
  const [item] = parsed.value;
  return item === undefined
    ? { ok: false, response: problem(400, 'Empty body') }
    : { ok: true, value: item.value };
}
