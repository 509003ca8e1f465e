import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed, readdressed, readFolder } from './archive-files.ts';
import { fingerprintOf } from './fingerprint.ts';

const root = join(import.meta.dirname, '..');

const ownDir = join(root, 'dist');

/**
 * Builds pages and archive unless the same sources were built for the same address before. Built for another address,
 * into `dist/`, they are copied: the pages are alike for all, and the archive is told the new one.
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
  const own = outDir === ownDir ? null : builtFrom(ownDir);
  if (own?.startsWith(`${sources} `)) copyFor(publicUrl, outDir, own.slice(sources.length + 1));
  else build(publicUrl, outDir);
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, STAMP), wanted);
}

function build(publicUrl: string, outDir: string): void {
  console.log('Building the pages and the widget archive …');
  // In a process of its own and always for production: a test runner's NODE_ENV would build another Preact.
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', PUBLIC_URL: publicUrl, OUT_DIR: outDir },
  });
  if (built.status !== 0) {
    throw new Error(`The build failed:\n${built.stdout}\n${built.stderr}`);
  }
}

function copyFor(publicUrl: string, outDir: string, ownUrl: string): void {
  const pages = join(outDir, 'client');
  rmSync(pages, { recursive: true, force: true });
  cpSync(join(ownDir, 'client'), pages, { recursive: true });
  const archive = readdressed(readFolder(join(ownDir, 'widget')), ownUrl, publicUrl);
  writeFileSync(join(outDir, 'widget.zip'), packed(archive));
}

const STAMP = '.built-from';

function builtFrom(outDir: string): string | null {
  const stamp = join(outDir, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
}
