import { expect } from 'vitest';
import { type Kit, type Receiver, smallAccount, startKit, startReceiver } from './fixture.ts';

/** An account with a company, subscribed at a receiver of its own. */

const described = {
  ...smallAccount,
  companies: [{ id: 58841377, name: 'ООО Заря', phones: ['+74950001122'] }],
};

export type Pairs = Record<string, string>;

export async function start(settings: string[], hooks: object = {}) {
  const receiver = await startReceiver();
  const kit = await startKit(described);
  await kit.connect();
  await kit.admin('PATCH', '/accounts/32100500/settings', { hooks });
  const reply = await kit.api('POST', '/webhooks', { destination: `${receiver.url}/wh`, settings });
  expect(reply.status).toBe(201);
  return {
    receiver,
    kit,
    async [Symbol.asyncDispose]() {
      await kit[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

export function edit(kit: Kit, path: string, body: object = {}) {
  return kit.admin('POST', `/accounts/32100500/${path}`, body);
}

/** The newest of so many deliveries, decoded. */
export async function nth(receiver: Receiver, n: number): Promise<Pairs> {
  const body = (await receiver.count(n))[n - 1]?.body ?? '';
  return Object.fromEntries(new URLSearchParams(body));
}
