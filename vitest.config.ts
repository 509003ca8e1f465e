import { defineConfig } from 'vitest/config';

// Pure code and the doubles run in plain node; what needs workerd ends in .workers.test.ts; the whole product is in e2e/.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['worker/**/*.test.ts', 'widget/**/*.test.ts', 'sandbox/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.workers.test.ts', '**/node_modules/**'],
        },
      },
    ],
  },
});
