import { expect, test } from 'vitest';
import { at } from '../testing/fixture.ts';
import { nth, start } from '../testing/hooks.ts';

test('notes of calls carry JSON; a scalar and a nested key collide when asked to', async () => {
  await using run = await start(['note_lead', 'note_contact'], { collidingKeys: true });
  const { kit, receiver } = run;
  await kit.api('POST', '/contacts/58841203/notes', [
    {
      note_type: 'call_in',
      params: { uniq: 'c1', duration: 60, source: 'АТС', link: '', phone: '+79050001122' },
    },
  ]);
  const pairs = await nth(receiver, 1);
  expect(pairs).toMatchObject({
    'contacts[note][0][note][note_type]': '10',
    'contacts[note][0][note][element_type]': '1',
    'contacts[note][0][note][type]': '10',
    'contacts[note][0][note][type][message_uuid]': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(JSON.parse(pairs['contacts[note][0][note][text]'] ?? '')).toMatchObject({ DURATION: 60 });
});

test('the account stands first, with its address before or after, or last', async () => {
  await using run = await start(['update_lead']);
  const { kit, receiver } = run;
  const heads: string[] = [];
  for (const [i, accountOrder] of ['first', 'self-first', 'last'].entries()) {
    await kit.admin('PATCH', '/accounts/32100500/settings', { hooks: { accountOrder } });
    await kit.api('PATCH', '/leads/41203317', { price: i });
    const keys = Object.keys(await nth(receiver, i + 1));
    heads.push(`${keys[0]} … ${keys.at(-1)}`);
  }
  expect(heads).toEqual([
    'account[subdomain] … leads[update][0][updated_at]',
    'account[_links][self] … leads[update][0][updated_at]',
    'leads[update][0][id] … account[_links][self]',
  ]);
});

test('extra updates follow additions and links, always in a POST of their own', async () => {
  await using run = await start(['add_lead', 'update_lead'], { extraUpdate: true, together: true });
  const { kit, receiver } = run;
  await kit.api('POST', '/leads', [{ name: 'Новая' }]);
  const roots = (hooks: readonly { body: string }[]) =>
    hooks.map((hook) => /leads\[(\w+)\]/.exec(decodeURIComponent(hook.body))?.[1]).sort();
  expect(roots(await receiver.count(2))).toEqual(['add', 'update']);
  await kit.api('POST', '/leads/41203318/link', [{ to_entity_id: 58841377, to_entity_type: 'companies' }]);
  expect(roots((await receiver.count(3)).slice(2))).toEqual(['update']);
});

test('late hooks wait in the time of the double and tell what was', async () => {
  await using run = await start(['update_lead'], { delayMs: 60_000 });
  const { kit, receiver } = run;
  await kit.api('PATCH', '/leads/41203317', { price: 1 });
  await kit.api('PATCH', '/leads/41203317', { price: 2 });
  const states = async () => {
    const hooks = at((await kit.admin('GET', '/hooks')).json, 'hooks');
    return Array.isArray(hooks) ? hooks.map((hook: unknown) => at(hook, 'state')) : [];
  };
  expect(await states()).toEqual(['waiting', 'waiting']);
  expect(receiver.received).toHaveLength(0);
  await kit.admin('PATCH', '/clock', { offsetMs: 60_000 });
  const prices = (await receiver.count(2)).map((hook) =>
    new URLSearchParams(hook.body).get('leads[update][0][price]'),
  );
  expect(prices.sort()).toEqual(['1', '2']);
});
