import { expect, test } from 'vitest';
import type { Config } from '../env.ts';
import { amocrmOriginPatterns, belongsToAccount, isAllowedOrigin } from './origins.ts';

const config = (originTemplate: string): Config => ({
  publicUrl: 'https://hub.example.dev',
  amocrm: { clientId: 'id', clientSecret: 'secret', clientSecretPrevious: null, originTemplate },
  archimedOrigin: 'https://newapi.archimed-soft.ru',
  secretsKey: '',
  secretsKeyPrevious: null,
  pollSeconds: null,
  supportContact: null,
  operatorToken: null,
  timeScale: 1,
});
const real = config('https://{domain}');
const local = config('http://localhost:8788');
const fake = config('http://{domain}.test:9000/base');

test.each([
  [real, 'https://zaryamed.amocrm.ru', true],
  [real, 'https://zaryamed.amocrm.com', true],
  [real, 'https://zaryamed.kommo.com', true],
  [real, 'https://hub.example.dev', true],
  [real, 'http://zaryamed.amocrm.ru', false],
  [real, 'https://zaryamed.amocrm.ru:8443', false],
  [real, 'https://amocrm.ru', false],
  [real, 'https://evilamocrm.ru', false],
  [real, 'https://x.amocrm.ru.evil.example', false],
  [real, 'https://hub.example.dev.evil.example', false],
  [real, 'http://localhost:8788', false],
  [real, 'null', false],
  [real, '', false],
  [local, 'http://localhost:8788', true],
  [local, 'https://zaryamed.amocrm.ru', true],
  [local, 'http://localhost:8789', false],
  [fake, 'http://zaryamed.amocrm.ru.test:9000', true],
  [fake, 'http://evil.example.test:9000', false],
  [fake, 'http://.test:9000', false],
])('%o allows %s: %s', (given, origin, allowed) => {
  expect(isAllowedOrigin(given, origin)).toBe(allowed);
});

test.each([
  [real, 'https://zaryamed.amocrm.ru', true],
  [real, 'https://hub.example.dev', true],
  [real, 'https://other.amocrm.ru', false],
  [real, 'null', false],
  [local, 'http://localhost:8788', true],
  [fake, 'http://zaryamed.amocrm.ru.test:9000', true],
  [fake, 'http://other.amocrm.ru.test:9000', false],
])('%o serves zaryamed at %s: %s', (given, origin, belongs) => {
  expect(belongsToAccount(given, 'zaryamed.amocrm.ru', origin)).toBe(belongs);
});

test('patterns for pages', () => {
  const amocrm = ['https://*.amocrm.ru', 'https://*.amocrm.com', 'https://*.kommo.com'];
  expect(amocrmOriginPatterns(real)).toEqual(amocrm);
  expect(amocrmOriginPatterns(local)).toEqual([...amocrm, 'http://localhost:8788']);
  expect(amocrmOriginPatterns(fake)).toEqual([
    ...amocrm,
    'http://*.amocrm.ru.test:9000',
    'http://*.amocrm.com.test:9000',
    'http://*.kommo.com.test:9000',
  ]);
});
