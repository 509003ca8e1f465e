import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { AccountObject } from '../account/account.object.ts';
import { createLiveSockets } from '../account/live-sockets.ts';
import { createApp } from '../app.ts';
import type { Bindings } from '../bindings.ts';
import {
  ACCOUNT,
  createHarness,
  type Harness,
  MANAGER,
  OTHER_ACCOUNT,
  variables,
} from '../http/api.fixture.ts';
import type { LiveMessage } from './live.schemas.ts';

/** `/api/live` with the real object in workerd: who watches is told, everybody else is not. */
const bindings = env as unknown as Bindings;
let harness: Harness;
beforeAll(async () => {
  Object.assign(env, variables);
  harness = await createHarness();
  const branch = { title: 'Центр', timeZone: 'Europe/Moscow', main: true, enabled: true, createDeals: false };
  for (const buildingId of [1, 2]) {
    await harness.repository.addBranch(
      {
        branch: {
          ...branch,
          accountId: ACCOUNT,
          buildingId,
          callbackTokenHash: '',
          callbackTokenSealed: '',
        },
        apiId: 'a'.repeat(32),
        apiSecretSealed: '',
      },
      { by: 1, at: 0 },
    );
  }
  const rows = [{ userId: MANAGER, role: 'view', branches: [1], defaultBranch: null }];
  const sections = [{ section: 'users', readAt: 0, body: { rows } }] as const;
  await harness.repository.saveSections({ accountId: ACCOUNT, sections, by: 1, at: 0 });
});

type Socket = { messages: LiveMessage[]; closed: number | null; send(text: string): void };

async function connect(headers: Record<string, string> = {}): Promise<Socket> {
  const reply = await createApp().request(
    'https://hub.example.dev/api/live',
    { headers: { Upgrade: 'websocket', ...headers } },
    { ...variables, DB: bindings.DB, ACCOUNTS: bindings.ACCOUNTS },
  );
  expect(reply.status).toBe(101);
  const socket = reply.webSocket;
  if (!socket) throw new Error('no socket');
  const seen: Socket = { messages: [], closed: null, send: (text) => socket.send(text) };
  socket.addEventListener('message', ({ data }) => {
    seen.messages.push(JSON.parse(String(data)));
  });
  socket.addEventListener('close', ({ code }) => {
    seen.closed = code;
  });
  socket.accept();
  return seen;
}
const token = async (userId?: number) => JSON.stringify({ token: await harness.session(userId) });
const ready = async (userId?: number) => {
  const socket = await connect();
  socket.send(await token(userId));
  await expect.poll(() => socket.messages[0]?.type).toBe('ready');
  return socket;
};
const tell = (accountId: number, visitId: string, branchId: number, now = Date.now()) =>
  runInDurableObject(
    bindings.ACCOUNTS.getByName(String(accountId)) as unknown as DurableObjectStub<AccountObject>,
    (_object, state) =>
      createLiveSockets(state, () => now).tell({ type: 'visit', visitId, branchId, dealId: 77 }),
  );
const visitsOf = (socket: Socket) =>
  socket.messages.flatMap((message) => (message.type === 'visit' ? message.visitId : []));

test('changes reach those who may see the branch, of this account only', async () => {
  const [admin, manager] = [await ready(), await ready(MANAGER)];
  await tell(ACCOUNT, 'one', 1);
  await tell(ACCOUNT, 'two', 2);
  await tell(OTHER_ACCOUNT, 'three', 1);
  await tell(ACCOUNT, 'four', 1);
  await expect.poll(() => visitsOf(admin)).toEqual(['one', 'two', 'four']);
  await expect.poll(() => visitsOf(manager)).toEqual(['one', 'four']);
  expect(admin.messages[1]).toEqual({ type: 'visit', visitId: 'one', branchId: 1, dealId: 77 });
});

test('a newer token prolongs the socket, an ended session closes it', async () => {
  const socket = await ready();
  socket.send(await token());
  await expect.poll(() => socket.messages.filter(({ type }) => type === 'ready')).toHaveLength(2);
  await tell(ACCOUNT, 'late', 1, Date.now() + 16 * 60_000);
  await expect.poll(() => socket.closed).toBe(4401);
  expect(visitsOf(socket)).toEqual([]);
});

test.each([
  ['no token', async () => '{}'],
  ['no JSON', async () => 'hello'],
  ['a forged token', async () => JSON.stringify({ token: 'a.b.c' })],
  ['a user without access', () => token(99)],
])('%s: closed with 4401', async (_name, message) => {
  const socket = await connect();
  socket.send(await message().catch(() => '{}'));
  await expect.poll(() => socket.closed).toBe(4401);
});

test('a page of another account is refused, and a plain request is told what belongs here', async () => {
  const socket = await connect({ Origin: 'https://other.amocrm.ru' });
  socket.send(await token());
  await expect.poll(() => socket.closed).toBe(4401);
  expect(await harness.request('/api/live')).toMatchObject({ status: 400, code: 'live.no_upgrade' });
});
