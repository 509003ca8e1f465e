import { and, count, desc, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { type Incident, keyOf, tellOnce } from '../sync/incidents.ts';
import type { Reason } from '../sync/model.ts';
import { alertText } from './alert-text.ts';
import { branchOfBuilding, liveSources } from './branches.ts';
import { guardOf } from './breaker.ts';
import type { AccountContext } from './context.ts';
import { type EventRow, insertEvent } from './inbox.ts';
import { once } from './once.ts';
import { sourceState } from './poll.ts';
import type { AttemptEnd } from './pump.ts';
import { withResponsible } from './responsible.ts';
import { events } from './schema.ts';
import { readState, type Store, writeState } from './store.ts';
import { ignored, retry } from './visit-work.ts';

/**
 * Trouble that waits for somebody becomes a task of a chosen user in amoCRM, once for each incident (product.md §3.5). The
 * task is an event like others: durable together with the memory that it was told, marked before it is sent, retried.
 * What keeps amoCRM itself closed cannot be told there; the panel and «Состояние» say it.
 */
const KEY = 'alerts';
const KIND = 'account.alert';
const toldSchema = z.record(z.string(), z.object({ at: z.number(), newest: z.number().optional() }));
const payloadSchema = z.object({ incident: z.string() });

/** Rounds of the alarm follow each other closely; what lasts is seen by a later one. */
const LOOK_EVERY_MS = 10_000;
const lookedAt = new WeakMap<Store, number>();

/** Looks for what has begun and what is over. Synchronous. */
export function raiseAlerts(ctx: AccountContext, settings: AccountSettings): void {
  const now = ctx.clock.now();
  if (now - (lookedAt.get(ctx.store) ?? 0) < LOOK_EVERY_MS / ctx.config.timeScale) {
    return;
  }
  lookedAt.set(ctx.store, now);
  const kept = readState(ctx.store, KEY) ?? '{}';
  const isOn = settings.account.status === 'active' && settings.automation.body.alert.userId !== null;
  const before = toldSchema.catch({}).parse(JSON.parse(kept));
  const { raise, told } = tellOnce(isOn ? standing(ctx, settings) : [], before, now);
  const next = JSON.stringify(told);
  if (next === kept) {
    return;
  }
  ctx.store.transaction(() => {
    writeState(ctx.store, KEY, next);
    for (const incident of raise) {
      insertEvent(ctx.store, {
        kind: KIND,
        lane: `alert:${keyOf(incident)}`,
        at: now,
        payload: { origin: 'record', incident: keyOf(incident) },
        ...('branchId' in incident ? { branchId: incident.branchId } : {}),
        dueAt: now,
      });
    }
  });
}

function standing(ctx: AccountContext, settings: AccountSettings): Incident[] {
  const stopped = settings.branches
    .filter(({ enabled }) => enabled)
    .flatMap(({ id }): Incident[] => {
      const guard = guardOf(ctx, id);
      return guard?.stoppedAt ? [{ kind: 'stopped', branchId: id, reason: guard.reason ?? '' }] : [];
    });
  const newest = newestFailed(ctx.store);
  return [
    ...stopped,
    ...liveSources(settings).flatMap(({ sourceId }) => unread(ctx, settings, sourceId)),
    ...(newest === null ? [] : [{ kind: 'failed' as const, newest }]),
  ];
}

function unread(ctx: AccountContext, settings: AccountSettings, sourceId: number): Incident[] {
  const state = sourceState(ctx, sourceId);
  const main = branchOfBuilding(settings, sourceId, null);
  if (!state?.errorCode || !main) {
    return [];
  }
  if (state.keyValid === false) {
    return [{ kind: 'key', sourceId, branchId: main.id }];
  }
  const since = state.lastSuccessAt ?? state.errorAt ?? ctx.clock.now();
  const longest = (settings.automation.body.alert.minutes * 60_000) / ctx.config.timeScale;
  return ctx.clock.now() - since > longest
    ? [{ kind: 'unread', sourceId, branchId: main.id, since, code: state.errorCode }]
    : [];
}

/** A task that could not be made is no reason for another one. */
const isFailed = and(sql`${events.outcome} = 'failed'`, ne(events.kind, KIND));

function newestFailed(store: Store): number | null {
  const row = store
    .select({ seq: events.seq })
    .from(events)
    .where(isFailed)
    .orderBy(desc(events.seq))
    .limit(1)
    .get();
  return row?.seq ?? null;
}

/** Until when the task is to be done. */
const HOUR_S = 3600;
/** «Связаться»: every account has it. */
const TASK_TYPE = 1;
const NEWEST = 50;

export async function carryOutAlert(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const { incident: key } = payloadSchema.parse(JSON.parse(event.payload));
  const { userId } = settings.automation.body.alert;
  if (userId === null) {
    return ignored('alert.off', 'Задача не поставлена: предупреждения выключены');
  }
  const incident = standing(ctx, settings).find((candidate) => keyOf(candidate) === key);
  if (!incident) {
    return ignored('alert.over', 'Задача не поставлена: неполадка уже прошла');
  }
  const failed = ctx.store.select({ number: count() }).from(events).where(isFailed).get()?.number ?? 0;
  const text = alertText(incident, settings, failed);
  const remarks: Reason[] = [];
  const made = await task(ctx, settings, event, { userId, text, remarks });
  return made.ok
    ? {
        outcome: 'done',
        decision: { actions: [{ kind: 'alert', text: `Поставлена задача: ${text}` }], reasons: remarks },
      }
    : retry('amocrm', made.error);
}

function task(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
  { userId, text, remarks }: { userId: number; text: string; remarks: Reason[] },
): Promise<Result<null, AmocrmFailure>> {
  const { tasks } = ctx.amocrm(settings.account.domain);
  return once(
    { ctx, event, step: 'task' },
    {
      text,
      async find(since, wasSent) {
        const newest = await tasks.listNewest('event', { limit: NEWEST });
        return newest.ok
          ? ok(newest.value.find((made) => wasSent(made.text) && made.createdAt >= since)?.id ?? null)
          : newest;
      },
      create: () =>
        withResponsible(userId, settings.automation.body.defaultResponsible, remarks, (responsibleId) =>
          tasks.create('event', {
            leadId: null,
            text,
            completeTill: Math.floor(ctx.clock.now() / 1000) + HOUR_S,
            taskTypeId: TASK_TYPE,
            ...(responsibleId === null ? {} : { responsibleUserId: responsibleId }),
          }),
        ),
      done: () => {},
    },
  );
}
