import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { eventsReply } from './api.ts';
import { count } from './ledger.ts';
import type { Scene } from './scene.ts';

/** Faults are over: waits until everything that was accepted is done and every source was read again since. */

const branchesReply = z.looseObject({
  branches: z.array(
    z.looseObject({
      id: z.int(),
      sourceId: z.int(),
      health: z.looseObject({ lastSuccessAt: z.string().nullable() }),
    }),
  ),
});

/** The reading that ends third began after the drain did, so it saw everything that was done before. */
const READINGS = 3;

export async function drain(
  scenes: readonly Scene[],
  limitMs: number,
  say: (text: string) => void,
): Promise<string[]> {
  const until = Date.now() + limitMs;
  const pending = new Map<number, number>();
  const timer = setInterval(() => say(`unfinished by account: ${[...pending.values()].join(' ')}`), 15_000);
  const left = await Promise.all(scenes.map((scene) => drainOne(scene, until, pending)));
  clearInterval(timer);
  return left.flat();
}

/** Each question costs the Worker time that it needs for the events: while there are many it is asked seldom. */
const MANY = { lookMs: 4_000, retryMs: 10_000 };
const FEW = { lookMs: 500, retryMs: 4_000 };
const paceOf = (pending: number) => (pending < 25 ? FEW : MANY);

const stateReply = z.looseObject({ amocrm: z.looseObject({ token: z.string() }) });

/**
 * What an administrator does when the storm is over: gives access anew where «Состояние» asks for it, because the Worker was
 * killed between a token refresh and its answer and such a token works once; then «Повторить» for all that failed or waits.
 */
export async function repair({ admin, doubles, ledger }: Scene): Promise<void> {
  const state = await admin.read('/api/state', stateReply);
  if (state?.amocrm.token === 'reauth_required') {
    await doubles.install();
    count(ledger, 'access given anew');
  }
  for (const outcome of ['failed', 'pending']) {
    await admin.call('POST', '/api/events/retry', { body: { outcome } });
  }
}

/** What was still unfinished at the limit. */
async function drainOne(scene: Scene, until: number, unfinished: Map<number, number>): Promise<string[]> {
  const seen = new Set<string>();
  let retriedAt = 0;
  let pace = MANY;
  for (;;) {
    if (Date.now() - retriedAt > pace.retryMs) {
      retriedAt = Date.now();
      await repair(scene);
    }
    const readings = await lastReading(scene);
    if (readings !== null) seen.add(readings);
    const pending = await scene.admin.read('/api/events?outcome=pending', eventsReply);
    // A page of the history is fifty long: more than that is as good as fifty here.
    if (pending) unfinished.set(scene.account.index, pending.events.length);
    if (pending?.events.length === 0 && seen.size >= READINGS) return [];
    if (Date.now() > until) {
      const events = pending?.events.map(({ kind, id }) => `${kind} ${id}`) ?? ['the API does not answer'];
      return [
        `account ${scene.account.id}: ${seen.size} readings, unfinished: ${events.join(', ') || 'none'}`,
      ];
    }
    pace = pending ? paceOf(pending.events.length) : MANY;
    await sleep(pace.lookMs);
  }
}

/** When each source of the account was last read. Lists that are held back count as no reading. */
async function lastReading(scene: Scene): Promise<string | null> {
  const reply = await scene.admin.read('/api/branches', branchesReply);
  const times = reply?.branches.map(({ health }) => health.lastSuccessAt) ?? [null];
  return times.includes(null) ? null : times.join(' ');
}
