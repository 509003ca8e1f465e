import { startAmocrmSandbox } from '../../amocrm/server.ts';
import { startArchimedSandbox } from '../../archimed/server.ts';
import type { Context, ContractCase, Double } from './case.ts';
import { fail } from './check.ts';
import { call } from './http.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** The only place that knows how the doubles are started; another implementation needs another of these. */

export type Runner = { run(contractCase: ContractCase): Promise<void>; close(): Promise<void> };

/** Wednesday, 29 July 2026, 07:26:40 UTC, as in the reference's examples. */
const START_MS = 1_785_310_000_000;

function double(url: string): Double {
  return {
    url,
    call: (method, path, request) => call(url, method, path, request),
    async admin(method, path, body) {
      const reply = await call(url, method, `/_sandbox${path}`, body === undefined ? {} : { body });
      if (reply.status >= 400) fail(`set-up ${method} ${path}: ${reply.status} ${reply.text}`);
      return reply;
    },
  };
}

export async function startRunner(): Promise<Runner> {
  // The time around the doubles (rates, signatures) and their own, which stands still unless it is moved.
  let nowMs = START_MS;
  const now = () => nowMs;
  const [amocrm, archimed] = await Promise.all([
    startAmocrmSandbox({ port: 0, now }),
    startArchimedSandbox({ port: 0, now }),
  ]);
  const doubles = [double(amocrm.url), double(archimed.url)] as const;
  const everywhere = async (method: string, path: string, body?: unknown): Promise<void> => {
    for (const one of doubles) await one.admin(method, path, body);
  };
  return {
    async run(contractCase) {
      const receivers: Receiver[] = [];
      const moveClock = (ms: number): Promise<void> => {
        nowMs = ms;
        return everywhere('PATCH', '/clock', { at: new Date(ms).toISOString(), speed: 0 });
      };
      const context: Context = {
        amocrm: doubles[0],
        archimed: doubles[1],
        clock: {
          nowMs: now,
          nowSeconds: () => Math.floor(nowMs / 1000),
          advance: (ms) => moveClock(nowMs + ms),
        },
        async receiver() {
          const receiver = await startReceiver();
          receivers.push(receiver);
          return receiver;
        },
      };
      await everywhere('POST', '/reset');
      await moveClock(START_MS);
      try {
        await contractCase.run(context);
      } finally {
        await Promise.all(receivers.map((receiver) => receiver.close()));
      }
    },
    async close() {
      await Promise.all([amocrm.close(), archimed.close()]);
    },
  };
}
