import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv, variableNames } from '../worker/env.ts';
import { prepareBareWorker } from './worker-bundle.ts';

/** The Worker in workerd, started as its own process group so that it can be stopped or killed whole. */
export type WorkerOptions = {
  port: number;
  /** Where D1 and the objects are kept. */
  stateDir: string;
  variables: Record<string, string | undefined>;
  /** Pages and archive; the default is the repository's `dist`. */
  assetsDir?: string;
  /** A folder with `wrangler.toml`, `worker/` and `migrations/`: a changed copy of the Worker (e2e/chaos). */
  sourceDir?: string;
  /** By miniflare, without the proxy of `wrangler dev` (bare-worker.ts); pages are served only from given `assetsDir`. */
  isBare?: boolean;
  /** An earlier start migrated this storage already. */
  isMigrated?: boolean;
  log?: 'inherit' | 'ignore';
};

export type WorkerProcess = {
  url: string;
  exited: Promise<number>;
  stop(): Promise<void>;
  /** SIGKILL to the whole group: nothing gets a chance to finish. */
  kill(): Promise<void>;
};

const root = join(import.meta.dirname, '..');
/** Not the command in `.bin`: that would run on whatever Node the path names. */
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js');
const READY_MS = 60_000;

/** The Worker's own among the given ones; a bad or missing one stops the start with the sentence that names it. */
export function checkedVariables(given: WorkerOptions['variables']): Record<string, string> {
  const variables = Object.fromEntries(
    variableNames.flatMap((name) => {
      const value = given[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const config = parseEnv(variables);
  if (!config.ok) {
    throw new StartProblem(config.error);
  }
  // The archive is built for this address, and amoCRM's pages are https (contract.md, «Running»).
  const { protocol, hostname } = new URL(config.value.publicUrl);
  if (protocol !== 'https:' && hostname !== 'localhost' && hostname !== '127.0.0.1') {
    throw new StartProblem('PUBLIC_URL is not https; only localhost may be http.');
  }
  return variables;
}

/** Checks the variables first: a bad one is one sentence, not a stack. */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const variables = checkedVariables(options.variables);
  if (await isBusy(options.port)) {
    throw new StartProblem(
      `Port ${options.port} is in use: stop what listens there or choose another with PORT.`,
    );
  }
  mkdirSync(options.stateDir, { recursive: true });
  const sourceDir = options.sourceDir ?? root;
  const command = options.isBare
    ? await prepareBare(options, variables)
    : prepareWrangler(options, sourceDir, variables);
  const child = spawn(process.execPath, command, {
    cwd: sourceDir,
    detached: true,
    stdio: ['ignore', options.log ?? 'ignore', options.log ?? 'ignore'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' },
  });
  const exited = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  // A group of its own would outlive this process, however it ends.
  const leaveNothing = () => child.pid !== undefined && signalGroup(child.pid, 'SIGKILL');
  process.once('exit', leaveNothing);
  const finish = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await end(child, exited, signal);
    process.off('exit', leaveNothing);
  };
  const running: WorkerProcess = {
    url: `http://localhost:${options.port}`,
    exited,
    stop: () => finish('SIGTERM'),
    kill: () => finish('SIGKILL'),
  };
  await ready(running, child);
  return running;
}

/** Said to the user as it is, without a stack. */
export class StartProblem extends Error {}

function prepareWrangler(
  { stateDir, port, assetsDir, isMigrated }: WorkerOptions,
  sourceDir: string,
  variables: Record<string, string>,
): string[] {
  const envFile = join(stateDir, 'worker.env');
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`);
  writeFileSync(envFile, lines.join(''), { mode: 0o600 });
  if (!isMigrated) migrate(sourceDir, stateDir);
  return [
    wrangler,
    'dev',
    ...['--port', String(port), '--persist-to', stateDir, '--env-file', envFile],
    ...['--assets', assetsDir ?? join(root, 'dist/client')],
    ...['--inspector-port', '0', '--show-interactive-dev-session=false', '--log-level', 'warn'],
  ];
}

async function prepareBare(
  { stateDir, port, assetsDir, sourceDir, isMigrated }: WorkerOptions,
  variables: Record<string, string>,
): Promise<string[]> {
  writeFileSync(join(stateDir, 'worker.json'), JSON.stringify(variables), { mode: 0o600 });
  if (!isMigrated) await prepareBareWorker(sourceDir, stateDir);
  return [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'bare-worker.ts'),
    stateDir,
    String(port),
    ...(assetsDir === undefined ? [] : [assetsDir]),
  ];
}

function migrate(sourceDir: string, stateDir: string): void {
  const applied = spawnSync(
    process.execPath,
    [wrangler, 'd1', 'migrations', 'apply', 'archimed-amocrm', '--local', '--persist-to', stateDir],
    { cwd: sourceDir, encoding: 'utf8', env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: 'true' } },
  );
  if (applied.signal !== null) {
    throw new StartProblem('Stopped while starting.');
  }
  if (applied.status !== 0) {
    throw new StartProblem(`The database could not be migrated:\n${applied.stdout}\n${applied.stderr}`);
  }
}

async function ready(running: WorkerProcess, child: ChildProcess): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) {
      throw new StartProblem(`The Worker stopped while starting (code ${child.exitCode}).`);
    }
    const reply = await fetch(`${running.url}/healthz`).catch(() => null);
    if (reply?.status === 200) {
      return;
    }
    await sleep(100);
  }
  await running.kill();
  throw new StartProblem('The Worker did not answer /healthz within a minute.');
}

async function end(
  child: ChildProcess,
  exited: Promise<number>,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  signalGroup(child.pid, signal);
  const gone = await Promise.race([exited.then(() => true), sleep(5000).then(() => false)]);
  if (!gone) {
    signalGroup(child.pid, 'SIGKILL');
    await exited;
  }
  // workerd is a grandchild: the group is gone only when signalling it fails.
  for (let tries = 0; tries < 50 && signalGroup(child.pid, signal); tries += 1) {
    await sleep(50);
  }
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** A port to listen on, from the variable PORT; everything else would be found out by what listens. */
export function portOf(value: string | undefined, highest = 65_535): number {
  const port = Number(value || 8787);
  if (!Number.isInteger(port) || port < 1 || port > highest) {
    throw new StartProblem(`PORT is not a port number between 1 and ${highest}.`);
  }
  return port;
}

/** Also Ctrl-C and a closed terminal; from the first moment, because a start takes seconds. */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) {
        stopping = true;
        void stop().finally(() => process.exit(0));
      }
    });
  }
}

export async function isBusy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
