import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Worker as `wrangler deploy` would upload it, without uploading it. */
export type Bundle = {
  main: string;
  /** Files that the bundle imports by name: the object's migrations. */
  texts: ReadonlyArray<{ path: string; contents: string }>;
};

const root = join(import.meta.dirname, '../..');

export function bundleWorker(): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  const out = join(folder, 'out');
  // No page is asked for: an empty folder of assets spares the build.
  const assets = join(folder, 'assets');
  mkdirSync(assets);
  writeFileSync(join(assets, 'none.txt'), '');
  try {
    const made = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/wrangler/bin/wrangler.js'),
        ...['deploy', '--dry-run', '--outdir', out, '--assets', assets],
      ],
      { cwd: root, encoding: 'utf8', env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' } },
    );
    if (made.status !== 0) {
      throw new Error(`The Worker could not be bundled:\n${made.stdout}\n${made.stderr}`);
    }
    const read = (path: string) => ({ path, contents: readFileSync(join(out, path), 'utf8') });
    return {
      main: read('index.js').contents,
      texts: readdirSync(out)
        .filter((path) => path.endsWith('.sql'))
        .map(read),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** D1's migrations, statement by statement. */
export function settingsMigrations(): string[] {
  const folder = join(root, 'migrations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('--> statement-breakpoint'))
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
