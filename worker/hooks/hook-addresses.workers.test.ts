import { expect, test } from 'vitest';
import type { AccountRow } from '../settings/settings.repository.ts';
import { sha256 } from '../shared/envelope.ts';
import { createHookAddresses } from './hook-addresses.ts';

async function lookup(status: AccountRow['status'] = 'active') {
  const row: AccountRow = {
    id: 1,
    domain: 'zaryamed.amocrm.ru',
    name: 'Клиника «Заря»',
    timeZone: 'Europe/Moscow',
    status,
    hookTokenHash: await sha256('right'),
    hookTokenSealed: '',
    dpTokenHash: await sha256('action'),
    dpTokenSealed: null,
    revision: 1,
    installedAt: 0,
  };
  const asked: number[] = [];
  const clock = { at: 0, now: () => clock.at };
  const { accountAt, accountOfAction } = createHookAddresses(async (id) => {
    asked.push(id);
    return id === 1 ? row : null;
  }, clock);
  return { accountAt, accountOfAction, row, asked, clock };
}

test('a right address is looked up once in five seconds', async () => {
  const { accountAt, asked, clock } = await lookup();
  for (const at of [0, 4_999, 5_000]) {
    clock.at = at;
    expect(await accountAt(1, 'right')).toMatchObject({ id: 1 });
  }
  expect(asked).toHaveLength(2);
});

test('a wrong address is nobody’s, also beside a right one that is believed', async () => {
  const { accountAt, asked } = await lookup();
  await accountAt(1, 'right');
  expect(await accountAt(1, 'wrong')).toBeNull();
  expect(await accountAt(2, 'right')).toBeNull();
  expect(asked).toEqual([1, 1, 2]);
});

test('a disconnected account is looked up each time: it may come back', async () => {
  const { accountAt, asked } = await lookup('disconnected');
  await accountAt(1, 'right');
  expect(await accountAt(1, 'right')).toMatchObject({ status: 'disconnected' });
  expect(asked).toHaveLength(2);
});

test('the token of an action is none of the address, and the other way round', async () => {
  const { accountAt, accountOfAction, asked } = await lookup();
  expect(await accountOfAction(1, 'action')).toMatchObject({ id: 1 });
  expect(await accountOfAction(1, 'right')).toBeNull();
  expect(await accountAt(1, 'action')).toBeNull();
  expect(await accountOfAction(2, 'action')).toBeNull();
  expect(asked).toEqual([1, 1, 1, 2]);
});

test('before an administrator asked for it no token of an action is right', async () => {
  const { accountOfAction, row } = await lookup();
  row.dpTokenHash = null;
  expect(await accountOfAction(1, 'action')).toBeNull();
  expect(await accountOfAction(1, '')).toBeNull();
});
