import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { eq } from 'drizzle-orm';
import { type Circuit, createCircuit } from '../amocrm/circuit.ts';
import { type AmocrmClient, createAmocrmClient } from '../amocrm/client.ts';
import { createFailing, type Failing } from '../amocrm/failing.ts';
import { createAmocrmOauth } from '../amocrm/oauth.ts';
import { type ArchimedClient, createArchimedClient } from '../archimed/client.ts';
import type { Talon } from '../archimed/talons.ts';
import { amocrmOrigin, type Config, redirectUri } from '../env.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import {
  type AccountSettings,
  createSettingsRepository,
  type SettingsRepository,
} from '../settings/settings.repository.ts';
import type { Clock, Sleep } from '../shared/clock.ts';
import { type Crew, createCrew } from '../shared/crew.ts';
import {
  fromBase64Url,
  importKeyring,
  type Keyring,
  open,
  randomToken,
  seal,
  toBase64Url,
} from '../shared/envelope.ts';
import { createLimiter, type Limiter, type LimiterState } from '../shared/limiter.ts';
import { createLocks, type Locks } from '../shared/locks.ts';
import type { Log } from '../shared/log.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type AmocrmAnswered, createAmocrmAnswered } from './amocrm-answered.ts';
import { type AmocrmNames, createAmocrmNames } from './amocrm-names.ts';
import { type AmocrmLists, createAmocrmLists } from './amocrm-views.ts';
import { readCircuit, writeCircuit } from './circuit-state.ts';
import type { Accepted } from './clicks.ts';
import { createDirectoryReader, type DirectoryReader } from './directories.ts';
import { createDomainKeeper, type DomainKeeper } from './domain.ts';
import type { ApiFailure } from './failures.ts';
import { createHookEcho, type HookEcho } from './hook-echo.ts';
import { createGathering, type Gathering } from './hook-gathering.ts';
import { createLinkLog, type LinkLog } from './link-log.ts';
import type { LiveSockets } from './live-sockets.ts';
import { createPollMemory, type PollMemory } from './poll-memory.ts';
import { refreshAt } from './refresh.ts';
import { events } from './schema.ts';
import { createStarts, type Starts } from './starts.ts';
import { readState, type Store, writeState } from './store.ts';
import { createTalonNames, type TalonNames } from './talon-names.ts';
import { createTokenKeeper, type TokenKeeper } from './tokens.ts';

/** Everything the object's work needs, made once for each life of the object. */
export type AccountContext = {
  /** The amoCRM account id, or `install:{referer}`. */
  objectName: string;
  config: Config;
  store: Store;
  clock: Clock;
  sleep: Sleep;
  log: Log;
  repository: SettingsRepository;
  oauth: ReturnType<typeof createAmocrmOauth>;
  tokens: TokenKeeper;
  /** Closed while amoCRM has blocked the account or it is not paid for. */
  circuit: Circuit;
  amocrmAnswered: AmocrmAnswered;
  /** What it has failed at for a while, in memory only: what is tried again tells anew. */
  amocrmFailing: Failing;
  /** How much of the other systems' limits is used, for the operator. */
  quota(): ({ of: string } & LimiterState)[];
  domain: DomainKeeper;
  directories: DirectoryReader;
  amocrmLists: AmocrmLists;
  amocrmNames: AmocrmNames;
  ring(): Promise<Keyring>;
  /** In force now: read again when its revision in D1 moved. null: not installed. */
  settings(): Promise<AccountSettings | null>;
  /** As last read, without asking D1: for what must not wait. Work reads them again as soon as they changed. */
  settingsAtHand(): AccountSettings | null;
  /** They were changed just now: what is at hand is old. */
  settingsMoved(): void;
  amocrm(domain: string): AmocrmClient;
  /** With a token that belongs to no account's object yet (installation.ts). */
  bareAmocrm(domain: string, accessToken: string): AmocrmClient;
  /** null: the stored secret cannot be opened. */
  archimed(settings: AccountSettings, sourceId: number): Promise<ArchimedClient | null>;
  /** Keyed by a random key of this account: what is hashed cannot be guessed from a copy of the database. */
  hasher(): Promise<(text: string) => string>;
  /** Events that are being carried out right now, by the alarm or by the request of a click. */
  inHand: Set<string>;
  /** Clicks that are being looked at, by key: not in the store yet (clicks.ts). */
  accepting: Map<string, { bodyHash: string; accepted: Promise<Result<Accepted, ApiFailure>> }>;
  crew: Crew;
  locks: Locks;
  /** When a click last wrote a visit: a poll that began before must not undo it. */
  touched: Map<string, number>;
  /** What a poll just read of visits whose events wait: they need not be read again. In memory only. */
  readings: Map<string, { talon: Talon; at: number }>;
  /** Stages being written right now, or written without an answer: their hooks come back before the answer is kept. */
  stagesInFlight: Map<number, Stage>;
  starts: Starts;
  hookGathering: Gathering;
  hookEcho: HookEcho;
  polls: PollMemory;
  /** What the circuit breaker counted already (breaker.ts): event and kind → minute. */
  counted: Map<string, number>;
  /** Which deals were linked since the work began: a choice made before that is made again. */
  linked: LinkLog;
  /** The history finds an event by its deal as soon as the deal is known. */
  assignDeal(eventId: string, dealId: number): void;
  talonNames: TalonNames;
  /** Arms the alarm for the earliest work and wakes a running one. */
  wake(): void;
  /** The same, not before `at`: what comes until then is worked on together. */
  wakeAt(at: number): void;
  /** Tells the browsers that look at this account. */
  tell: LiveSockets['tell'];
};

