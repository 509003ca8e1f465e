import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.ts';

const root = join(import.meta.dirname, '..');

/** Builds pages and archive unless the same sources were built for the same address before. */
export async function ensureBuilt(publicUrl: string, outDir = join(root, 'dist')): Promise<void> {
  const stamp = join(outDir, '.built-from');
  const wanted = fingerprint(publicUrl);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  console.log('Building the pages and the widget archive …');
  await buildAll({ publicUrl, outDir });
  mkdirSync(outDir, { recursive: true });
  writeFileSync(stamp, wanted);
}

function fingerprint(publicUrl: string): string {
  const hash = createHash('sha256').update(publicUrl);
  for (const file of [
    ...filesIn(join(root, 'widget')),
    ...filesIn(join(root, 'scripts')),
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
