import { Agent, request } from 'node:http';

/** Senders on connections of their own that stay open; each sends the next hook when the last one was answered. */
export type Hook = { url: string; body: string };
export type Round = {
  perSecond: number;
  /** Milliseconds from sending to the answer, of every hook. */
  waits: number[];
};

export async function sendAll(hooks: readonly Hook[], connections: number): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waits: number[] = [];
  const queue = hooks.values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      // All senders take from the same queue.
      for (const hook of queue) {
        const sentAt = performance.now();
        await send(agent, hook);
        waits.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  return { perSecond: hooks.length / seconds, waits };
}

function send(agent: Agent, { url, body }: Hook): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'amoCRM-Webhooks/3.0',
        },
      },
      (reply) => {
        reply.resume();
        reply.on('error', reject);
        reply.on('end', () =>
          reply.statusCode === 200 ? resolve() : reject(new Error(`hook answered ${reply.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
