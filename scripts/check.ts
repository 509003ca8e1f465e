import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// `npm run check`: types of every runtime, then lint and format.
const root = join(import.meta.dirname, '..');
for (const [name, ...rest] of [
  ['tsc', '-b'],
  ['biome', 'check', '--error-on-warnings', '.'],
] as const) {
  const result = spawnSync(join(root, 'node_modules/.bin', name), rest, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    process.exit(result.status ?? 1);
  }
}
