import { expect, test } from 'vitest';
import { at } from '../testing/fixture.ts';
import { edit, nth, type Pairs, start } from '../testing/hooks.ts';

test('companies arrive under contacts with type=company', async () => {
  await using run = await start([
    'add_company',
    'update_company',
    'delete_company',
    'restore_company',
    'responsible_company',
    'note_company',
  ]);
  const { kit, receiver } = run;
  const { json } = await edit(kit, 'companies', { name: 'ООО Полдень', tags: ['партнёр'] });
  const id = String(at(json, 'id'));
  expect(await nth(receiver, 1)).toMatchObject({
    'contacts[add][0][id]': id,
    'contacts[add][0][name]': 'ООО Полдень',
    'contacts[add][0][tags][0][name]': 'партнёр',
    'contacts[add][0][type]': 'company',
  });
  await kit.api('PATCH', '/companies/58841377', { responsible_user_id: 11402240 });
  const both = (await receiver.count(3)).slice(1).map((hook) => new URLSearchParams(hook.body));
  const merged = Object.fromEntries(both.flatMap((pairs) => [...pairs]));
  expect(merged).toMatchObject({
    'contacts[responsible][0][old_responsible_user_id]': '11402217',
    'contacts[update][0][responsible_user_id]': '11402240',
    'contacts[update][0][custom_fields][0][code]': 'PHONE',
    'contacts[update][0][type]': 'company',
  });
  await edit(kit, 'companies/58841377/delete');
  const gone = await nth(receiver, 4);
  expect(Object.keys(gone).filter((key) => key.startsWith('contacts'))).toEqual([
    'contacts[delete][0][id]',
    'contacts[delete][0][type]',
  ]);
  await edit(kit, 'companies/58841377/restore');
  expect(await nth(receiver, 5)).toMatchObject({ 'contacts[restore][0][type]': 'company' });
  await kit.api('POST', '/companies/58841377/notes', [{ note_type: 'common', params: { text: 'Счёт' } }]);
  expect(await nth(receiver, 6)).toMatchObject({
    'contacts[note][0][note][element_type]': '3',
    'contacts[note][0][note][text]': 'Счёт',
  });
});

test('a contact carries its company; linking announces both ends', async () => {
  await using run = await start(['update_contact', 'update_company'], { together: true });
  const { kit, receiver } = run;
  await kit.api('POST', '/contacts/58841203/link', [{ to_entity_id: 58841377, to_entity_type: 'companies' }]);
  const pairs = [...new URLSearchParams((await receiver.count(1))[0]?.body)];
  expect(pairs.filter(([key]) => key.endsWith('[type]')).map(([, value]) => value)).toEqual([
    'company',
    'contact',
  ]);
  expect(Object.fromEntries(pairs)).toMatchObject({
    'contacts[update][1][company_name]': 'ООО Заря',
    'contacts[update][1][linked_company_id]': '58841377',
    'contacts[update][1][linked_leads_id][41203317][ID]': '41203317',
  });
});

test('contacts and deals leave the recycle bin with the whole entity; responsible has its own hook', async () => {
  await using run = await start([
    'restore_lead',
    'restore_contact',
    'responsible_lead',
    'responsible_contact',
    'responsible_task',
  ]);
  const { kit, receiver } = run;
  await edit(kit, 'leads/41203317/delete');
  await edit(kit, 'leads/41203317/restore');
  expect(await nth(receiver, 1)).toMatchObject({
    'leads[restore][0][name]': 'Заявка с лендинга',
    'leads[restore][0][price]': '48000',
  });
  await edit(kit, 'contacts/58841203/delete');
  await edit(kit, 'contacts/58841203/restore');
  expect(await nth(receiver, 2)).toMatchObject({ 'contacts[restore][0][type]': 'contact' });
  await edit(kit, 'leads/41203317', { responsibleUserId: 11402217 });
  expect(await nth(receiver, 3)).toMatchObject({
    'leads[responsible][0][old_responsible_user_id]': '11402240',
  });
  await edit(kit, 'contacts/58841203', { responsibleUserId: 11402240 });
  expect(await nth(receiver, 4)).toMatchObject({ 'contacts[responsible][0][id]': '58841203' });
  await edit(kit, 'tasks/771204', { responsibleUserId: 11402240 });
  expect(await nth(receiver, 5)).toMatchObject({
    'task[responsible][0][old_responsible_user_id]': '11402217',
  });
});

test('a deal made by a chat lacks price and name and belongs to nobody', async () => {
  await using run = await start(['add_lead']);
  await edit(run.kit, 'leads', { isFromChat: true, responsibleUserId: 0 });
  const pairs = await nth(run.receiver, 1);
  expect(pairs).toMatchObject({
    'leads[add][0][name]': '',
    'leads[add][0][responsible_user_id]': '0',
  });
  for (const key of ['price', 'tags', 'custom_fields'])
    expect(Object.keys(pairs).some((name) => name.includes(`[${key}]`))).toBe(false);
});

