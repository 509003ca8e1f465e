import { expect, test } from 'vitest';
import { readCallback } from './callback.ts';

const clientId = '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11';
const good = { code: 'def50200aa', referer: 'zaryamed.amocrm.ru', client_id: clientId };

test.each([
  ['the hook of an enabled widget', { ...good, from_widget: '1', platform: '1' }, undefined, true],
  ['a consent without state', good, undefined, false],
  ['a consent with its state', { ...good, state: 'abc' }, 'abc', false],
  ['a cookie left over from another try', good, 'abc', false],
  ['a host in capitals', { ...good, referer: 'ZaryaMed.amocrm.ru' }, undefined, false],
])('%s is taken', (_name, query, cookie, fromWidget) => {
  expect(readCallback(query, cookie, clientId)).toEqual({
    ok: true,
    value: { code: 'def50200aa', referer: 'zaryamed.amocrm.ru', fromWidget },
  });
});

test.each([
  ['another integration', { ...good, client_id: 'other' }, undefined, 'install.client'],
  ['no integration', { code: 'def', referer: good.referer }, undefined, 'install.client'],
  ['a host that only ends alike', { ...good, referer: 'evilamocrm.ru' }, undefined, 'install.referer'],
  ['a host behind another', { ...good, referer: 'x.amocrm.ru.evil.example' }, undefined, 'install.referer'],
  ['a host with a port', { ...good, referer: 'x.amocrm.ru:8443' }, undefined, 'install.referer'],
  ['a host with a path', { ...good, referer: 'evil.example/x.amocrm.ru' }, undefined, 'install.referer'],
  ['no host', { code: 'def', client_id: clientId }, undefined, 'install.referer'],
  ['a state without a cookie', { ...good, state: 'abc' }, undefined, 'install.state'],
  ['a state of another cookie', { ...good, state: 'abc' }, 'abd', 'install.state'],
  ['an empty state against a cookie', { ...good, state: '' }, 'abd', 'install.state'],
  ['a refusal', { ...good, error: 'access_denied' }, undefined, 'install.denied'],
  ['no code', { referer: good.referer, client_id: clientId }, undefined, 'install.malformed'],
])('%s is refused', (_name, query, cookie, code) => {
  const read = readCallback(query, cookie, clientId);
  expect(read.ok ? null : [read.error.status, read.error.code]).toEqual([400, code]);
});
