import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from './fingerprint.ts';

const root = join(import.meta.dirname, '..');

const ownDir = join(root, 'dist');

/**
 * Builds pages and archive unless the same sources were built for the same address before. The pages are alike for every
 * address: those in `dist/` are copied when they are of the same sources.
 */
export function ensureBuilt(publicUrl: string, outDir = ownDir): void {
  const sources = fingerprintOf(
    join(root, 'widget'),
    join(root, 'scripts'),
    join(root, 'docs/guide.ru.md'),
    join(root, 'vite.config.ts'),
    join(root, 'package-lock.json'),
    join(root, 'package.json'),
  );
  const wanted = `${sources} ${publicUrl}`;
  if (builtFrom(outDir) === wanted) {
    return;
  }
  const areAlike = outDir !== ownDir && builtFrom(ownDir)?.startsWith(`${sources} `) === true;
  console.log(areAlike ? 'Building the widget archive …' : 'Building the pages and the widget archive …');
  // In a process of its own and always for production: a test runner's NODE_ENV would build another Preact.
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PUBLIC_URL: publicUrl,
      OUT_DIR: outDir,
      ...(areAlike ? { PAGES_FROM: join(ownDir, 'client') } : {}),
    },
  });
  if (built.status !== 0) {
    throw new Error(`The build failed:\n${built.stdout}\n${built.stderr}`);
  }
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, STAMP), wanted);
}

const STAMP = '.built-from';

function builtFrom(outDir: string): string | null {
  const stamp = join(outDir, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
}