test('tasks are added, closed and deleted; from the list closing is two events, in account time', async () => {
  await using run = await start(['add_task', 'update_task', 'delete_task'], { closeFromList: true });
  const { kit, receiver } = run;
  const { json } = await edit(kit, 'tasks', {
    text: 'Позвонить',
    completeTill: 1785400000,
    companyId: 58841377,
  });
  expect(await nth(receiver, 1)).toMatchObject({
    'task[add][0][id]': String(at(json, 'id')),
    'task[add][0][element_type]': '3',
    'task[add][0][date_create]': '2026-07-29 10:26:40',
    'task[add][0][complete_till]': '2026-07-30 11:26:40',
  });
  await edit(kit, 'tasks/771204', { isCompleted: true, resultText: 'Дозвонились' });
  const closing = (await receiver.count(3)).slice(1).map((hook) => new URLSearchParams(hook.body));
  const close = closing.find((pairs) => pairs.has('task[update][0][action_close]'));
  const result = closing.find((pairs) => !pairs.has('task[update][0][action_close]'));
  expect([close?.has('task[update][0][result][text]'), close?.get('task[update][0][status]')]).toEqual([
    false,
    '1',
  ]);
  expect(result?.get('task[update][0][result][text]')).toBe('Дозвонились');
  await edit(kit, 'tasks/771204/delete');
  expect(await nth(receiver, 4)).toMatchObject({ 'task[delete][0][id]': '771204' });
  await kit.admin('PATCH', '/accounts/32100500/settings', { hooks: { closeFromList: false } });
  await edit(kit, `tasks/${at(json, 'id')}`, { isCompleted: true, resultText: 'Да' });
  expect(await nth(receiver, 5)).toMatchObject({
    'task[update][0][action_close]': '1',
    'task[update][0][result][text]': 'Да',
  });
});

test('merging contacts and companies in both orders', async () => {
  await using run = await start(['delete_contact', 'update_contact', 'delete_company', 'update_company'], {
    together: true,
  });
  const { kit, receiver } = run;
  const order = (body: string): string[] =>
    [...new URLSearchParams(body).keys()]
      .filter((key) => key.endsWith('[0][id]') && !key.includes('custom_fields'))
      .map((key) => /\[(\w+)\]/.exec(key)?.[1] ?? '');
  await edit(kit, 'merge', { entity: 'contacts', loser: 58841203, winner: 58841204 });
  expect(order((await receiver.count(1))[0]?.body ?? '')).toEqual(['delete', 'update']);
  expect(at((await kit.api('GET', '/leads/41203317?with=contacts')).json, '_embedded', 'contacts')).toEqual([
    expect.objectContaining({ id: 58841204, is_main: true }),
  ]);
  const { json } = await edit(kit, 'companies', { name: 'ООО Двойник', emails: ['a@example.org'] });
  await edit(kit, 'merge', {
    entity: 'companies',
    loser: at(json, 'id'),
    winner: 58841377,
    order: 'update-first',
  });
  expect(order((await receiver.count(2))[1]?.body ?? '')).toEqual(['update', 'delete']);
  const fields = at((await kit.api('GET', '/companies/58841377')).json, 'custom_fields_values');
  expect(fields).toMatchObject([{ field_code: 'PHONE' }, { field_code: 'EMAIL' }]);
});

test('a request comes in and is accepted or declined, both as a deletion', async () => {
  await using run = await start(['add_unsorted', 'delete_unsorted', 'status_lead']);
  const { kit, receiver } = run;
  const post = async (n: number): Promise<Pairs> => {
    await kit.api('POST', '/leads/unsorted/forms', [
      {
        source_uid: 'site',
        source_name: 'Сайт',
        pipeline_id: 9011442,
        metadata: { form_id: 'f1', form_name: 'Запись', ip: '192.0.2.1' },
        _embedded: { leads: [{ name: 'Заявка' }], contacts: [{ name: 'Олег' }] },
      },
    ]);
    return nth(receiver, n);
  };
  const first = await post(1);
  const uid = first['unsorted[add][0][uid]'];
  expect(first).toMatchObject({
    'unsorted[add][0][source]': 'Сайт',
    'unsorted[add][0][source_uid]': 'site',
    'unsorted[add][0][category]': 'forms',
    'unsorted[add][0][pipeline_id]': '9011442',
    'unsorted[add][0][account_id]': '32100500',
    'unsorted[add][0][date_create]': '1785310000',
    'unsorted[add][0][source_data][form_name]': 'Запись',
    'unsorted[add][0][data][contacts][0][id]': expect.stringMatching(/^\d+$/),
  });
  await kit.api('POST', `/leads/unsorted/${uid}/accept`, { user_id: 11402240, status_id: 75520018 });
  const bodies = (await receiver.count(3)).slice(1).map((hook) => hook.body);
  const accepted = new URLSearchParams(bodies.find((body) => body.includes('unsorted')));
  expect(accepted.get('unsorted[delete][0][action]')).toBe('accept');
  expect(accepted.get('unsorted[delete][0][accept_result][leads][0]')).toBe(
    first['unsorted[add][0][lead_id]'],
  );
  const second = await post(4);
  await kit.api('DELETE', `/leads/unsorted/${second['unsorted[add][0][uid]']}/decline`, {
    user_id: 11402240,
  });
  expect(await nth(receiver, 5)).toMatchObject({
    'unsorted[delete][0][action]': 'decline',
    'unsorted[delete][0][decline_result][leads][0]': second['unsorted[add][0][lead_id]'],
  });
});
