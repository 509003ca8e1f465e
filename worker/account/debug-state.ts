import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, like, lte, min, sql } from 'drizzle-orm';
import { version } from '../http/version.ts';
import type { DebugState } from '../operator/operator.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { parseJson } from '../shared/json.ts';
import { isoOf } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { hookState } from './hook-state.ts';
import { nightOf } from './night.ts';
import { heldList } from './poll-held.ts';
import { attempts, branchGuards, events, sourceStates, state } from './schema.ts';
import { readState } from './store.ts';
import { nextWorkAt } from './work.ts';

/** What an operator asks when something stands still (runbook.md): ids, times, states and counts, nothing else. */
const SHOWN = 20;

export function debugState(
  ctx: AccountContext,
  settings: AccountSettings | null,
  platform: { armedAt: number | null; ringing: boolean; openPages: number },
): DebugState {
  return {
    account: Number(ctx.objectName),
    at: isoOf(ctx.clock.now()),
    version,
    alarm: {
      armedAt: iso(platform.armedAt),
      ringing: platform.ringing,
      nextWorkAt: iso(nextWorkAt(ctx, settings)),
    },
    inHand: inHand(ctx),
    queue: queue(ctx),
    sources: sources(ctx),
    stoppedBranches: ctx.store
      .select({ id: branchGuards.branchId })
      .from(branchGuards)
      .where(isNotNull(branchGuards.stoppedAt))
      .all()
      .map(({ id }) => id),
    amocrm: amocrm(ctx),
    quota: ctx.quota().map(({ pausedUntil, ...rest }) => ({ ...rest, pausedUntil: iso(pausedUntil) })),
    history: {
      newest: seqAt(ctx, 'newest'),
      oldest: seqAt(ctx, 'oldest'),
      sweep: parseJson(readState(ctx.store, 'retention') ?? 'null'),
    },
    openPages: platform.openPages,
  };
}

function inHand({ store, inHand: ids }: AccountContext): DebugState['inHand'] {
  return store
    .select({ event: events.id, kind: events.kind, attempts: events.attempts })
    .from(events)
    .where(inArray(events.id, [...ids].slice(0, 90)))
    .all();
}

function queue({ store, clock }: AccountContext): DebugState['queue'] {
  const now = clock.now();
  const counted = (condition: ReturnType<typeof and>) =>
    store.select({ number: count() }).from(events).where(condition).get()?.number ?? 0;
  const waiting = isNotNull(events.dueAt);
  const oldest = store
    .select({ at: min(events.at) })
    .from(events)
    .where(waiting)
    .get();
  const number = count();
  return {
    due: counted(lte(events.dueAt, now)),
    later: counted(gt(events.dueAt, now)),
    held: counted(and(isNotNull(events.heldByBranch), eq(events.outcome, 'pending'), isNull(events.dueAt))),
    failed: counted(sql`${events.outcome} = 'failed'`),
    oldestAt: iso(oldest?.at),
    kinds: store
      .select({ kind: events.kind, count: number })
      .from(events)
      .where(waiting)
      .groupBy(events.kind)
      .orderBy(desc(number))
      .all(),
    next: store
      .select({
        event: events.id,
        kind: events.kind,
        branch: events.branchId,
        attempts: events.attempts,
        dueAt: events.dueAt,
        lastCode: sql<
          string | null
        >`(select ${attempts.code} from ${attempts} where ${attempts.eventId} = ${events.id} order by ${attempts.number} desc limit 1)`,
      })
      .from(events)
      .where(waiting)
      .orderBy(asc(events.dueAt))
      .limit(SHOWN)
      .all()
      .map((row) => ({ ...row, dueAt: iso(row.dueAt) })),
  };
}

function sources(ctx: AccountContext): DebugState['sources'] {
  return ctx.store
    .select()
    .from(sourceStates)
    .all()
    .map((row) => ({
      source: row.sourceId,
      polling: ctx.polls.running.has(row.sourceId),
      nextPollAt: iso(row.nextPollAt),
      lastSuccessAt: iso(row.lastSuccessAt),
      keyValid: row.keyValid,
      errorCode: row.errorCode,
      errorAt: iso(row.errorAt),
      strategy: row.strategy,
      farCursor: row.farCursor,
      newestTalon: row.newestTalonId,
      openReadAt: iso(row.openReadAt),
      reconciledDay: row.reconciledDay,
      reconciling: nightOf(ctx, row.sourceId) !== null,
      listHeld: heldList(ctx.store, row.sourceId) !== null,
    }));
}

function amocrm(ctx: AccountContext): DebugState['amocrm'] {
  const closed = ctx.circuit.state();
  const hooks = hookState(ctx.store);
  const failing = ctx.amocrmFailing.standing();
  const index = ctx.store.select().from(state).where(like(state.key, 'index:%')).all();
  return {
    token: ctx.tokens.state(),
    answeredAt: iso(ctx.amocrmAnswered.at()),
    closed: closed?.kind ?? null,
    probeAt: iso(closed?.probeAt),
    failing: failing?.kind ?? null,
    failingSince: iso(failing?.since),
    hooks: hooks?.mode ?? null,
    hooksError: hooks?.error ?? null,
    journalReadTo: iso(hooks && hooks.readTo * 1000),
    index: Object.fromEntries(index.map(({ key, value }) => [key.slice('index:'.length), parseJson(value)])),
  };
}

function seqAt({ store }: AccountContext, end: 'newest' | 'oldest'): number {
  const order = end === 'newest' ? desc(events.seq) : asc(events.seq);
  return store.select({ seq: events.seq }).from(events).orderBy(order).limit(1).get()?.seq ?? 0;
}

function iso(at: number | null | undefined): string | null {
  return at ? isoOf(at) : null;
}
