import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { z } from 'zod';
import { fingerprintOf } from './fingerprint.ts';

/** The Worker as `wrangler deploy` would upload it, without uploading it. */
export const bundleSchema = z.object({
  main: z.string(),
  /** Files that the bundle imports by name: the object's migrations. */
  texts: z.array(z.object({ path: z.string(), contents: z.string() })).readonly(),
});
export type Bundle = z.infer<typeof bundleSchema>;

const root = join(import.meta.dirname, '..');
export const COMPATIBILITY_DATE = '2026-08-04';

/** `sourceDir`: a folder with `wrangler.toml` and `worker/`. */
export function bundleWorker(sourceDir = root): Bundle {
  const folder = mkdtempSync(join(tmpdir(), 'worker-bundle-'));
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
      {
        cwd: sourceDir,
        encoding: 'utf8',
        env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' },
      },
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

const kept = join(root, 'dist/worker-bundle.json');
const keptSchema = z.object({ sources: z.string(), bundle: bundleSchema });

/** Bundled once for all who start this Worker, until its sources change. */
export function ensureBundled(): Bundle {
  const sources = fingerprintOf(
    join(root, 'worker'),
    join(root, 'wrangler.toml'),
    join(root, 'package-lock.json'),
    join(root, 'package.json'),
  );
  if (existsSync(kept)) {
    const before = keptSchema.safeParse(JSON.parse(readFileSync(kept, 'utf8')));
    if (before.success && before.data.sources === sources) return before.data.bundle;
  }
  const bundle = bundleWorker();
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, JSON.stringify({ sources, bundle } satisfies z.infer<typeof keptSchema>));
  return bundle;
}

/** How miniflare is told of a bundle. */
type Module = { type: 'ESModule' | 'Text'; path: string; contents: string };
export function modulesOf({ main, texts }: Bundle): Module[] {
  return [
    { type: 'ESModule', path: 'index.js', contents: main },
    ...texts.map((text) => ({ type: 'Text' as const, ...text })),
  ];
}

export const productBindings = {
  durableObjects: { ACCOUNTS: { className: 'AccountObject', useSQLite: true as const } },
  d1Databases: ['DB'],
};

/** D1's migrations, statement by statement. */
export function settingsMigrations(sourceDir = root): string[] {
  const folder = join(sourceDir, 'migrations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('--> statement-breakpoint'))
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

export async function migrateSettings(miniflare: Miniflare, migrations: readonly string[]): Promise<void> {
  const database = await miniflare.getD1Database('DB');
  await database.batch(migrations.map((statement) => database.prepare(statement)));
}

/** Bundled and migrated into a folder, from where `bare-worker.ts` starts it as often as it is killed. */
export async function prepareBareWorker(sourceDir: string | undefined, stateDir: string): Promise<void> {
  const bundle = sourceDir === undefined ? ensureBundled() : bundleWorker(sourceDir);
  writeFileSync(join(stateDir, 'bundle.json'), JSON.stringify(bundle));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default {}',
      compatibilityDate: COMPATIBILITY_DATE,
      d1Databases: productBindings.d1Databases,
      resourcePersistencePath: join(stateDir, 'v3'),
    }),
  );
  try {
    await migrateSettings(miniflare, settingsMigrations(sourceDir));
  } finally {
    await miniflare.dispose();
  }
}
