import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Long ones must not come last, when nothing runs beside them; the planted bugs and the run they would slow down keep apart. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isOne = (names: readonly string[]) => (file: TestSpecification) =>
      names.some((name) => file.moduleId.endsWith(`/${name}.e2e.test.ts`));
    const first = sorted.filter(isOne(['planted', 'reception', 'fault-words']));
    const chaos = sorted.filter(isOne(['chaos']));
    const others = sorted.filter((file) => !first.includes(file) && !chaos.includes(file));
    return [...first, ...others.slice(0, -6), ...chaos, ...others.slice(-6)];
  }
}

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
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.e2e.test.ts', 'sandbox/**/*.e2e.test.ts'],
          // The Worker, both doubles and playwright are read once by each runner.
          isolate: false,
          globalSetup: './e2e/support/global-setup.ts',
          // Each file starts a Worker, both doubles and perhaps a browser, and mostly waits: five at a time, also on two cores.
          maxWorkers: 5,
          // Tests that are marked as concurrent mostly wait, too: for a clinic that is read at five requests a second.
          maxConcurrency: 12,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
