import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import { ensureBuilt } from './ensure-built.ts';
import {
  checkedVariables,
  onStopSignal,
  portOf,
  StartProblem,
  startWorker,
  type WorkerProcess,
} from './worker-process.ts';

// `npm run dev`: the Worker alone (docs/contract: «Running»). Variables come from the environment, else from .dev.vars.
const root = join(import.meta.dirname, '..');
const file = join(root, '.dev.vars');
const variables = { ...(existsSync(file) ? parseEnvFile(readFileSync(file, 'utf8')) : {}), ...process.env };
let worker: WorkerProcess | null = null;
let stopping = false;

onStopSignal(async () => {
  stopping = true;
  await worker?.stop();
});

try {
  const port = portOf(variables.PORT);
  // Before the build, which takes seconds and would trip over a bad address in its own words.
  const { PUBLIC_URL = '' } = checkedVariables(variables);
  ensureBuilt(PUBLIC_URL);
  worker = await startWorker({
    port,
    stateDir: variables.STATE_DIR || join(root, '.wrangler/state'),
    variables,
    log: 'inherit',
  });
  console.log(`The Worker answers at ${worker.url}`);
  const code = await worker.exited;
  if (!stopping) {
    console.error(`The Worker stopped by itself (code ${code}).`);
    process.exit(code || 1);
  }
} catch (error) {
  if (!stopping) {
    console.error(error instanceof StartProblem ? error.message : error);
    process.exit(1);
  }
}
