import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectLive, type VisitHint } from './live.ts';
import type { SessionStore } from './session.ts';

/** A socket that the test opens, answers and closes. */
class Socket extends EventTarget {
  readonly OPEN = 1;
  readyState = 0;
  sent: string[] = [];
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
  async opens(): Promise<void> {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
    await Promise.resolve();
  }
  says(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }
}

const session = (token: string | null): SessionStore => ({
  current: () => null,
  set: () => {},
  token: async () => token,
  renew: async () => token,
});
let sockets: Socket[] = [];
let hints: VisitHint[] = [];
let readies = 0;
const start = (token: string | null = 't') =>
  connectLive({
    baseUrl: 'https://hub.example.dev',
    session: session(token),
    onVisit: (hint) => void hints.push(hint),
    onReady: () => {
      readies += 1;
    },
    connect: (url) => {
      const socket = new Socket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  });
const soon = () => new Date(Date.now() + 60_000).toISOString();

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, hints, readies] = [[], [], 0];
});
afterEach(() => {
  vi.useRealTimers();
});

test('the token is the first message, hints arrive, a token goes again before the session ends', async () => {
  const live = start();
  const [socket] = sockets;
  expect(socket?.url).toBe('wss://hub.example.dev/api/live');
  expect(live.connected()).toBe(false);
  await socket?.opens();
  expect(socket?.sent).toEqual(['{"token":"t"}']);
  socket?.says({ type: 'ready', expiresAt: soon() });
  const hint = { type: 'visit', visitId: 'v', branchId: 1, dealId: 7 };
  socket?.says(hint);
  socket?.says('nonsense');
  expect([live.connected(), readies, hints]).toEqual([true, 1, [hint]]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(socket?.sent).toHaveLength(2);
  live.close();
});

test('a lost socket is opened again, later each time, and what was missed is read again', async () => {
  const live = start();
  await sockets[0]?.opens();
  sockets[0]?.says({ type: 'ready', expiresAt: soon() });
  sockets[0]?.close();
  expect(live.connected()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sockets).toHaveLength(2);
  sockets[1]?.close();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(sockets).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(500);
  await sockets[2]?.opens();
  sockets[2]?.says({ type: 'ready', expiresAt: soon() });
  expect(readies).toBe(2);
  live.close();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(sockets).toHaveLength(3);
});

test('without a session the socket closes and is not tried again', async () => {
  start(null);
  await sockets[0]?.opens();
  expect(sockets[0]?.readyState).toBe(3);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(sockets).toHaveLength(1);
});
