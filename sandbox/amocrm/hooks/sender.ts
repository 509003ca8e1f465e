import { randomUUID } from 'node:crypto';
import type { Clock } from '../../control/clock.ts';
import type { Account, Webhook } from '../core/model.ts';
import { encodePairs, hookPairs } from './form.ts';
import { type OutboundReply, send } from './outbound.ts';
import type { HookItem } from './payload.ts';

const MINUTE = 60_000;
/** Waits before attempts 2…5 (amocrm-api.md §5.2). */
const waits = [5 * MINUTE, 15 * MINUTE, 15 * MINUTE, 60 * MINUTE] as const;
const TIMEOUT_MS = 2000;
const BAD_LIMIT = 100;
const BAD_WINDOW_MS = 120 * MINUTE;
const SHUFFLE_MS = 40;
const KEPT = 20_000;

export type DeliveryState = 'waiting' | 'delivered' | 'gave-up' | 'dropped';

export type Delivery = {
  id: number;
  accountId: number;
  webhookId: number;
  destination: string;
  requestId: string;
  actions: string[];
  body: string;
  createdAtMs: number;
  state: DeliveryState;
  attempts: { atMs: number; status: number }[];
};

export type HookSender = {
  enqueue(account: Account, items: readonly HookItem[]): void;
  /** Sends what waited while the account's hooks were paused. */
  resume(account: Account): void;
  deliveries(): readonly Delivery[];
  clear(): void;
  close(): void;
};

/** 0 stands for a time-out or a broken connection, as in amoCRM's own table. */
function statusOf(reply: OutboundReply): number {
  return reply.kind === 'answered' ? reply.status : 0;
}

function isReceived(status: number): boolean {
  return status >= 100 && status < 300;
}

/** Which answers earn another try: attempts 2 and 3 after anything bad, 4 and 5 only after 499 and 5xx. */
export function retryWait(attemptsMade: number, status: number): number | null {
  const wait = waits[attemptsMade - 1];
  if (wait === undefined || isReceived(status)) return null;
  if (attemptsMade <= 2) return wait;
  return status === 499 || status >= 500 ? wait : null;
}

function countBad(hook: Webhook, nowMs: number, timeScale: number): void {
  const since = nowMs - BAD_WINDOW_MS / timeScale;
  hook.badAnswersMs = [...hook.badAnswersMs.filter((at) => at > since), nowMs];
  if (hook.badAnswersMs.length > BAD_LIMIT) hook.disabled = true;
}

function groups(items: readonly HookItem[], together: boolean): HookItem[][] {
  const byAction = new Map<string, HookItem[]>();
  for (const item of items) {
    const key = item.isApart ? `apart ${byAction.size}` : together ? '' : `${item.root}.${item.action}`;
    byAction.set(key, [...(byAction.get(key) ?? []), item]);
  }
  return [...byAction.values()];
}

export function createHookSender({ now: nowMs, after }: Clock): HookSender {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const waiting = new Set<() => void>();
  let log: Delivery[] = [];
  let held: { account: Account; delivery: Delivery }[] = [];
  let shuffled: { account: Account; delivery: Delivery }[] = [];
  let lastId = 0;

  function later(ms: number, job: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      job();
    }, ms);
    timer.unref();
    timers.add(timer);
  }

  /** In the double's time: retries and late deliveries. */
  function wait(ms: number, job: () => void): void {
    const cancel = after(ms, () => {
      waiting.delete(cancel);
      job();
    });
    waiting.add(cancel);
  }

  async function attempt(account: Account, delivery: Delivery): Promise<void> {
    const hook = account.webhooks.find((candidate) => candidate.id === delivery.webhookId);
    if (hook === undefined || hook.disabled) {
      delivery.state = 'dropped';
      return;
    }
    const reply = await send({
      method: 'POST',
      url: delivery.destination,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'amoCRM-Webhooks/3.0',
        'x-amocrm-requestid': delivery.requestId,
        'accept-encoding': 'gzip',
      },
      body: delivery.body,
      timeoutMs: TIMEOUT_MS,
    });
    const status = statusOf(reply);
    delivery.attempts.push({ atMs: nowMs(), status });
    if (isReceived(status)) {
      delivery.state = 'delivered';
      return;
    }
    const { timeScale } = account.settings.hooks;
    countBad(hook, nowMs(), timeScale);
    const pause = retryWait(delivery.attempts.length, status);
    if (pause === null) delivery.state = 'gave-up';
    else wait(pause / timeScale, () => void attempt(account, delivery));
  }

  async function inTurn(batch: { account: Account; delivery: Delivery }[]): Promise<void> {
    for (const { account, delivery } of batch) await attempt(account, delivery);
  }

  function dispatch(account: Account, delivery: Delivery): void {
    const { paused, shuffle } = account.settings.hooks;
    if (paused) {
      held.push({ account, delivery });
    } else if (shuffle) {
      // Everything of the same moment goes out in reverse: out of order, yet the same on every run.
      if (shuffled.length === 0) {
        later(SHUFFLE_MS, () => {
          const batch = shuffled.reverse();
          shuffled = [];
          void inTurn(batch);
        });
      }
      shuffled.push({ account, delivery });
    } else {
      void attempt(account, delivery);
    }
  }

  return {
    enqueue(account, items) {
      const { together, double, delayMs } = account.settings.hooks;
      for (const hook of account.webhooks) {
        const wanted = items.filter((item) => hook.settings.includes(item.setting));
        if (hook.disabled || wanted.length === 0) continue;
        for (const group of groups(wanted, together)) {
          lastId += 1;
          const delivery: Delivery = {
            id: lastId,
            accountId: account.id,
            webhookId: hook.id,
            destination: hook.destination,
            requestId: randomUUID(),
            actions: group.map((item) => item.setting),
            body: encodePairs(hookPairs(account, group)),
            createdAtMs: nowMs(),
            state: 'waiting',
            attempts: [],
          };
          const copies = double ? [delivery, { ...delivery, attempts: [] }] : [delivery];
          for (const copy of copies) {
            log.push(copy);
            if (delayMs === 0) dispatch(account, copy);
            else wait(delayMs, () => dispatch(account, copy));
          }
        }
      }
      if (log.length > KEPT) log = log.slice(-KEPT);
    },
    resume(account) {
      const mine = held.filter((entry) => entry.account.id === account.id);
      held = held.filter((entry) => entry.account.id !== account.id);
      for (const entry of mine) dispatch(entry.account, entry.delivery);
    },
    deliveries: () => log,
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const cancel of waiting) cancel();
      waiting.clear();
      log = [];
      held = [];
      shuffled = [];
    },
    close() {
      this.clear();
    },
  };
}
