import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { createClock } from '../control/clock.ts';
import { createApp } from './app.ts';
import { Store } from './clinic/store.ts';
import { Faults } from './faults/faults.ts';
import { RequestLog } from './faults/request-log.ts';

export type ArchimedSandbox = { url: string; port: number; close(): Promise<void> };

export type ArchimedSandboxOptions = {
  /** 0 takes a free one. */
  port: number;
  /** Milliseconds since the epoch; the clinic's wall clock follows from it. */
  now?: () => number;
  /** Decides about faults with a `chance` below 1. */
  random?: () => number;
  /** Where the amoCRM double is, for the control page. */
  peerUrl?: string;
};

/** An ArchiMed+ of our own: the API, the reception desk and the strings behind the stage. It starts empty. */
export async function startArchimedSandbox(options: ArchimedSandboxOptions): Promise<ArchimedSandbox> {
  const closing = new AbortController();
  const clock = createClock(options.now ?? Date.now);
  const app = createApp({
    clock,
    store: new Store(clock.now, clock.real),
    faults: new Faults(options.random ?? Math.random),
    log: new RequestLog(),
    closing: closing.signal,
    peerUrl: options.peerUrl ?? null,
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  // Longer than a caller leaves a connection idle: closed at the moment of his next call it would look like a fault.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 60_000;
  // Loopback only: the strings behind the stage ask nobody who they are.
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://localhost:${port}`,
    port,
    async close() {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
