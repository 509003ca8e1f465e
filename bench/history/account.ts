import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startAmocrmSandbox } from '../../sandbox/amocrm/server.ts';
import { startArchimedSandbox } from '../../sandbox/archimed/server.ts';
import { demoClinics } from '../../sandbox/demo/clinics.ts';
import { connectDemoClinic, post, signIn } from '../../sandbox/demo/connect.ts';
import { demoAccount, demoCrm } from '../../sandbox/demo/crm.ts';
import { type Filled, fillHistory, isAtWork } from '../../sandbox/history/fill.ts';
import { ensureBuilt } from '../../scripts/ensure-built.ts';
import { integration, newHome, type Running, startProduct } from '../runtime/start.ts';

/** A clinic that is connected and has a past: the Worker stops, its object's file is filled, and it starts again. */
export type OldAccount = {
  product: Running;
  token: string;
  filled: Filled;
  branches: { center: number; north: number };
  secondsToFill: number;
  stop(): Promise<void>;
};

/** No poll falls into the measurement. */
const POLL_SECONDS = 3600;
const SEED = 7;

export async function oldAccount(
  folder: string,
  counts: { events: number; older: number; links: number },
): Promise<OldAccount> {
  const home = await newHome(join(folder, 'state'));
  const workerUrl = `http://localhost:${home.port}`;
  ensureBuilt(workerUrl, join(folder, 'dist'));
  const amocrm = await startAmocrmSandbox({ port: 0 });
  const archimed = await startArchimedSandbox({ port: 0 });
  const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(new Date());
  for (const clinic of demoClinics(today)) await post(`${archimed.url}/_sandbox/sources`, clinic);
  const redirectUri = `${workerUrl}/oauth/amocrm/callback`;
  await post(`${amocrm.url}/_sandbox/accounts`, demoAccount({ ...integration, redirectUri }));

  const origins = { amocrm: amocrm.url, archimed: archimed.url, pollSeconds: POLL_SECONDS };
  const pages = join(folder, 'dist/client');
  const young = await startProduct(origins, { home, pages });
  const addresses = { workerUrl, amocrmUrl: amocrm.url };
  const { branches } = await connectDemoClinic(addresses);
  await young.quiet(2_000);
  await young.stop();

  const startedAt = performance.now();
  const filled = fillHistory(objectFile(home.folder), {
    seed: SEED,
    now: Date.now(),
    ...counts,
    sourceId: 1,
    branches: [branches.center, branches.north],
  });
  const secondsToFill = (performance.now() - startedAt) / 1000;

  const product = await startProduct(origins, { home: { ...home, isMigrated: true }, pages });
  const { token } = await signIn(addresses, demoCrm.admin);
  return {
    product,
    token,
    filled,
    branches,
    secondsToFill,
    async stop() {
      await product.stop();
      await amocrm.close();
      await archimed.close();
    },
  };
}

function objectFile(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('AccountObject') && name.endsWith('.sqlite'))
    .map((name) => join(folder, name));
  const file = files.find(isAtWork);
  if (file === undefined) {
    throw new Error(`no account at work among ${files.length} objects under ${folder}`);
  }
  return file;
}
