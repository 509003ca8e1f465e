import { expect, test } from 'vitest';
import { originAllowed, parseToPage, parseToParent } from './bridge-messages.ts';

const patterns = 'https://*.amocrm.ru https://*.kommo.com http://localhost:8788';

test.each([
  ['https://zaryamed.amocrm.ru', true],
  ['https://a.b.amocrm.ru', true],
  ['http://localhost:8788', true],
  ['http://zaryamed.amocrm.ru', false],
  ['https://amocrm.ru', false],
  ['https://evilamocrm.ru', false],
  ['https://zaryamed.amocrm.ru.evil.example', false],
  ['https://zaryamed.amocrm.ru:8443', false],
  ['http://localhost:8789', false],
  ['https://localhost:8788', false],
  ['null', false],
  ['', false],
])('origin %s → %s', (origin, expected) => {
  expect(originAllowed(origin, patterns)).toBe(expected);
});

test('an empty list of origins allows nobody', () => {
  expect(originAllowed('https://zaryamed.amocrm.ru', '')).toBe(false);
});

const session = {
  token: 't',
  expiresAt: '2026-11-22T12:15:00Z',
  user: { id: 7, name: 'Марк', role: 'book', isAdmin: false, branches: [1], defaultBranch: 1 },
};
const context = { kind: 'booking', dealId: 41203317, lang: 'ru', theme: 'dark' };

test('a session message is taken with its context, strange keys are left out', () => {
  const message = parseToPage({ type: 'archimed:session', session, context: { ...context, html: '<b>' } });
  expect(message).toEqual({ type: 'archimed:session', session, context });
});

test('the refusal of a session and the question before leaving carry nothing', () => {
  expect(parseToPage({ type: 'archimed:no-session', reason: '<b>' })).toEqual({
    type: 'archimed:no-session',
  });
  expect(parseToPage({ type: 'archimed:leave', go: 'alert(1)' })).toEqual({ type: 'archimed:leave' });
});

test.each([
  [{ type: 'archimed:session', session: {}, context }],
  [{ type: 'archimed:session', session, context: { ...context, dealId: '1' } }],
  [{ type: 'archimed:session', session, context: { ...context, dealId: -1 } }],
  [{ type: 'archimed:session', session, context: { ...context, theme: 'pink' } }],
  [{ type: 'archimed:session', session, context: { ...context, mode: 'erase' } }],
  [{ type: 'archimed:theme', theme: 1 }],
  ['archimed:session'],
  [null],
])('%j is not a message for the page', (data) => {
  expect(parseToPage(data)).toBeNull();
});

test('the parent takes known messages and nothing they carry', () => {
  expect(parseToParent({ type: 'archimed:renew', code: 'alert(1)' })).toEqual({ type: 'archimed:renew' });
  expect(parseToParent({ type: 'archimed:unsaved', html: '<b>' })).toEqual({ type: 'archimed:unsaved' });
  expect(parseToParent({ type: 'archimed:eval' })).toBeNull();
  expect(parseToParent('archimed:ready')).toBeNull();
});

test('the journal may lead to a deal, and to nothing else', () => {
  expect(parseToParent({ type: 'archimed:deal', dealId: 41203317, url: 'https://evil.example' })).toEqual({
    type: 'archimed:deal',
    dealId: 41203317,
  });
  expect(parseToParent({ type: 'archimed:deal', dealId: '41203317/../x' })).toBeNull();
  expect(parseToParent({ type: 'archimed:deal' })).toBeNull();
});
