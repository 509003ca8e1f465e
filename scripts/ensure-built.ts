import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Builds pages and archive unless the same sources were built for the same address before. */
export function ensureBuilt(publicUrl: string, outDir = join(root, 'dist')): void {
  const stamp = join(outDir, '.built-from');
  const wanted = fingerprint(publicUrl);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  console.log('Building the pages and the widget archive …');
  // In a process of its own and always for production: a test runner's NODE_ENV would build another Preact.
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', PUBLIC_URL: publicUrl, OUT_DIR: outDir },
  });
  if (built.status !== 0) {
    throw new Error(`The build failed:\n${built.stdout}\n${built.stderr}`);
  }
  mkdirSync(outDir, { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint(publicUrl: string): string {
  const hash = createHash('sha256').update(publicUrl);
  for (const file of [
    ...filesIn(join(root, 'widget')),
    ...filesIn(join(root, 'scripts')),
    join(root, 'docs/guide.ru.md'),
    join(root, 'vite.config.ts'),
    join(root, 'package-lock.json'),
    join(root, 'package.json'),
  ]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesIn(path) : [path];
    });
}
