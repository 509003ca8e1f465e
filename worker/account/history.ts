import {
  and,
  asc,
  between,
  desc,
  eq,
  gt,
  gte,
  inArray,
  like,
  lt,
  lte,
  max,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import type {
  EventReply,
  EventsQuery,
  EventsReply,
  EventsRetry,
  OneEventReply,
} from '../history/events.schemas.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { epochMsOf, isoOf } from '../sync/wall-clock.ts';
import { hindranceOf, isHeld } from './event-hindrance.ts';
import { type ApiFailure, meanwhileOf, problem, wordsOf } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { visitById } from './mirror.ts';
import { attempts, events, sourceStates, visits } from './schema.ts';
import { prepared, type Store } from './store.ts';

const PAGE = 50;

type Filter = Omit<EventsQuery, 'cursor' | 'order'> | Omit<EventsRetry, 'cursor' | 'limit'>;

/** `branchIds` null: the whole account. */
export function eventConditions(
  store: Store,
  query: Filter,
  branchIds: number[] | null,
): (SQL | undefined)[] {
  const { visit, deal, branch, kind, direction, search, outcome } = query;
  // SQLite knows no numbers of rows. What leaves few is to be found by its index and the rest looked at there: a `+`
  // keeps the index of kinds and of branches, which may lead to nearly everything, out of the choice.
  const isFew =
    [visit, deal, search, 'ids' in query ? query.ids : undefined].some((given) => given !== undefined) ||
    ['failed', 'held', 'pending'].includes(outcome ?? '');
  const ofKind = isFew ? sql`+${events.kind}` : sql`${events.kind}`;
  const ofBranch = isFew || kind !== undefined ? sql`+${events.branchId}` : sql`${events.branchId}`;
  return [
    branchIds ? inArray(ofBranch, branchIds) : undefined,
    visit === undefined ? undefined : eq(events.visitId, visit),
    deal === undefined ? undefined : eq(events.dealId, deal),
    branch === undefined ? undefined : eq(ofBranch, branch),
    kind === undefined ? undefined : eq(ofKind, kind),
    direction === undefined ? undefined : ofDirection(direction),
    search === undefined ? undefined : hasId(search),
    outcome === undefined ? undefined : ofOutcome(outcome, isFew || kind !== undefined),
    query.from === undefined ? undefined : gte(events.at, epochMsOf(query.from)),
    query.to === undefined ? undefined : lte(events.at, epochMsOf(query.to)),
    amongDays(store, query),
  ];
}

/** What did not simply work has an index (schema.ts), which serves conditions that are written out only. */
function ofOutcome(outcome: NonNullable<Filter['outcome']>, hasBetterIndex: boolean): SQL | undefined {
  const isHeld = sql`${events.heldByBranch} is not null`;
  const isPending = eq(events.outcome, 'pending');
  switch (outcome) {
    case 'failed':
      return sql`${events.outcome} = 'failed'`;
    case 'ignored':
      return hasBetterIndex ? sql`+${events.outcome} = 'ignored'` : sql`${events.outcome} = 'ignored'`;
    case 'held':
      return and(among(seqsWhere(isHeld)), isPending, sql`${events.dueAt} is null`);
    case 'pending':
      return and(among(seqsWhere(sql`${events.dueAt} is not null`), seqsWhere(isHeld)), isPending);
    default:
      return eq(events.outcome, outcome);
  }
}

/** Found by an index that holds the numbers, too, and then read in their order: nothing has to be sorted. */
function among(...found: SQL[]): SQL {
  return sql`${events.seq} in (${sql.join(found, sql` union all `)})`;
}

function seqsWhere(condition: SQL | undefined): SQL {
  return sql`select ${events.seq} from ${events} where ${condition}`;
}

/** Where it came from. A visit's event is ArchiMed+'s, unless a person's click or a deal's stage was its cause. */
function ofDirection(direction: NonNullable<Filter['direction']>): SQL | undefined {
  const isByUs = sql`json_extract(${events.payload}, '$.origin') in ('click', 'hook')`;
  switch (direction) {
    case 'archimed':
      return and(like(events.kind, 'visit.%'), not(isByUs));
    case 'amocrm': {
      const kinds = ['click.%', 'lead.%', 'contact.%', 'review.%'].map((kind) => like(events.kind, kind));
      return or(...kinds, and(like(events.kind, 'visit.%'), isByUs));
    }
    case 'service':
      // Few: found by the index of kinds, which a `like` does not use.
      return or(
        ...['account', 'branch', 'install', 'source'].map((kind) =>
          between(events.kind, `${kind}.`, `${kind}.~`),
        ),
      );
  }
}

/** Stored in the order they came in, give or take: looked for where such days stand, not among everything. */
const OUT_OF_ORDER_MS = 3600_000;

function amongDays(store: Store, { from, to }: Pick<Filter, 'from' | 'to'>): SQL | undefined {
  return and(
    from === undefined ? undefined : gte(events.seq, firstSince(store, epochMsOf(from) - OUT_OF_ORDER_MS)),
    to === undefined ? undefined : lt(events.seq, firstSince(store, epochMsOf(to) + OUT_OF_ORDER_MS)),
  );
}

/** The number of the first event since then, found by halving. */
function firstSince(store: Store, at: number): number {
  let [low, high] = [1, (newestSeq(store).get()?.seq ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = firstFrom(store).get({ seq: middle });
    if (row && row.at < at) {
      low = row.seq + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

const newestSeq = prepared((store) =>
  store
    .select({ seq: max(events.seq) })
    .from(events)
    .prepare(),
);
const firstFrom = prepared((store) =>
  store
    .select({ seq: events.seq, at: events.at })
    .from(events)
    .where(gte(events.seq, sql.placeholder('seq')))
    .orderBy(asc(events.seq))
    .limit(1)
    .prepare(),
);

function hasId(sought: string): SQL {
  const number = Number(sought.replace(/^[№#\s]+/, ''));
  if (!Number.isSafeInteger(number) || number <= 0) {
    return among(seqsWhere(eq(events.id, sought)), seqsWhere(eq(events.visitId, sought)));
  }
  // A talon's number is found by its source's first: these are few, and each has a state.
  const sources = sql`select ${sourceStates.sourceId} from ${sourceStates}`;
  const talons = sql`select ${visits.id} from ${visits} where ${visits.sourceId} in (${sources}) and ${visits.talonId} = ${number}`;
  return among(seqsWhere(eq(events.dealId, number)), seqsWhere(sql`${events.visitId} in (${talons})`));
}

/** A page and one more; the newest first, unless a story is to be read from its beginning. */
export function pageOf(store: Store, query: EventsQuery, branchIds: number[] | null) {
  const isOldest = query.order === 'oldest';
  const cursor = query.cursor === undefined ? null : Number(query.cursor);
  const further = cursor === null ? undefined : isOldest ? gt(events.seq, cursor) : lt(events.seq, cursor);
  const chosen = query.ids === undefined ? undefined : inArray(events.id, query.ids.split(','));
  return store
    .select()
    .from(events)
    .where(and(...eventConditions(store, query, branchIds), chosen, further))
    .orderBy(isOldest ? asc(events.seq) : desc(events.seq))
    .limit(PAGE + 1);
}

export function listEvents(store: Store, query: EventsQuery, branchIds: number[] | null): EventsReply {
  const rows = pageOf(store, query, branchIds).all();
  const page = rows.slice(0, PAGE);
  return { events: page.map(eventView), next: rows.length > PAGE ? String(page.at(-1)?.seq) : null };
}

export function oneEvent(
  store: Store,
  id: string,
  branchIds: number[] | null,
): Result<OneEventReply, ApiFailure> {
  const row = shownEvent(store, id, branchIds);
  if (!row.ok) {
    return row;
  }
  const event = row.value;
  const tries = store.select().from(attempts).where(eq(attempts.eventId, id)).orderBy(attempts.number).all();
  const hindrance = hindranceOf(event);
  return ok({
    event: eventView(event),
    talonId: (event.visitId === null ? null : visitById(store, event.visitId)?.talonId) ?? null,
    ...shownBody(event.payload),
    attempts: tries.map(({ eventId: _id, at, ...rest }) => ({ ...rest, at: isoOf(at), ...told(rest) })),
    retry: { allowed: hindrance === null, hindrance: hindrance?.message ?? null },
  });
}

function told({ code, outcome }: Pick<typeof attempts.$inferSelect, 'code' | 'outcome'>) {
  if (code === null) {
    return { message: null, advice: null };
  }
  const { what, remedy } = wordsOf(code);
  return { message: what, advice: outcome === 'retry' ? meanwhileOf(code) : remedy };
}

const bodySchema = z.object({
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })).catch([]),
  userId: z.int().positive().nullable().catch(null),
});
/** What is compared only and kept as a keyed hash says nothing to people. */
const HASHED = 'contentHash';

function shownBody(payload: string): Pick<OneEventReply, 'changes' | 'userId'> {
  const { changes, userId } = bodySchema.parse(JSON.parse(payload));
  return {
    userId,
    changes: changes.map((change) =>
      change.field === HASHED ? { field: change.field, from: null, to: null } : change,
    ),
  };
}

/** One of another branch is not told apart from one that does not exist. */
export function shownEvent(
  store: Store,
  id: string,
  branchIds: number[] | null,
): Result<EventRow, ApiFailure> {
  const row = store.select().from(events).where(eq(events.id, id)).get();
  return row && (!branchIds || (row.branchId !== null && branchIds.includes(row.branchId)))
    ? ok(row)
    : err(problem(404, 'events.not_found', 'Такого события нет.'));
}

export function eventView(row: EventRow): EventReply {
  return {
    id: row.id,
    kind: row.kind,
    at: isoOf(row.at),
    branchId: row.branchId,
    visitId: row.visitId,
    dealId: row.dealId,
    outcome: row.outcome,
    held: isHeld(row),
    attempts: row.attempts,
    nextTryAt: row.outcome === 'pending' && row.dueAt !== null ? isoOf(row.dueAt) : null,
    decision: row.decision ? JSON.parse(row.decision) : null,
  };
}
