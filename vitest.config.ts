import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By their size these few look short: long ones must not come last, when nothing runs beside them. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = ['story', 'reception', 'faults', 'fault-words'];
    const isLong = (file: TestSpecification) =>
      long.some((name) => file.moduleId.endsWith(`/${name}.e2e.test.ts`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** A test of the whole product waits for a busy machine, not for its own limits. */
const patient = {
  environment: 'node',
  globalSetup: './e2e/support/global-setup.ts',
  // The Worker, both doubles and playwright are read once by each runner.
  isolate: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 30_000 } },
} as const;

// Pure code and the doubles run in plain node; what needs workerd ends in .workers.test.ts;
// what needs a browser or the whole product ends in .e2e.test.ts.
export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'worker/**/*.test.ts',
            'widget/**/*.test.ts',
            'sandbox/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/*.workers.test.ts', '**/*.e2e.test.ts', '**/node_modules/**'],
          // Two hundred small files of pure code: a process for each would take longer than what it tests.
          isolate: false,
          restoreMocks: true,
          maxWorkers: 2,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workers',
          include: ['worker/**/*.workers.test.ts'],
          // A workerd for each of 36 files takes longer than what they test.
          isolate: false,
          setupFiles: ['./worker/fresh-storage.fixture.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...patient,
          name: 'e2e',
          include: ['e2e/*.e2e.test.ts', 'sandbox/**/*.e2e.test.ts'],
          // Each file starts a Worker, both doubles and perhaps a browser, and mostly waits: five at a time, also on two cores.
          maxWorkers: 5,
          // Tests that are marked as concurrent mostly wait, too: for a clinic that is read at five requests a second.
          maxConcurrency: 12,
          // A browser, a Worker and two doubles on a busy machine: once more, and the report says «retry». Chaos gets no second try.
          retry: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...patient,
          name: 'chaos',
          include: ['e2e/chaos/*.e2e.test.ts'],
          // By themselves: the seeded run has a minute, and the planted bugs as long as it takes them to be seen.
          maxWorkers: 2,
          testTimeout: 900_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
