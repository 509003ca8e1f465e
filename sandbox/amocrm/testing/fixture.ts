import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountDescription } from '../core/description.ts';
import { type AmocrmSandbox, startAmocrmSandbox } from '../server.ts';

/** A small account with the constants of the reference's examples, and a clock that only tests move. */

export const clientId = '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11';
export const clientSecret = 'secret-of-the-double-secret-of-the-double-secret-of-the-double-1';
export const redirectUri = 'https://hub.example.dev/oauth/callback';

export const smallAccount: AccountDescription = {
  id: 32100500,
  subdomain: 'zaryamed',
  domain: 'zaryamed.amocrm.ru',
  name: 'Заря',
  timezone: 'Europe/Moscow',
  users: [
    { id: 11402217, name: 'Анна Руденко', isAdmin: true },
    { id: 11402240, name: 'Марк Орлов', isAdmin: false },
    { id: 11402299, name: 'Ольга Бывшая', isAdmin: false, isActive: false },
  ],
  pipelines: [
    {
      id: 9011442,
      name: 'Первичные пациенты',
      isMain: true,
      stages: [
        { id: 75520010, name: 'Неразобранное', unsorted: true },
        { id: 75520014, name: 'Новая заявка' },
        { id: 75520018, name: 'В работе' },
      ],
    },
    { id: 9011450, name: 'Повторные пациенты', stages: [{ id: 75520110, name: 'Новая' }] },
  ],
  fields: {
    leads: [
      { id: 1480021, name: 'Город', type: 'text' },
      {
        id: 1480033,
        name: 'Источник',
        type: 'select',
        enums: [
          { id: 912201, value: 'Сайт' },
          { id: 912203, value: 'Звонок', code: 'CALL' },
        ],
      },
      { id: 1480050, name: 'Дата визита', type: 'date_time' },
      { id: 1480060, name: 'ID записи', type: 'numeric' },
    ],
    contacts: [
      {
        id: 1479007,
        name: 'Телефон',
        type: 'multitext',
        code: 'PHONE',
        isPredefined: true,
        enums: [
          { id: 911001, value: 'WORK', code: 'WORK' },
          { id: 911005, value: 'MOB', code: 'MOB' },
        ],
      },
    ],
  },
  contacts: [
    {
      id: 58841203,
      firstName: 'Ирина',
      lastName: 'Лебедева',
      phones: ['+7 905 000-11-22'],
      createdAt: 1785200000,
    },
    { id: 58841204, name: 'Без полей', createdAt: 1785200000 },
  ],
  leads: [
    {
      id: 41203317,
      name: 'Заявка с лендинга',
      price: 48000,
      pipelineId: 9011442,
      statusId: 75520014,
      responsibleUserId: 11402240,
      createdAt: 1785300000,
      contactIds: [58841203],
      fields: { 1480033: 'Сайт', 1480050: 1785283200 },
      tags: ['сайт'],
    },
    { id: 41203318, name: 'Без контакта', pipelineId: 9011442, statusId: 75520018, createdAt: 1785300000 },
  ],
  tasks: [{ id: 771204, text: 'Перезвонить', completeTill: 1785400000, leadId: 41203317 }],
  integration: { clientId, clientSecret, redirectUri },
  widgetCode: 'archimed_plus',
};

export type Json = { status: number; headers: Headers; text: string; json: unknown };

export type Kit = AsyncDisposable & {
  sandbox: AmocrmSandbox;
  advance(ms: number): void;
  nowMs(): number;
  admin(method: string, path: string, body?: unknown): Promise<Json>;
  token(body: Record<string, unknown>): Promise<Json>;
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Json>;
  /** Gets a first access token and keeps it for `api`. */
  connect(userId?: number): Promise<{ accessToken: string; refreshToken: string }>;
};

async function call(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Json> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** Reads one key of an unknown reply; a missing one fails the test where it is used. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let node = value;
  for (const key of path)
    node = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return node;
}

export async function startKit(description: AccountDescription = smallAccount): Promise<Kit> {
  let nowMs = 1_785_310_000_000;
  const sandbox = await startAmocrmSandbox({ port: 0, now: () => nowMs });
  let accessToken = '';
  const kit: Kit = {
    sandbox,
    advance(ms) {
      nowMs += ms;
    },
    nowMs: () => nowMs,
    admin: (method, path, body) => call(`${sandbox.url}/_sandbox${path}`, method, {}, body),
    token: (body) => call(`${sandbox.url}/oauth2/access_token`, 'POST', {}, body),
    api: (method, path, body, headers = {}) =>
      call(
        `${sandbox.url}/api/v4${path}`,
        method,
        { authorization: `Bearer ${accessToken}`, ...headers },
        body,
      ),
    async connect(userId = 11402217) {
      const { json } = await kit.admin('POST', `/accounts/${description.id}/install`, {
        deliver: false,
        userId,
      });
      const reply = await kit.token({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'authorization_code',
        code: at(json, 'code'),
        redirect_uri: description.integration.redirectUri,
      });
      accessToken = String(at(reply.json, 'access_token'));
      return { accessToken, refreshToken: String(at(reply.json, 'refresh_token')) };
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
  await kit.admin('POST', '/accounts', description);
  await kit.admin('PATCH', `/accounts/${description.id}/settings`, { rps: 0 });
  return kit;
}

export type Received = {
  method: string;
  url: string;
  headers: Record<string, string | undefined>;
  body: string;
};

export type Receiver = AsyncDisposable & {
  url: string;
  received: Received[];
  answer: number;
  /** Resolves when so many requests have come in. */
  count(n: number): Promise<Received[]>;
};

/** A server that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  let wake: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers: Record<string, string | undefined> = {};
      for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
      receiver.received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      response.statusCode = receiver.answer;
      response.end('ok');
      const waiting = wake;
      wake = [];
      for (const resume of waiting) resume();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const receiver: Receiver = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: 200,
    async count(n) {
      while (receiver.received.length < n) await new Promise<void>((resolve) => wake.push(resolve));
      return receiver.received;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
