import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLimiter, type Priority } from './limiter.ts';

/** Virtual time: sleepers wake in order, everything between two wakings settles first. */
function virtualTime() {
  let now = 0;
  const sleepers: Array<{ at: number; wake: () => void }> = [];
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  return {
    clock: { now: () => now },
    sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ at: now + ms, wake })),
    async runUntil(end: number) {
      await settle();
      for (;;) {
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers[0];
        if (next === undefined || next.at > end) break;
        sleepers.shift();
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = end;
    },
  };
}

type Job = { at: number; priority: Priority; takes: number };
type Start = { at: number; priority: Priority; running: number };

const job = fc.record({
  at: fc.integer({ min: 0, max: 3000 }),
  priority: fc.constantFrom<Priority>('click', 'event', 'background'),
  takes: fc.integer({ min: 0, max: 1500 }),
});

test('whatever arrives, the rate and the concurrency hold and everything runs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(job, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      async (jobs: Job[], perSecond, concurrent) => {
        const time = virtualTime();
        const limiter = createLimiter({ perSecond, concurrent, clock: time.clock, sleep: time.sleep });
        const starts: Start[] = [];
        let running = 0;
        let done = 0;
        for (const { at, priority, takes } of jobs) {
          void time.sleep(at).then(() =>
            limiter.run(priority, async () => {
              running += 1;
              starts.push({ at: time.clock.now(), priority, running });
              await time.sleep(takes);
              running -= 1;
              done += 1;
            }),
          );
        }
        await time.runUntil(120_000);
        expect(done).toBe(jobs.length);
        for (const start of starts) expect(start.running).toBeLessThanOrEqual(concurrent);
        for (const [from, first] of starts.entries()) {
          for (const [offset, last] of starts.slice(from).entries()) {
            const allowed = perSecond * (Math.floor((last.at - first.at) / 1000) + 1);
            expect(offset + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('clicks overtake events, events overtake background work that waits', async () => {
  const time = virtualTime();
  const limiter = createLimiter({ perSecond: 1, concurrent: 2, ...time });
  const order: string[] = [];
  const run = (priority: Priority, name: string) => limiter.run(priority, async () => void order.push(name));
  void run('background', 'b1');
  void run('background', 'b2');
  void run('background', 'b3');
  void run('event', 'e1');
  void run('click', 'c1');
  void run('click', 'c2');
  await time.runUntil(10_000);
  expect(order).toEqual(['b1', 'c1', 'c2', 'e1', 'b2', 'b3']);
});

test('slow background calls leave one place for a click', async () => {
  const time = virtualTime();
  const limiter = createLimiter({ perSecond: 100, concurrent: 3, ...time });
  const started: string[] = [];
  for (const name of ['b1', 'b2', 'b3']) {
    void limiter.run('background', async () => {
      started.push(name);
      await time.sleep(10_000);
    });
  }
  await time.runUntil(1_000);
  expect(started).toEqual(['b1', 'b2']);
  void limiter.run('click', async () => void started.push('c1'));
  await time.runUntil(1_001);
  expect(started).toEqual(['b1', 'b2', 'c1']);
  await time.runUntil(11_000);
  expect(started).toEqual(['b1', 'b2', 'c1', 'b3']);
});

test('a pause holds everybody, and a later pause lengthens it', async () => {
  const time = virtualTime();
  const limiter = createLimiter({ perSecond: 100, concurrent: 3, ...time });
  const starts: number[] = [];
  limiter.pause(1_000);
  void limiter.run('click', async () => void starts.push(time.clock.now()));
  await time.runUntil(500);
  limiter.pause(2_000);
  limiter.pause(10);
  await time.runUntil(5_000);
  expect(starts).toEqual([2_500]);
});

test('a refused call frees its place and its failure reaches the caller', async () => {
  const time = virtualTime();
  const limiter = createLimiter({ perSecond: 100, concurrent: 1, ...time });
  await expect(limiter.run('click', () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
  await expect(limiter.run('click', async () => 'next')).resolves.toBe('next');
});

test.each([
  { refusals: [null], waits: 1_000 },
  { refusals: [5_000], waits: 5_000 },
  { refusals: [120_000], waits: 120_000 },
  { refusals: [3_600_000], waits: 300_000 },
  { refusals: [null, null, null], waits: 1_000 },
])('refusals at the same moment ($refusals) pause for $waits ms', async ({ refusals, waits }) => {
  const time = virtualTime();
  const limiter = createLimiter({ perSecond: 100, concurrent: 3, ...time });
  for (const retryAfterMs of refusals) limiter.backOff(retryAfterMs);
  const starts: number[] = [];
  void limiter.run('click', async () => void starts.push(time.clock.now()));
  await time.runUntil(400_000);
  expect(starts).toEqual([waits]);
});

test('refusals that go on wait longer each time, until a calm minute', async () => {
  const time = virtualTime();
  const limiter = createLimiter({ perSecond: 100, concurrent: 3, ...time });
  const waits: number[] = [];
  async function refusedAt(at: number) {
    await time.runUntil(at);
    limiter.backOff(null);
    void limiter.run('background', async () => void waits.push(time.clock.now() - at));
  }
  await refusedAt(0);
  await refusedAt(1_500);
  await refusedAt(4_000);
  await refusedAt(100_000);
  await time.runUntil(200_000);
  expect(waits).toEqual([1_000, 2_000, 4_000, 1_000]);
});
