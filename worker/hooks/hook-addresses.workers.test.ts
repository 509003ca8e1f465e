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
    revision: 1,
    installedAt: 0,
  };
  const asked: number[] = [];
  const clock = { at: 0, now: () => clock.at };
  const { accountAt } = createHookAddresses(async (id) => {
    asked.push(id);
    return id === 1 ? row : null;
  }, clock);
  return { accountAt, asked, clock };
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
