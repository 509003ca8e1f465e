import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare';
import {
  bundleWorker,
  COMPATIBILITY_DATE,
  migrateSettings,
  modulesOf,
  productBindings,
  settingsMigrations,
} from '../../scripts/worker-bundle.ts';

/** A Worker in workerd by miniflare alone: the proxy of `wrangler dev` costs more than what is measured. */
export type Running = {
  url: string;
  /** Resolves when the Worker has written no line for this long: it is at rest. */
  quiet(ms: number): Promise<void>;
  stop(): Promise<void>;
};

export const integration = {
  clientId: '0f6e1c9a-7c1d-4a53-9a44-2d8b6c3e7f10',
  clientSecret: 'bench-secret-bench-secret-bench-secret-bench-secret-0123456789ab',
};

type Source = {
  durableObjects: Record<string, { className: string; useSQLite: true }>;
  d1Databases?: string[];
  bindings?: Record<string, string>;
  main: string;
  texts?: ReadonlyArray<{ path: string; contents: string }>;
  /** Statements for the database `DB`. */
  migrations?: readonly string[];
  port?: number;
  /** Where its storage is and stays; left out: nowhere afterwards. */
  folder?: string;
  /** A folder of pages, as wrangler.toml binds it. */
  assets?: ReturnType<typeof assetsIn>;
};

/** Every Worker that is compared is started here, with the same options and storage on the same disk. */
export async function startInMiniflare({
  main,
  texts = [],
  migrations = [],
  port = 0,
  folder: kept,
  ...bindings
}: Source): Promise<Running> {
  let spokeAt = 0;
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'bench-state-'));
  const options: V4MiniflareOptions = {
    ...bindings,
    port,
    compatibilityDate: COMPATIBILITY_DATE,
    resourcePersistencePath: folder,
    modules: modulesOf({ main, texts }),
    // Only what went wrong is shown: writing thousands of lines would be measured, too.
    handleStructuredLogs({ level, message }) {
      spokeAt = performance.now();
      if (level === 'error') console.error(message);
    },
  };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options));
  const { port: listening } = await miniflare.ready;
  if (migrations.length > 0) {
    await migrateSettings(miniflare, migrations);
  }
  return {
    url: `http://localhost:${listening}`,
    async quiet(ms) {
      for (let rest = ms; rest > 0; rest = spokeAt + ms - performance.now()) {
        await sleep(rest);
      }
    },
    async stop() {
      await miniflare.dispose();
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What stays the same when the Worker is stopped and started again on its storage. */
export type Home = { folder: string; port: number; secretsKey: string; isMigrated: boolean };

export async function newHome(folder: string): Promise<Home> {
  return { folder, port: await freePort(), secretsKey: newSecretsKey(), isMigrated: false };
}

/** The product itself, bundled as for a deploy. */
export async function startProduct(
  origins: { amocrm: string; archimed: string; pollSeconds: number },
  at: { home?: Home; pages?: string } = {},
): Promise<Running> {
  const { home, pages } = at;
  const port = home?.port ?? (await freePort());
  return startInMiniflare({
    ...bundleWorker(),
    migrations: home?.isMigrated ? [] : settingsMigrations(),
    port,
    ...(home === undefined ? {} : { folder: home.folder }),
    ...(pages === undefined ? {} : { assets: assetsIn(pages) }),
    ...productBindings,
    bindings: {
      PUBLIC_URL: `http://localhost:${port}`,
      AMOCRM_CLIENT_ID: integration.clientId,
      AMOCRM_CLIENT_SECRET: integration.clientSecret,
      SECRETS_KEY: home?.secretsKey ?? newSecretsKey(),
      AMOCRM_ORIGIN: origins.amocrm,
      ARCHIMED_ORIGIN: origins.archimed,
      POLL_SECONDS: String(origins.pollSeconds),
    },
  });
}

/** As wrangler.toml binds them: the Worker is asked first. */
function assetsIn(directory: string) {
  return {
    directory,
    binding: 'ASSETS',
    run_worker_first: true,
    routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
  };
}

function newSecretsKey(): string {
  return randomBytes(32).toString('base64');
}

/** The Worker's own address is one of its variables, so it must be known before the start. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no free port');
  }
  return address.port;
}
