import type { Clock } from '../../control/clock.ts';
import type { Archive } from '../archive/archive.ts';
import { createHookSender, type HookSender } from '../hooks/sender.ts';
import { createTriggerSender, type TriggerSender } from '../hooks/triggers.ts';
import { createTokenStore, type TokenStore } from '../oauth/token-store.ts';
import { buildAccount } from './account-factory.ts';
import type { Change } from './change.ts';
import type { AccountDescription } from './description.ts';
import { createFaults, type Faults } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import { createLiveLog, type LiveLog } from './live.ts';
import type { Account } from './model.ts';
import { createRateLimiter, type RateLimiter } from './rate.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** Everything the double holds: many accounts behind one origin. */
export type World = {
  readonly clock: Clock;
  /** The double's own time. */
  readonly nowMs: () => number;
  /** What others compare with their own clocks: disposable tokens. */
  readonly realMs: () => number;
  readonly accounts: Map<number, Account>;
  readonly archives: Map<string, Archive>;
  readonly tokens: TokenStore;
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly rates: RateLimiter;
  readonly hooks: HookSender;
  readonly triggers: TriggerSender;
  readonly live: LiveLog;
  ids: Ids;
};

export function createWorld(clock: Clock): World {
  const { now: nowMs, real: realMs } = clock;
  return {
    clock,
    nowMs,
    realMs,
    accounts: new Map(),
    archives: new Map(),
    tokens: createTokenStore(nowMs),
    sessions: createSessions(),
    faults: createFaults(),
    requests: createRequestLog(),
    rates: createRateLimiter(),
    hooks: createHookSender(clock),
    triggers: createTriggerSender(nowMs),
    live: createLiveLog(),
    ids: createIds(),
  };
}

export function resetWorld(world: World): void {
  world.accounts.clear();
  world.archives.clear();
  world.tokens.clear();
  world.sessions.clear();
  world.faults.clear();
  world.requests.clear();
  world.rates.clear();
  world.hooks.clear();
  world.triggers.clear();
  world.ids = createIds();
}

export function addAccount(world: World, description: AccountDescription): Account {
  const account = buildAccount(world.ids, description);
  world.accounts.set(account.id, account);
  return account;
}

function webhookUrlOf(world: World, account: Account): string | undefined {
  return world.archives.get(account.widget.code)?.manifest.dp?.webhook_url;
}

/** Runs one operation and announces its hooks when it is complete. */
export function perform<T>(world: World, seen: Account, by: number, work: (change: Change) => T): T {
  // A route may hold what its user sees (core/visible.ts); what a change entails is a matter of the whole account.
  const account = world.accounts.get(seen.id) ?? seen;
  const atMs = world.nowMs();
  const change: Change = { account, ids: world.ids, by, atMs, at: Math.floor(atMs / 1000), items: [] };
  const result = work(change);
  world.hooks.enqueue(account, change.items);
  // Not the view of whoever acted: a stage's action does not ask who may see the deal.
  const whole = world.accounts.get(account.id) ?? account;
  world.triggers.announce(whole, webhookUrlOf(world, account), change.items);
  world.live.publish(account, change.items);
  return result;
}
