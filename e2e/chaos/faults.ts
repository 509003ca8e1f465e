import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { post } from '../../sandbox/demo/connect.ts';
import { type Random, streamOf } from '../../sandbox/random.ts';

/** Every kind of fault that the doubles know, in mixes that change every few seconds. */
type Fault = Record<string, unknown> & { kind: string };

/** Of all calls but the lists of days, by turns: a quarter on the whole. */
const SHARES = [0.4, 0.1] as const;
/** A poll has twenty lists of days, and one that fails ends it. */
const POLL_SHARE = 0.03;
/** In a storm they fail as often as everything else: for so long no poll gets through. */
const STORM = 0.2;
const PHASE_MS = 4_000;
const AT_ONCE = 4;

const short = { delayMs: 400 };
/** Longer than the Worker waits for an answer (10 s). */
const long = { delayMs: 11_000 };

const archimedFaults: readonly [Fault, ...Fault[]] = [
  { kind: 'latency', ...short },
  { kind: 'slow-first-page', ...short },
  { kind: 'json-error' },
  { kind: 'json-error', status: 503 },
  { kind: 'ok-error' },
  { kind: 'html-error' },
  { kind: 'html-error', status: 504 },
  { kind: 'rate-limit' },
  { kind: 'rate-limit', retryAfter: 1 },
  { kind: 'reset-before' },
  { kind: 'hang-before', delayMs: 1_500 },
  { kind: 'reset-after' },
  { kind: 'hang-after', delayMs: 1_500 },
  { kind: 'hang-after', ...long },
  { kind: 'flip-types' },
];
const amocrmFaults: readonly [Fault, ...Fault[]] = [
  { kind: 'latency', ...short },
  { kind: 'json-error' },
  { kind: 'json-error', status: 503 },
  { kind: 'html-error' },
  { kind: 'html-error', status: 504 },
  { kind: 'rate-limit' },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'hang-after', delayMs: 1_500 },
  { kind: 'hang-after', ...long },
  { kind: 'down' },
];

/** Everything of ArchiMed+ but the lists of days, which only differ in their query. */
const archimedTargets: readonly Record<string, string>[] = [
  { path: 'talons', method: 'POST,PUT,DELETE' },
  { path: 'talons/*', method: 'GET' },
  { path: 'talons', method: 'GET', query: 'filters[0][field]=patient_id' },
  { path: 'medcards' },
  { path: 'intervals' },
  { path: '*statuses' },
  { path: 'doctors' },
  { path: 'services' },
];
const dayLists = { path: 'talons', method: 'GET', query: 'filters[0][field]=date' };

/**
 * Not the token endpoint's lost answers: a refresh token works once, so only an administrator can heal those
 * (amocrm-api.md §1.4). Refusals and cuts before the work are there.
 */
const amocrmTargets: readonly Record<string, string>[] = [
  { path: 'leads*' },
  { path: 'contacts*' },
  { path: 'tasks*' },
  { path: 'account*' },
  { path: 'events*' },
  { path: 'webhooks*' },
];
const tokenFaults: readonly [Fault, ...Fault[]] = [
  { kind: 'reset-before' },
  { kind: 'html-error' },
  { kind: 'json-error', status: 503 },
];

/** `fromMs`: of the run's time, when it is not there from the beginning. */
export type Placed = ['amocrm' | 'archimed', Record<string, unknown>, fromMs?: number];

export type Storm = { stop(): Promise<void>; struck(): ReadonlyMap<string, number> };

/** `every`: a new mix in each phase; else these and no others. */
export function startFaults(
  urls: { amocrm: string; archimed: string },
  seed: number,
  which: 'every' | readonly Placed[],
): Storm {
  const random = streamOf(seed, 'faults');
  const struck = new Map<string, number>();
  let stopped = false;
  const change = async (phase: number) => {
    await collect(urls, struck);
    const mixed = [...archimedPhase(random, phase), ...amocrmPhase(random, phase)];
    const placed = which === 'every' ? mixed : which.filter(([, , from = 0]) => phase * PHASE_MS >= from);
    // Side by side: one after the other would take longer than a phase on a busy machine.
    await Promise.all(placed.map(([side, fault]) => post(`${urls[side]}/_sandbox/faults`, fault)));
  };
  const running = (async () => {
    for (let phase = 0; !stopped; phase += 1) {
      await change(phase);
      for (let waited = 0; waited < PHASE_MS && !stopped; waited += 100) await sleep(100);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      await collect(urls, struck);
    },
    struck: () => struck,
  };
}

function archimedPhase(random: Random, phase: number): Placed[] {
  const share = SHARES[phase % SHARES.length] ?? 0;
  const placed: Placed[] = archimedTargets.flatMap((target) =>
    mix(random, archimedFaults, share).map((fault): Placed => ['archimed', { ...fault, ...target }]),
  );
  const days: Placed[] = mix(random, archimedFaults, phase % 5 === 4 ? STORM : POLL_SHARE).map(
    (fault): Placed => ['archimed', { ...fault, ...dayLists }],
  );
  // A list that lies is told by the others that agree (product.md 4): now one day, now all of them.
  const kind = random.pick(['empty-list', 'short-list']);
  const lie: Placed = ['archimed', { kind, chance: phase % 7 === 3 ? 1 : 0.02, ...dayLists }];
  const schedule: Placed = ['archimed', { kind: 'no-schedule', chance: 0.05 }];
  const outage: Placed[] = phase % 11 === 5 ? [['archimed', { kind: 'reset-before', chance: 1 }]] : [];
  return [...outage, ...placed, ...days, lie, schedule];
}

function amocrmPhase(random: Random, phase: number): Placed[] {
  const share = SHARES[phase % SHARES.length] ?? 0;
  const placed: Placed[] = amocrmTargets.flatMap((target) =>
    mix(random, amocrmFaults, share).map((fault): Placed => ['amocrm', { ...fault, ...target }]),
  );
  const token: Placed[] = mix(random, tokenFaults, share).map(
    (fault): Placed => ['amocrm', { ...fault, path: 'oauth2/*' }],
  );
  const outage: Placed[] = phase % 9 === 6 ? [['amocrm', { kind: 'down', chance: 1, path: '*s*' }]] : [];
  return [...outage, ...placed, ...token];
}

/** A few kinds that together strike this share of the calls. */
function mix(random: Random, kinds: readonly [Fault, ...Fault[]], share: number): Record<string, unknown>[] {
  const chance = 1 - (1 - share) ** (1 / AT_ONCE);
  return Array.from({ length: AT_ONCE }, () => ({ ...random.pick(kinds), chance }));
}

const listSchema = z.looseObject({ faults: z.array(z.looseObject({ kind: z.string(), used: z.int() })) });

/** Counts what struck and clears the table. */
async function collect(
  urls: { amocrm: string; archimed: string },
  struck: Map<string, number>,
): Promise<void> {
  for (const [side, url] of Object.entries(urls)) {
    const { faults } = listSchema.parse(await (await fetch(`${url}/_sandbox/faults`)).json());
    await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    for (const { kind, used } of faults) {
      if (used > 0) struck.set(`${side} ${kind}`, (struck.get(`${side} ${kind}`) ?? 0) + used);
    }
  }
}
