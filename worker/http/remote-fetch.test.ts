import { expect, test } from 'vitest';
import { createRemoteFetch } from './remote-fetch.ts';

const get = { method: 'GET', url: 'http://crm.example/api' };

test('an answer of any status is a reply', async () => {
  const remote = createRemoteFetch({ fetch: async () => new Response('<h1>502</h1>', { status: 502 }) });
  const reply = await remote(get);
  expect(reply).toMatchObject({ ok: true, value: { status: 502, text: '<h1>502</h1>' } });
});

test('an empty 204 is an empty text', async () => {
  const remote = createRemoteFetch({ fetch: async () => new Response(null, { status: 204 }) });
  expect(await remote(get)).toMatchObject({ ok: true, value: { status: 204, text: '' } });
});

test('method, headers and body are handed on, redirects are not followed', async () => {
  const seen: RequestInit[] = [];
  const remote = createRemoteFetch({
    fetch: async (_url, init) => {
      seen.push(init);
      return new Response(null, { status: 302, headers: { location: 'http://elsewhere.example/' } });
    },
  });
  const reply = await remote({ ...get, method: 'DELETE', headers: { 'x-test': '1' }, body: '{}' });
  expect(seen[0]).toMatchObject({
    method: 'DELETE',
    headers: { 'x-test': '1' },
    body: '{}',
    redirect: 'manual',
  });
  expect(reply).toMatchObject({ ok: true, value: { status: 302 } });
});

test('a server that never answers is a timeout, and its request is aborted', async () => {
  let aborted = false;
  const remote = createRemoteFetch({
    timeoutMs: 10,
    fetch: (_url, init) =>
      new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('aborted'));
        });
      }),
  });
  expect(await remote(get)).toMatchObject({ ok: false, error: { kind: 'timeout' } });
  expect(aborted).toBe(true);
});

test('a body that never ends is a timeout even when the fetch function ignores the signal', async () => {
  const remote = createRemoteFetch({
    timeoutMs: 10,
    fetch: async () => new Response(new ReadableStream({})),
  });
  expect(await remote(get)).toMatchObject({ ok: false, error: { kind: 'timeout' } });
});

test('a thrown error is a network failure that does not repeat the address', async () => {
  const cause = Object.assign(new Error('connect ECONNRESET'), { code: 'ECONNRESET' });
  const remote = createRemoteFetch({
    fetch: () => Promise.reject(new TypeError(`fetch failed: ${get.url}?phone=79050001122`, { cause })),
  });
  expect(await remote(get)).toEqual({
    ok: false,
    error: { kind: 'network', detail: 'TypeError (ECONNRESET)' },
  });
});

test('a connection lost in the middle of the body is a network failure', async () => {
  const body = new ReadableStream({
    pull(controller) {
      controller.error(new TypeError('terminated'));
    },
  });
  const remote = createRemoteFetch({ fetch: async () => new Response(body) });
  expect(await remote(get)).toMatchObject({ ok: false, error: { kind: 'network' } });
});

test('reading stops at the cap', async () => {
  let chunks = 0;
  const body = new ReadableStream({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  const remote = createRemoteFetch({ maxBytes: 2500, fetch: async () => new Response(body) });
  expect(await remote(get)).toMatchObject({ ok: false, error: { kind: 'too_large' } });
  expect(chunks).toBeLessThan(6);
});

test('an announced length over the cap is refused unread', async () => {
  const remote = createRemoteFetch({
    maxBytes: 10,
    fetch: async () => new Response('short', { headers: { 'content-length': '99' } }),
  });
  expect(await remote(get)).toMatchObject({ ok: false, error: { kind: 'too_large' } });
});

test('a character split between chunks survives', async () => {
  const bytes = new TextEncoder().encode('Запись');
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, 3));
      controller.enqueue(bytes.slice(3));
      controller.close();
    },
  });
  const remote = createRemoteFetch({ fetch: async () => new Response(body) });
  expect(await remote(get)).toMatchObject({ ok: true, value: { text: 'Запись' } });
});
