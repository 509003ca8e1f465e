import { expect, test } from 'vitest';
import { amocrmOrigin, type Config, isAmocrmDomain, parseEnv, redirectUri, variableNames } from './env.ts';

const KEY = `${'A'.repeat(43)}=`;
const least = {
  PUBLIC_URL: 'https://worker.example',
  AMOCRM_CLIENT_ID: 'client-id',
  AMOCRM_CLIENT_SECRET: 'client-secret',
  SECRETS_KEY: KEY,
};
const doubles = { AMOCRM_ORIGIN: 'http://localhost:8788', ARCHIMED_ORIGIN: 'http://localhost:8789' };

function config(over: Record<string, string> = {}): Config {
  const parsed = parseEnv({ ...least, ...over });
  if (!parsed.ok) {
    throw new Error(parsed.error);
  }
  return parsed.value;
}

test('the least that is needed, everything else by default', () => {
  expect(config()).toEqual({
    publicUrl: 'https://worker.example',
    amocrm: {
      clientId: 'client-id',
      clientSecret: 'client-secret',
      clientSecretPrevious: null,
      originTemplate: 'https://{domain}',
    },
    archimedOrigin: 'https://newapi.archimed-soft.ru',
    secretsKey: KEY,
    secretsKeyPrevious: null,
    pollSeconds: null,
    supportContact: null,
    operatorToken: null,
    timeScale: 1,
  });
});

test('an empty variable counts as not set', () => {
  const empty = Object.fromEntries(variableNames.map((name) => [name, '']));
  expect(config({ ...empty, ...least })).toEqual(config());
});

test('bindings beside the variables do no harm', () => {
  expect(parseEnv({ ...least, DB: {}, ACCOUNT: {} }).ok).toBe(true);
});

test('slashes at the end go', () => {
  const parsed = config({
    ...doubles,
    PUBLIC_URL: 'http://localhost:8787/',
    AMOCRM_ORIGIN: 'http://localhost:8788//',
  });
  expect(parsed.publicUrl).toBe('http://localhost:8787');
  expect(parsed.amocrm.originTemplate).toBe('http://localhost:8788');
  expect(redirectUri(parsed)).toBe('http://localhost:8787/oauth/amocrm/callback');
});

test.each(['PUBLIC_URL', 'AMOCRM_CLIENT_ID', 'AMOCRM_CLIENT_SECRET', 'SECRETS_KEY'])(
  'a missing %s is a sentence that names it',
  (name) => {
    expect(parseEnv({ ...least, [name]: undefined })).toEqual({ ok: false, error: `${name} is not set.` });
  },
);

test.each([
  ['PUBLIC_URL', 'worker.example'],
  ['PUBLIC_URL', 'localhost:8787'],
  ['PUBLIC_URL', 'ftp://worker.example'],
  ['PUBLIC_URL', 'https://worker.example/app'],
  ['PUBLIC_URL', 'https://{domain}'],
  ['PUBLIC_URL', 'https://'],
  ['AMOCRM_CLIENT_ID', 'short'],
  ['AMOCRM_CLIENT_SECRET', 'short'],
  ['AMOCRM_CLIENT_SECRET_PREVIOUS', 'short'],
  ['SECRETS_KEY', 'A'.repeat(44)],
  ['SECRETS_KEY', `${'A'.repeat(42)}==`],
  ['SECRETS_KEY', `${'_'.repeat(43)}=`],
  ['SECRETS_KEY_PREVIOUS', 'x'],
  ['AMOCRM_ORIGIN', 'localhost:8788'],
  ['AMOCRM_ORIGIN', '{domain}'],
  ['ARCHIMED_ORIGIN', 'newapi.archimed-soft.ru'],
  ['POLL_SECONDS', 'soon'],
  ['POLL_SECONDS', '0'],
  ['POLL_SECONDS', '-3'],
  ['TIME_SCALE', 'fast'],
  ['TIME_SCALE', '0.5'],
])('%s «%s» is refused with a sentence that names it', (name, value) => {
  const parsed = parseEnv({ ...least, ...doubles, [name]: value });
  expect(parsed.ok).toBe(false);
  expect(!parsed.ok && parsed.error).toMatch(new RegExp(`^${name} .+\\.$`));
});

test('a refusal does not repeat a secret', () => {
  const parsed = parseEnv({ ...least, SECRETS_KEY: 'my-secret-key' });
  expect(!parsed.ok && parsed.error).not.toContain('my-secret-key');
});

test.each([
  ['both', {}],
  ['amoCRM', { ARCHIMED_ORIGIN: doubles.ARCHIMED_ORIGIN }],
  ['ArchiMed+', { AMOCRM_ORIGIN: doubles.AMOCRM_ORIGIN }],
])('TIME_SCALE is refused with the default origin of %s', (_, origins) => {
  const parsed = parseEnv({ ...least, ...origins, TIME_SCALE: '60' });
  expect(!parsed.ok && parsed.error).toMatch(/^TIME_SCALE /);
});

test('numbers are numbers', () => {
  expect(config({ ...doubles, POLL_SECONDS: '3', TIME_SCALE: '60' })).toMatchObject({
    pollSeconds: 3,
    timeScale: 60,
  });
});

test.each([
  ['clinic.amocrm.ru', true],
  ['clinic-2.amocrm.com', true],
  ['clinic.kommo.com', true],
  ['a.amocrm.ru', true],
  ['amocrm.ru', false],
  ['clinic.amocrm.ru.evil.example', false],
  ['evil.example/clinic.amocrm.ru', false],
  ['clinicamocrm.ru', false],
  ['x.clinic.amocrm.ru', false],
  ['clinic.amocrm.ru:8080', false],
  ['clinic.amocrm.ru\n', false],
  ['user@clinic.amocrm.ru', false],
  ['-clinic.amocrm.ru', false],
  ['clinic.amocrm.net', false],
  ['', false],
])('the secret may go to «%s»: %s', (domain, allowed) => {
  expect(isAmocrmDomain(domain)).toBe(allowed);
});

test('requests go to the account’s own domain, or where AMOCRM_ORIGIN says', () => {
  expect(amocrmOrigin(config(), 'clinic.amocrm.ru')).toBe('https://clinic.amocrm.ru');
  const elsewhere = config(doubles);
  expect(amocrmOrigin(elsewhere, 'clinic.amocrm.ru')).toBe('http://localhost:8788');
});
