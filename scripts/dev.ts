import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import { ensureBuilt } from './ensure-built.ts';
import { StartProblem, startWorker } from './worker-process.ts';

// `npm run dev`: the Worker alone (docs/contract: «Running»). Variables come from the environment, else from .dev.vars.
const root = join(import.meta.dirname, '..');
const file = join(root, '.dev.vars');
const variables = { ...(existsSync(file) ? parseEnvFile(readFileSync(file, 'utf8')) : {}), ...process.env };
const port = Number(process.env.PORT || 8787);

try {
  ensureBuilt(variables.PUBLIC_URL || `http://localhost:${port}`);
  const worker = await startWorker({
    port,
    stateDir: process.env.STATE_DIR || join(root, '.wrangler/state'),
    variables,
    log: 'inherit',
  });
  console.log(`The Worker answers at ${worker.url}`);
  const stop = () => void worker.stop().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.exitCode = await worker.exited;
} catch (error) {
  if (!(error instanceof StartProblem)) {
    throw error;
  }
  console.error(error.message);
  process.exit(1);
}
