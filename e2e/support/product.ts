import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, type Connected, connectDemoClinic, signIn } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { type Stack, startStack } from '../../scripts/stack.ts';
import { type Amocrm, amocrmControl } from './amocrm.ts';
import { type Archimed, archimedControl } from './archimed.ts';
import { countDaysFromNow } from './day.ts';

/** The whole product with a connected demo clinic, on ports and storage of its own. */
export type Product = {
  stack: Stack;
  admin: Api;
  manager: Api;
  amocrm: Amocrm;
  archimed: Archimed;
  branches: Connected['branches'];
  stop(): Promise<void>;
};

/** For tests that look at no page: nothing is built. */
export const startBareProduct = (variables: Record<string, string> = {}) =>
  startProduct(variables, { withPages: false });

/** `isBare: false`: by `wrangler dev`, as the demo starts it, which takes longer. */
export async function startProduct(
  variables: Record<string, string> = {},
  { withPages = true, isBare = true } = {},
): Promise<Product> {
  countDaysFromNow();
  const folder = mkdtempSync(join(tmpdir(), 'archimed-amocrm-'));
  const [worker = 0, crm = 0, clinic = 0] = await freePorts(3);
  const stack = await startStack({
    ports: { worker, amocrm: crm, archimed: clinic },
    stateDir: join(folder, 'state'),
    outDir: join(folder, 'dist'),
    withPages,
    isBare,
    variables: { TIME_SCALE: '10', ...variables },
  });
  const amocrm = amocrmControl(stack.amocrmUrl);
  // The double runs in the test's process. When that stalls, calls sent in good order arrive in a bunch, and a hook's answer
  // seems late: more than the Worker's six a second are taken, and a hook comes again after seconds, not after five minutes.
  await amocrm.settings({ rps: 20, hooks: { timeScale: 100 } });
  const connected = await connectDemoClinic(stack);
  return {
    stack,
    admin: connected.api,
    manager: await signIn(stack, demoCrm.manager),
    amocrm,
    archimed: archimedControl(stack.archimedUrl),
    branches: connected.branches,
    async stop() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Five files run at a time (vitest.config.ts); each takes ports of its own blocks of eight, so that none is handed out twice. */
const RUNNERS = 5;
const mine = Number(process.env.VITEST_POOL_ID ?? 0) % RUNNERS;

export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === 'object' && address ? address.port : 0;
    if (Math.floor(port / 8) % RUNNERS === mine && !ports.includes(port)) {
      ports.push(port);
    }
  }
  return ports;
}
