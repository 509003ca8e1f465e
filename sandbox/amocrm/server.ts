import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createClock } from '../control/clock.ts';
import { createApp } from './app.ts';
import { createWorld } from './core/world.ts';

export type AmocrmSandbox = { url: string; port: number; close(): Promise<void> };

export async function startAmocrmSandbox(options: {
  port: number;
  now?: () => number;
  /** Where the ArchiMed+ double is, for the control page. */
  peerUrl?: string;
}): Promise<AmocrmSandbox> {
  const world = createWorld(createClock(options.now ?? Date.now));
  const app = createApp(world, options.peerUrl ?? null);
  const server = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env) });
  // Longer than a caller leaves a connection idle: closed at the moment of his next call it would look like a fault.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    port,
    close() {
      world.hooks.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}