type Options = {
  objectName: string;
  config: Config;
  store: Store;
  db: D1Database;
  clock: Clock;
  sleep: Sleep;
  remote: RemoteFetch;
  log: Log;
  wake: () => void;
  wakeAt?: (at: number) => void;
  tell?: LiveSockets['tell'];
};

/** A burst of work does not ask D1 for the revision again and again; a change announces itself (`settingsMoved`). */
const LOOK_AGAIN_MS = 500;

/** amoCRM gives an integration 7 requests a second in an account (amocrm-api.md §3.1): one is left as a margin. */
const AMOCRM_RATE = { perSecond: 6, concurrent: 4 };
/** archimed-api.md §10: five a second and four at once for a source. */
const ARCHIMED_RATE = { perSecond: 5, concurrent: 4 };

export function createContext(options: Options): AccountContext {
  const { objectName, config, store, clock, sleep, remote, log } = options;
  const repository = createSettingsRepository(options.db);
  const accountId = Number(objectName);
  let keyring: Promise<Keyring> | null = null;
  let cached: AccountSettings | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let hashing: Promise<(text: string) => string> | null = null;
  const amocrmLimiter = createLimiter({ ...AMOCRM_RATE, clock, sleep });
  const sourceLimiters = new Map<number, Limiter>();
  const sourceClients = new Map<string, ArchimedClient>();
  const crew = createCrew(sleep);
  const amocrmAnswered = createAmocrmAnswered(store, clock);
  const amocrmFailing = createFailing({ now: () => clock.now(), timeScale: config.timeScale });
  /** One client for all work, so that calls of different events can travel together. */
  let amocrmClient: AmocrmClient | null = null;

  const ring = () => {
    keyring ??= importKeyring(config.secretsKey, config.secretsKeyPrevious);
    return keyring;
  };
  const oauth = createAmocrmOauth({
    remote,
    clientId: config.amocrm.clientId,
    clientSecret: config.amocrm.clientSecret,
    redirectUri: redirectUri(config),
  });
  const domain = createDomainKeeper({ accountId, config, oauth, repository, clock, log });
  const tokens = createTokenKeeper({
    store,
    place: `account:${objectName}`,
    ring,
    clock,
    async refresh(held) {
      const account = await repository.account(accountId);
      return account
        ? refreshAt({ config, oauth, domain }, account.domain, held)
        : err({ kind: 'retry', failure: { kind: 'no_token' } });
    },
  });
  const circuit = createCircuit({
    now: () => clock.now(),
    timeScale: config.timeScale,
    read: () => readCircuit(store),
    write(closed, before) {
      writeCircuit(store, closed);
      if (closed?.kind !== before?.kind) {
        log(closed ? 'amocrm.closed' : 'amocrm.opened', {
          account: objectName,
          kind: (closed ?? before)?.kind ?? null,
        });
      }
      options.wake();
    },
  });

  type ClientOptions = Parameters<typeof createAmocrmClient>[0];
  const amocrm = (own: Pick<ClientOptions, 'origin' | 'circuit' | 'token' | 'renew' | 'moved'>) =>
    createAmocrmClient({
      ...own,
      remote,
      limiter: amocrmLimiter,
      clock,
      gathering: { crew, clock, sleep },
      log: (call) => log('amocrm.call', { account: objectName, ...call }),
      told(call, failure) {
        amocrmFailing.told(call, failure);
        if (failure === null) {
          amocrmAnswered.note();
        }
      },
    });

  return {
    objectName,
    config,
    store,
    clock,
    sleep,
    log,
    repository,
    oauth,
    tokens,
    circuit,
    amocrmAnswered,
    amocrmFailing,
    quota: () => [
      { of: 'amocrm', ...amocrmLimiter.state() },
      ...[...sourceLimiters].map(([id, limiter]) => ({ of: `source ${id}`, ...limiter.state() })),
    ],
    domain,
    directories: createDirectoryReader(store, () => clock.now()),
    amocrmLists: createAmocrmLists(() => clock.now()),
    amocrmNames: createAmocrmNames(store),
    ring,
    inHand: new Set(),
    accepting: new Map(),
    crew,
    locks: createLocks(crew),
    readings: new Map(),
    starts: createStarts(store),
    hookGathering: createGathering(config.timeScale),
    hookEcho: createHookEcho(() => clock.now()),
    polls: createPollMemory(),
    counted: new Map(),
    linked: createLinkLog(),
    stagesInFlight: new Map(),
    touched: new Map(),
    talonNames: createTalonNames(),
    wake: options.wake,
    wakeAt: options.wakeAt ?? (() => options.wake()),
    tell: options.tell ?? (() => {}),

    assignDeal(eventId, dealId) {
      store.update(events).set({ dealId }).where(eq(events.id, eventId)).run();
    },

    async settings() {
      if (Number.isNaN(accountId)) {
        return null;
      }
      const now = clock.now();
      if (cached && now - lookedAt < LOOK_AGAIN_MS && now >= lookedAt) {
        return cached;
      }
      const revision = await repository.revision(accountId);
      lookedAt = now;
      if (revision === null) {
        return null;
      }
      if (cached?.account.revision !== revision) {
        cached = await repository.load(accountId);
        if (cached) {
          domain.learn(cached.account.domain);
        }
      }
      return cached;
    },

    settingsAtHand: () => cached,
    settingsMoved() {
      lookedAt = Number.NEGATIVE_INFINITY;
    },

    amocrm(known) {
      amocrmClient ??= amocrm({
        origin: () => amocrmOrigin(config, domain.present(known)),
        circuit,
        token: () => tokens.current(),
        renew: (version) => tokens.renew(version),
        async moved() {
          const pair = await tokens.pair();
          return pair !== null && (await domain.find(pair)) === 'moved';
        },
      });
      return amocrmClient;
    },

    bareAmocrm(referer, accessToken) {
      return amocrm({
        origin: () => amocrmOrigin(config, referer),
        circuit: createCircuit({
          now: () => clock.now(),
          timeScale: config.timeScale,
          read: () => null,
          write: () => {},
        }),
        token: async () => ok({ accessToken, version: 0 }),
        renew: async () => err({ kind: 'unauthorized' }),
        moved: async () => false,
      });
    },

    async archimed(settings, sourceId) {
      const source = settings.sources.find((candidate) => candidate.id === sourceId);
      if (!source) {
        return null;
      }
      const known = sourceClients.get(`${source.id}:${source.apiSecretSealed}`);
      if (known) {
        return known;
      }
      const secret = await open(await ring(), secretPlace(accountId, source.apiId), source.apiSecretSealed);
      if (!secret.ok) {
        return null;
      }
      const limiter = sourceLimiters.get(sourceId) ?? createLimiter({ ...ARCHIMED_RATE, clock, sleep });
      sourceLimiters.set(sourceId, limiter);
      const client = createArchimedClient({
        origin: config.archimedOrigin,
        apiId: source.apiId,
        apiSecret: secret.value,
        remote,
        limiter,
        clock,
        log: (call) => log('archimed.call', { account: objectName, source: sourceId, ...call }),
      });
      sourceClients.set(`${source.id}:${source.apiSecretSealed}`, client);
      return client;
    },

    hasher() {
      hashing ??= loadHasher(store, objectName, ring);
      return hashing;
    },
  };
}

/** Binds a sealed API secret to its account and key (envelope.ts). */
export function secretPlace(accountId: number, apiId: string): string {
  return `account:${accountId}:archimed:${apiId}`;
}

async function loadHasher(store: Store, objectName: string, ring: () => Promise<Keyring>) {
  const place = `account:${objectName}:data_key`;
  const kept = readState(store, 'data_key');
  let key: string;
  if (kept === null) {
    key = randomToken();
    const sealed = await seal(await ring(), place, key);
    // Another call may have made the key while this one was sealing.
    if (readState(store, 'data_key') !== null) {
      return loadHasher(store, objectName, ring);
    }
    writeState(store, 'data_key', sealed);
  } else {
    const opened = await open(await ring(), place, kept);
    if (!opened.ok) {
      throw new Error(
        'The data key of this account cannot be opened: SECRETS_KEY is not the one it was sealed with.',
      );
    }
    key = opened.value;
  }
  const bytes = fromBase64Url(key);
  return (text: string) => toBase64Url(hmac(sha256, bytes, new TextEncoder().encode(text)).slice(0, 16));
}
