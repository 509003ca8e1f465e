import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Runner, startRunner } from './framework/runner.ts';
import { parts } from './parts.ts';

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.close());

for (const { title, cases } of parts) {
  describe(title, () => {
    for (const one of cases) {
      // Two of them wait for time-outs of 2 and 3 s.
      test(`${one.id}: ${one.title}`, { timeout: 15_000 }, async () => {
        await runner.run(one);
      });
    }
  });
}
