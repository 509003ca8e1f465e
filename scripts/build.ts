import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import viteConfig, { pages } from '../vite.config.ts';
import { openZip, sentenceOf } from './archive-check/archive.ts';
import { checkArchive, codeBytes, MAX_CODE_BYTES } from './archive-check/check.ts';
import { packed, readFolder } from './archive-files.ts';
import { buildArchive } from './build-archive.ts';
import { checkFirstView } from './first-view.ts';
import { writeGuide } from './guide.ts';

const root = join(import.meta.dirname, '..');

export type Built = { path: string; bytes: number; gzipBytes: number };

/** Pages to `{outDir}/client`, the archive to `{outDir}/widget` and `{outDir}/widget.zip`. */
export async function buildAll(options: { publicUrl: string; outDir?: string }): Promise<Built[]> {
  const publicUrl = checkPublicUrl(options.publicUrl);
  const outDir = options.outDir ?? join(root, 'dist');
  const version = readVersion();
  // What ensure-built.ts noted about an earlier build is no longer true.
  rmSync(join(outDir, '.built-from'), { force: true });

  await buildPages(join(outDir, 'client'), version);

  const widgetDir = join(outDir, 'widget');
  rmSync(widgetDir, { recursive: true, force: true });
  mkdirSync(widgetDir, { recursive: true });
  await buildArchive({ root, publicUrl, version, outDir: widgetDir });
  const archive = packed(readFolder(widgetDir));
  const problems = checkArchive(openZip(archive), { publicUrl, version });
  if (problems.length > 0) {
    const sentences = problems.map(sentenceOf).join('\n');
    throw new Error(`amoCRM would send the archive back (scripts/archive-check):\n${sentences}`);
  }
  writeFileSync(join(outDir, 'widget.zip'), archive);

  const made = [...filesIn(join(outDir, 'client')), ...filesIn(widgetDir), join(outDir, 'widget.zip')];
  return made.map((path) => {
    const content = readFileSync(path);
    return { path: relative(outDir, path), bytes: content.length, gzipBytes: gzipSync(content).length };
  });
}

async function buildPages(outDir: string, version: string): Promise<void> {
  await build({
    ...viteConfig,
    configFile: false,
    logLevel: 'warn',
    define: { __VERSION__: JSON.stringify(version) },
    build: { ...viteConfig.build, outDir },
  });
  checkFirstView(outDir);
  writeGuide(root, outDir);
}

/** Only this machine may be reached without TLS (contract: PUBLIC_URL). */
function checkPublicUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error(`PUBLIC_URL is not an address: ${text}`);
  const url = new URL(text);
  const local = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    throw new Error(`PUBLIC_URL must be https (only localhost may be http): ${text}`);
  }
  return url.origin;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error('package.json has no version');
}

function filesIn(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]))
    .sort();
}

if (import.meta.main) {
  process.env.NODE_ENV = 'production';
  const publicUrl = process.env.PUBLIC_URL ?? 'http://localhost:8787';
  const built = await buildAll({
    publicUrl,
    ...(process.env.OUT_DIR ? { outDir: process.env.OUT_DIR } : {}),
  });
  for (const file of built) {
    console.log(
      `${file.path.padEnd(44)} ${kilobytes(file.bytes).padStart(9)} ${kilobytes(file.gzipBytes).padStart(9)} gzip`,
    );
  }
  const outDir = process.env.OUT_DIR ?? join(root, 'dist');
  for (const line of checkFirstView(join(outDir, 'client'))) console.log(line);
  const code = codeBytes(readFolder(join(outDir, 'widget')));
  console.log(`code of the archive: ${code} bytes gzipped of ${MAX_CODE_BYTES} allowed`);
  console.log(`pages: ${pages.join(', ')}; the archive speaks to ${publicUrl}`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} kB`;
}
