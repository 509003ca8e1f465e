import { expect, test } from 'vitest';
import { checkedVariables, portOf } from './worker-process.ts';

const good = {
  PUBLIC_URL: 'https://hub.example.dev',
  AMOCRM_CLIENT_ID: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
  AMOCRM_CLIENT_SECRET: 'a secret of the integration',
  SECRETS_KEY: Buffer.alloc(32).toString('base64'),
};

test('only the Worker’s own variables reach it', () => {
  expect(checkedVariables({ ...good, HOME: '/root', POLL_SECONDS: '' })).toEqual(good);
});

test.each([
  ['PUBLIC_URL', undefined],
  ['PUBLIC_URL', 'hub.example.dev'],
  ['PUBLIC_URL', 'http://hub.example.dev'],
  ['AMOCRM_CLIENT_ID', ''],
  ['AMOCRM_CLIENT_SECRET', undefined],
  ['SECRETS_KEY', 'short'],
  ['POLL_SECONDS', 'often'],
  ['AMOCRM_ORIGIN', 'localhost:8788'],
])('a bad %s (%s) is named', (name, value) => {
  expect(() => checkedVariables({ ...good, [name]: value })).toThrow(new RegExp(`^${name} `));
});

test('the port is 8787 unless PORT names another', () => {
  expect([portOf(undefined), portOf(''), portOf('23787')]).toEqual([8787, 8787, 23787]);
});

test.each(['abc', '0', '-1', '80.5', '65536'])('PORT=%s is refused', (value) => {
  expect(() => portOf(value)).toThrow(/^PORT /);
});
