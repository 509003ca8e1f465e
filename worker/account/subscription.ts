import { z } from 'zod';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { Webhook } from '../amocrm/webhooks.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { open } from '../shared/envelope.ts';
import { readJournal } from './amocrm-journal.ts';
import type { AccountContext } from './context.ts';
import { describeError } from './failures.ts';
import { type HookState, hookState, writeHookState } from './hook-state.ts';
import { type EventRow, hasUnfinished, insertEvent } from './inbox.ts';
import type { AttemptEnd } from './pump.ts';
import { retry } from './visit-work.ts';

/** The subscription to amoCRM's hooks: made at the installation, looked at every hour, renewed when it is not as it should be. */

/** What this version reacts to (hook-events.ts). */
const HOOKS = [
  'add_lead',
  'update_lead',
  'delete_lead',
  'restore_lead',
  'status_lead',
  'add_contact',
  'update_contact',
  'delete_contact',
  'restore_contact',
];
const LANE = 'account';
const PERIOD_MS = 3600_000;
const AFTER_FAILURE_MS = 5 * 60_000;

export function askSubscription(ctx: AccountContext, why: Why): void {
  const now = ctx.clock.now();
  insertEvent(ctx.store, {
    kind: 'account.subscribe',
    lane: LANE,
    at: now,
    payload: { origin: 'hook', why },
    dueAt: now,
  });
}

const WHY = {
  install: 'Виджет подключён',
  missing: 'Подписки на события в amoCRM не было',
  disabled: 'amoCRM выключил подписку на события',
  changed: 'Подписка была на другие события',
  back: 'amoCRM снова даёт подписаться на события',
};
type Why = keyof typeof WHY;
const payloadSchema = z.object({
  why: z.enum(['install', 'missing', 'disabled', 'changed', 'back']).default('install'),
});

export async function carryOutSubscribe(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const { why } = payloadSchema.parse(JSON.parse(event.payload));
  const destination = await destinationOf(ctx, settings);
  if (destination === null) {
    const text = 'Адрес для событий amoCRM не читается';
    return {
      outcome: 'failed',
      code: 'install.unreadable',
      httpStatus: null,
      decision: { actions: [], reasons: [{ code: 'install.unreadable', text }] },
    };
  }
  const hook = await ctx.amocrm(settings.account.domain).webhooks.subscribe('background', destination, HOOKS);
  if (!hook.ok) {
    return isRefused(hook.error) ? turnedToJournal(ctx, hook.error) : retry('amocrm', hook.error);
  }
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'hooks', text: 'Виджет подписан на события сделок и контактов в amoCRM' }],
      reasons: [{ code: `hooks.${why}`, text: WHY[why] }],
    },
    also: () => turnToHooks(ctx, why !== 'install'),
  };
}

/** What the journal remembers of the time without hooks is read once. */
function turnToHooks(ctx: AccountContext, wasBroken: boolean): void {
  const now = ctx.clock.now();
  writeHookState(ctx.store, now, {
    mode: 'hooks',
    since: now,
    checkedAt: now,
    nextCheckAt: now + PERIOD_MS / ctx.config.timeScale,
    nextReadAt: wasBroken ? now : null,
    error: null,
  });
}

function turnedToJournal(ctx: AccountContext, failure: AmocrmFailure): AttemptEnd {
  const said = 'detail' in failure && failure.detail ? `: ${failure.detail}` : '';
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'hooks.events', text: 'Изменения читаются из журнала событий amoCRM' }],
      reasons: [{ code: 'hooks.refused', text: `amoCRM не даёт подписаться на события${said}` }],
    },
    also: () => keepReading(ctx),
  };
}

function keepReading(ctx: AccountContext): void {
  const now = ctx.clock.now();
  const state = hookState(ctx.store);
  writeHookState(ctx.store, now, {
    mode: 'events',
    since: null,
    checkedAt: now,
    nextCheckAt: now + PERIOD_MS / ctx.config.timeScale,
    nextReadAt: state?.nextReadAt ?? now,
  });
}

