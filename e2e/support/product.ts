import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, type Connected, connectDemoClinic, signIn } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { type Stack, startStack } from '../../scripts/stack.ts';
import { type Amocrm, amocrmControl } from './amocrm.ts';
import { type Archimed, archimedControl } from './archimed.ts';

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

export async function startProduct(variables: Record<string, string> = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'archimed-amocrm-'));
  const [worker = 0, amocrm = 0, archimed = 0] = await freePorts(3);
  const stack = await startStack({
    ports: { worker, amocrm, archimed },
    stateDir: join(folder, 'state'),
    outDir: join(folder, 'dist'),
    variables: { TIME_SCALE: '10', ...variables },
  });
  const connected = await connectDemoClinic(stack);
  return {
    stack,
    admin: connected.api,
    manager: await signIn(stack, demoCrm.manager),
    amocrm: amocrmControl(stack.amocrmUrl),
    archimed: archimedControl(stack.archimedUrl),
    branches: connected.branches,
    async stop() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
