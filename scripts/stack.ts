import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountDescription } from '../sandbox/amocrm/core/description.ts';
import { startAmocrmSandbox } from '../sandbox/amocrm/server.ts';
import type { SourceDescriptionInput } from '../sandbox/archimed/clinic/description.ts';
import { startArchimedSandbox } from '../sandbox/archimed/server.ts';
import { demoClinics } from '../sandbox/demo/clinics.ts';
import { post } from '../sandbox/demo/connect.ts';
import { demoAccount } from '../sandbox/demo/crm.ts';
import { ensureBuilt } from './ensure-built.ts';
import { isBusy, StartProblem, startWorker, type WorkerProcess } from './worker-process.ts';

/** Worker and both doubles with the demo clinic's data, for the demo and the tests of the whole product. */
export type Stack = {
  workerUrl: string;
  amocrmUrl: string;
  archimedUrl: string;
  worker: WorkerProcess;
  /** SIGKILL to the Worker and a new start on the same storage. */
  restartWorker(): Promise<void>;
  killWorker(): Promise<void>;
  stop(): Promise<void>;
};

export type Integration = { clientId: string; clientSecret: string; redirectUri: string };

export type StackOptions = {
  ports: { worker: number; amocrm: number; archimed: number };
  /** Emptied first: every stack starts from the same beginning. */
  stateDir: string;
  outDir: string;
  variables?: Record<string, string>;
  log?: 'inherit' | 'ignore';
  /** A changed copy of the Worker (worker-process.ts). */
  sourceDir?: string;
  /** False where only the API is used: no pages are built or served, and no archive is uploaded. */
  withPages?: boolean;
  /** The Worker without `wrangler dev` around it. */
  isBare?: boolean;
  /** Other accounts and clinics than the demo's. */
  data?: {
    accounts(integration: Integration): AccountDescription[];
    clinics(today: string): SourceDescriptionInput[];
  };
};

export const demoIntegration = {
  clientId: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
  clientSecret: 'demo-secret-demo-secret-demo-secret-demo-secret-demo-secret-0001',
};

const demoData: NonNullable<StackOptions['data']> = {
  accounts: (integration) => [demoAccount(integration)],
  clinics: demoClinics,
};

export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, stateDir, outDir } = options;
  for (const port of Object.values(ports)) {
    if (await isBusy(port)) {
      throw new StartProblem(
        `Port ${port} is in use: stop what listens there, or choose other ports with PORT.`,
      );
    }
  }
  const localhost = (port: number): string => `http://localhost:${port}`;
  const workerUrl = localhost(ports.worker);
  const { withPages = true } = options;
  if (withPages) ensureBuilt(workerUrl, outDir);
  rmSync(stateDir, { recursive: true, force: true });
  const archimed = await startArchimedSandbox({ port: ports.archimed, peerUrl: localhost(ports.amocrm) });
  const amocrm = await startAmocrmSandbox({ port: ports.amocrm, peerUrl: localhost(ports.archimed) });
  const closeDoubles = () => Promise.all([archimed.close(), amocrm.close()]);

  const startOne = (isMigrated: boolean) =>
    startWorker({
      isMigrated,
      port: ports.worker,
      stateDir,
      isBare: options.isBare ?? !withPages,
      ...(withPages ? { assetsDir: join(outDir, 'client') } : {}),
      log: options.log ?? 'ignore',
      ...(options.sourceDir === undefined ? {} : { sourceDir: options.sourceDir }),
      variables: {
        PUBLIC_URL: workerUrl,
        AMOCRM_CLIENT_ID: demoIntegration.clientId,
        AMOCRM_CLIENT_SECRET: demoIntegration.clientSecret,
        SECRETS_KEY: secretsKey,
        AMOCRM_ORIGIN: amocrm.url,
        ARCHIMED_ORIGIN: archimed.url,
        POLL_SECONDS: '3',
        SUPPORT_CONTACT: 'help@zaryamed.example',
        ...options.variables,
      },
    });
  const secretsKey = randomBytes(32).toString('base64');

  try {
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(new Date());
    const { accounts, clinics } = options.data ?? demoData;
    for (const clinic of clinics(today)) await post(`${archimed.url}/_sandbox/sources`, clinic);
    const integration = { ...demoIntegration, redirectUri: `${workerUrl}/oauth/amocrm/callback` };
    for (const account of accounts(integration)) await post(`${amocrm.url}/_sandbox/accounts`, account);
    if (withPages) await uploadArchive(amocrm.url, join(outDir, 'widget.zip'));
    let worker = await startOne(false);
    return {
      workerUrl,
      amocrmUrl: amocrm.url,
      archimedUrl: archimed.url,
      get worker() {
        return worker;
      },
      killWorker: () => worker.kill(),
      async restartWorker() {
        await worker.kill();
        worker = await startOne(true);
      },
      async stop() {
        await worker.stop();
        await closeDoubles();
      },
    };
  } catch (error) {
    await closeDoubles();
    throw error;
  }
}

async function uploadArchive(amocrmUrl: string, file: string): Promise<void> {
  const reply = await fetch(`${amocrmUrl}/_sandbox/widget`, { method: 'POST', body: readFileSync(file) });
  if (!reply.ok) {
    throw new Error(`amoCRM refuses the archive: ${await reply.text()}`);
  }
}
