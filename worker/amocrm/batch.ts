import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AmocrmFailure } from './failure.ts';
import { createGatherer, type Gatherer, type Gathering } from './gather.ts';
import { badReply, parseRows } from './hal.ts';
import type { Transport } from './transport.ts';

/** Writes of many entities in one request, and what became of each (amocrm-api.md §3.2, §3.4). */

/** amoCRM takes 250 and recommends at most 50: a heavier batch answers 504, and one bad item sends all the others again. */
const WRITE_BATCH = 50;

type Outcome<T> = Result<T, AmocrmFailure>;
/** The rows of a reply, each with the place of its item among those sent. */
type Rows<T> = Outcome<ReadonlyArray<readonly [item: number, row: T]>>;

export type Created = { readonly id: number };

/** Creations: `parse` reads the rows of a reply, which carry the `request_id` that their items were given. */
export function gatherCreations<I, T = Created>(
  transport: Transport,
  gathering: Gathering,
  kind: { readonly path: string; body(item: I): object; parse(reply: unknown): Rows<T> },
): Gatherer<I, T> {
  return createGatherer(gathering, {
    size: WRITE_BATCH,
    send: (priority, items) =>
      write({
        ...kind,
        transport,
        priority,
        method: 'POST',
        bodies: items.map(kind.body),
        parse: kind.parse,
      }),
  });
}

/** Changes of entities that exist; their rows are told apart by id. */
export function gatherChanges<I extends { readonly id: number }, T extends { readonly id: number }>(
  transport: Transport,
  gathering: Gathering,
  kind: { readonly path: string; readonly key: string; readonly row: z.ZodType<T>; body(item: I): object },
): Gatherer<I, T> {
  return createGatherer(gathering, {
    size: WRITE_BATCH,
    keyOf: ({ id }) => id,
    send: (priority, items) =>
      write({
        transport,
        priority,
        method: 'PATCH',
        path: kind.path,
        bodies: items.map((item) => ({ id: item.id, ...kind.body(item) })),
        parse(reply, bodies) {
          const rows = parseRows(reply, kind.key, kind.row);
          const ids = bodies.map((body) => ('id' in body ? body.id : undefined));
          return rows.ok ? ok(rows.value.map((row) => [ids.indexOf(row.id), row] as const)) : rows;
        },
      }),
  });
}

const createdRow = z.object({
  id: z.number().int(),
  request_id: z.union([z.string(), z.number()]).transform(Number),
});

export function createdRows(key: string): (reply: unknown) => Rows<Created> {
  return (reply) => {
    const rows = parseRows(reply, key, createdRow);
    return rows.ok ? ok(rows.value.map(({ id, request_id }) => [request_id, { id }] as const)) : rows;
  };
}

type Write<T> = {
  readonly transport: Transport;
  readonly priority: Priority;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly bodies: readonly object[];
  parse(reply: unknown, bodies: readonly object[]): Rows<T>;
};

async function write<T>(batch: Write<T>): Promise<Outcome<T>[]> {
  const { transport, priority, method, path, bodies } = batch;
  const named =
    method === 'POST' ? bodies.map((body, item) => ({ ...body, request_id: String(item) })) : bodies;
  const reply = await transport.send(priority, method, path, named);
  if (!reply.ok) {
    return reply.error.kind === 'invalid' && bodies.length > 1
      ? withoutBad(batch, reply.error)
      : bodies.map(() => err(asGone(reply.error)));
  }
  const rows = batch.parse(reply.value, bodies);
  if (!rows.ok) return bodies.map(() => rows);
  const byItem = new Map(rows.value);
  return bodies.map((_, item) => {
    const row = byItem.get(item);
    return row === undefined ? badReply(`${path}: no row for item ${item} of ${bodies.length}`) : ok(row);
  });
}

type Invalid = Extract<AmocrmFailure, { kind: 'invalid' }>;

/**
 * One bad item fails the whole batch and nothing of it is done (§3.4): it gets its own complaint, the others are sent
 * again without it.
 */
async function withoutBad<T>(batch: Write<T>, failure: Invalid): Promise<Outcome<T>[]> {
  const { bodies } = batch;
  const complaints = Map.groupBy(failure.problems, ({ requestId }) => Number(requestId));
  const isGood = (item: number) => !complaints.has(item);
  const all = [...bodies.keys()];
  const good = all.filter(isGood);
  // A complaint about nobody in particular: each is sent by itself, and the bad one is found that way.
  const parts = good.length === all.length ? all.map((item) => [item]) : [good];
  const outcomes: Outcome<T>[] = all.map((item) =>
    err(asGone({ ...failure, problems: complaints.get(item) ?? [] })),
  );
  for (const part of parts.filter(({ length }) => length > 0)) {
    const again = await write({ ...batch, bodies: part.flatMap((item) => bodies[item] ?? []) });
    for (const [place, item] of part.entries()) {
      outcomes[item] = again[place] ?? badReply(`${batch.path}: no outcome`);
    }
  }
  return outcomes;
}

/** A complaint about the id itself: that entity is no longer there. */
function asGone(failure: AmocrmFailure): AmocrmFailure {
  return failure.kind === 'invalid' && failure.problems.some(({ path }) => path === 'id')
    ? { kind: 'not_found' }
    : failure;
}