/** The plan has no hooks, or this grant may not make them; other failures may pass. */
function isRefused({ kind }: AmocrmFailure): boolean {
  return kind === 'forbidden' || kind === 'invalid' || kind === 'not_found';
}

/** Objects whose watch is at work. */
const watching = new WeakSet<AccountContext>();

/** What is due of the two, as one piece of work of the alarm, which never fails; null: nothing is, or it is at work. */
export function startWatch(ctx: AccountContext, settings: AccountSettings | null): Promise<void> | null {
  if (settings?.account.status !== 'active' || watching.has(ctx)) {
    return null;
  }
  const now = ctx.clock.now();
  const state = hookState(ctx.store);
  const isCheckDue = (state?.nextCheckAt ?? now) <= now;
  const isReadDue = (state?.nextReadAt ?? Number.POSITIVE_INFINITY) <= now;
  if (!isCheckDue && !isReadDue) {
    return null;
  }
  watching.add(ctx);
  const watch = async () => {
    if (isCheckDue) {
      await checkSubscription(ctx, settings);
    }
    if (isReadDue) {
      await readJournal(ctx, settings);
    }
  };
  return watch()
    .catch((error) => ctx.log('watch.crashed', { account: ctx.objectName, error: describeError(error) }))
    .finally(() => watching.delete(ctx));
}

export function nextWatchAt(ctx: AccountContext, settings: AccountSettings | null): number | null {
  if (settings?.account.status !== 'active') {
    return null;
  }
  const state = hookState(ctx.store);
  return state ? Math.min(state.nextCheckAt, state.nextReadAt ?? Number.POSITIVE_INFINITY) : ctx.clock.now();
}

async function checkSubscription(ctx: AccountContext, settings: AccountSettings): Promise<void> {
  const { timeScale } = ctx.config;
  const startedAt = ctx.clock.now();
  const next = (ms: number): Partial<HookState> => ({ nextCheckAt: startedAt + ms / timeScale });
  // Whatever becomes of this look: the next one is not at once.
  writeHookState(ctx.store, startedAt, next(AFTER_FAILURE_MS));
  // It is being made: that tells more.
  const destination = hasUnfinished(ctx.store, LANE) ? null : await destinationOf(ctx, settings);
  if (destination === null) {
    return;
  }
  const hook = await ctx.amocrm(settings.account.domain).webhooks.byDestination('background', destination);
  if (!hook.ok) {
    if (!isRefused(hook.error)) {
      writeHookState(ctx.store, startedAt, { error: `amocrm.${hook.error.kind}` });
    } else if (hookState(ctx.store)?.mode === 'events') {
      keepReading(ctx);
    } else {
      askSubscription(ctx, 'missing');
      ctx.wake();
    }
    return;
  }
  const why = faultOf(hook.value);
  const known = hookState(ctx.store);
  if (why === null && known?.mode !== 'events') {
    // Until now nothing was missed.
    const readTo = Math.floor(startedAt / 1000);
    const since = known?.since ?? startedAt;
    writeHookState(ctx.store, startedAt, {
      ...next(PERIOD_MS),
      since,
      checkedAt: startedAt,
      readTo,
      error: null,
    });
    return;
  }
  writeHookState(ctx.store, startedAt, { since: null });
  askSubscription(ctx, why ?? 'back');
  ctx.wake();
}

function faultOf(hook: Webhook | null): Why | null {
  if (!hook) {
    return 'missing';
  }
  if (hook.disabled) {
    return 'disabled';
  }
  const isSame = hook.settings.length === HOOKS.length && HOOKS.every((name) => hook.settings.includes(name));
  return isSame ? null : 'changed';
}

/** null: the hook token cannot be opened. */
async function destinationOf(ctx: AccountContext, { account }: AccountSettings): Promise<string | null> {
  const token = await open(await ctx.ring(), hookPlace(account.id), account.hookTokenSealed);
  return token.ok ? `${ctx.config.publicUrl}/hooks/amocrm/${account.id}/${token.value}` : null;
}

/** Binds the sealed hook token to its account (envelope.ts). */
export function hookPlace(accountId: number): string {
  return `account:${accountId}:hook_token`;
}
