import type {
  AccountState,
  Call,
  ControlledDouble,
  LogRow,
  SubscriptionState,
} from '../../control/double.ts';
import { type SeedIntegration, seedAccount } from '../../control/seed-account.ts';
import { accountDescription } from '../core/description.ts';
import { faultKinds } from '../core/faults.ts';
import type { Account, Webhook } from '../core/model.ts';
import type { LoggedRequest } from '../core/request-log.ts';
import { addAccount, type World } from '../core/world.ts';

/** The double as its control page sees it. */
export function controlledAmocrm(world: World, peerUrl: string | null): ControlledDouble {
  return {
    kind: 'amocrm',
    clock: world.clock,
    peerUrl,
    faultKinds,
    owners: () => [...world.accounts.values()].map((account) => stateOf(world, account)),
    log: (afterSeq) => world.requests.since(afterSeq).map(logRow),
    calls: (sinceMs) =>
      world.requests
        .since(0)
        .filter(({ realMs }) => realMs >= sinceMs)
        .map(callOf),
    seed(name) {
      const [former] = world.accounts.values();
      const description = seedAccount(name, world.nowMs(), former?.integration ?? localIntegration);
      const fresh = addAccount(world, accountDescription.parse({ ...description, ...addressOf(former) }));
      if (former !== undefined) keepConnected(fresh, former);
      return { ok: true };
    },
  };
}

/** Where `npm run dev` listens. */
const localIntegration: SeedIntegration = {
  clientId: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
  clientSecret: 'demo-secret-demo-secret-demo-secret-demo-secret-demo-secret-0001',
  redirectUri: 'http://localhost:8787/oauth/amocrm/callback',
  disconnectUrl: null,
};

function addressOf(former: Account | undefined): Partial<{ id: number; subdomain: string; domain: string }> {
  if (former === undefined) return {};
  const { id, subdomain, domain } = former;
  return { id, subdomain, domain };
}

/** New data, the same account: what an integration has set up (grants are the store's) stays. */
function keepConnected(fresh: Account, former: Account): void {
  fresh.integration = former.integration;
  fresh.widget = former.widget;
  fresh.webhooks = former.webhooks;
  fresh.settings = former.settings;
  for (const kind of ['leads', 'contacts', 'companies'] as const) {
    const known = new Set(fresh.fields[kind].map(({ id }) => id));
    fresh.fields[kind].push(...former.fields[kind].filter(({ id }) => !known.has(id)));
  }
}

function stateOf(world: World, account: Account): AccountState {
  const alive = (rows: Iterable<{ isDeleted: boolean }>): number =>
    [...rows].filter(({ isDeleted }) => !isDeleted).length;
  return {
    kind: 'amocrm',
    id: String(account.id),
    name: account.name,
    domain: account.domain,
    counts: {
      leads: alive(account.leads.values()),
      contacts: alive(account.contacts.values()),
      companies: alive(account.companies.values()),
      tasks: account.tasks.size,
      notes: account.notes.size,
    },
    tokens: world.tokens.count(account.id),
    widget: {
      code: account.widget.code,
      installed: account.widget.installed,
      version: world.archives.get(account.widget.code)?.manifest.widget.version ?? null,
    },
    subscriptions: account.webhooks.map((hook) => subscriptionOf(world, account, hook)),
    settings: { ...account.settings },
  };
}

function subscriptionOf(world: World, account: Account, hook: Webhook): SubscriptionState {
  const counts = { waiting: 0, delivered: 0, gaveUp: 0, dropped: 0 };
  for (const { accountId, webhookId, state } of world.hooks.deliveries()) {
    if (accountId !== account.id || webhookId !== hook.id) continue;
    counts[state === 'gave-up' ? 'gaveUp' : state] += 1;
  }
  return {
    destination: hook.destination,
    settings: hook.settings,
    disabled: hook.disabled,
    badAnswers: hook.badAnswersMs.length,
    deliveries: counts,
  };
}

function callOf(entry: LoggedRequest): Call {
  const { realMs, method, status, durationMs, faults } = entry;
  return {
    realMs,
    owner: entry.accountId === null ? null : String(entry.accountId),
    method,
    path: entry.path.replace(/^\/(api\/v4\/)?/, ''),
    status: status === 0 ? null : status,
    durationMs,
    faults,
  };
}

function logRow(entry: LoggedRequest): LogRow {
  const { seq, query, body, reply } = entry;
  return {
    ...callOf(entry),
    seq,
    at: new Date(entry.atMs).toISOString(),
    query,
    body: body === null ? '' : JSON.stringify(body),
    reply,
  };
}
