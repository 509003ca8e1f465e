import { expect, test } from 'vitest';
import { replyHead } from './reply-head.ts';

test('keeps the beginning of a text and leaves the reply to its reader', async () => {
  const reply = Response.json({ name: 'Ирина', long: 'x'.repeat(5000) });
  const head = await replyHead(reply);
  expect(head.startsWith('{"name":"Ирина"')).toBe(true);
  expect(head).toHaveLength(1500);
  expect(await reply.json()).toMatchObject({ name: 'Ирина' });
});

test('has nothing of a reply without a body or of another type', async () => {
  expect(await replyHead(new Response(null, { status: 204 }))).toBe('');
  expect(await replyHead(new Response('zip', { headers: { 'content-type': 'application/zip' } }))).toBe('');
});
