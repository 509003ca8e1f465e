import { expect, test } from 'vitest';
import { at, type Kit, smallAccount, startKit } from '../testing/fixture.ts';

const PIPELINE = 9011442;

function phone(value: string) {
  return { custom_fields_values: [{ field_code: 'PHONE', values: [{ value, enum_code: 'WORK' }] }] };
}

function item(name: string, contact: object, more: object = {}) {
  return { name, pipeline_id: PIPELINE, request_id: name, _embedded: { contacts: [contact] }, ...more };
}

async function control(kit: Kit, more: object = {}): Promise<void> {
  await kit.admin('PATCH', '/accounts/32100500/settings', { duplicateControl: true });
  const reply = await kit.admin('PATCH', `/accounts/32100500/pipelines/${PIPELINE}/duplicate-control`, {
    enabled: true,
    listed: true,
    ...more,
  });
  expect(reply.status).toBe(200);
}

async function post(kit: Kit, ...items: object[]): Promise<unknown> {
  return (await kit.api('POST', '/leads/complex', items)).json;
}

test('a duplicate by phone goes into the stored deal: phones add up, values are overwritten', async () => {
  await using kit = await startKit();
  await kit.connect();
  await control(kit);
  const contact = {
    name: 'Ирина Новая',
    custom_fields_values: [
      { field_code: 'PHONE', values: [{ value: '8 905 000 11 22' }, { value: '+79060000000' }] },
    ],
  };
  const rows = await post(kit, item('Вторая', contact, { price: 100, status_id: 75520018 }));
  expect(rows).toEqual([
    { id: 41203317, contact_id: 58841203, company_id: null, request_id: ['Вторая'], merged: true },
  ]);
  expect((await kit.api('GET', '/leads/41203317')).json).toMatchObject({
    name: 'Вторая',
    price: 100,
    status_id: 75520018,
  });
  const merged = await kit.api('GET', '/contacts/58841203');
  expect(at(merged.json, 'name')).toBe('Ирина Новая');
  expect(at(merged.json, 'custom_fields_values', 0, 'values')).toMatchObject([
    { value: '+7 905 000-11-22' },
    { value: '8 905 000 11 22' },
    { value: '+79060000000' },
  ]);
});

test('with conflict keep only what was empty is filled', async () => {
  await using kit = await startKit();
  await kit.connect();
  await control(kit, { conflict: 'keep' });
  await post(kit, {
    ...item('Вторая', { name: 'Другая', ...phone('+79050001122') }, { price: 100, status_id: 75520018 }),
    custom_fields_values: [
      { field_id: 1480021, values: [{ value: 'Казань' }] },
      { field_id: 1480033, values: [{ enum_id: 912203 }] },
    ],
  });
  const lead = await kit.api('GET', '/leads/41203317');
  expect(lead.json).toMatchObject({ name: 'Заявка с лендинга', price: 48000, status_id: 75520014 });
  expect(at(lead.json, 'custom_fields_values')).toMatchObject([
    { field_id: 1480021, values: [{ value: 'Казань' }] },
    { field_id: 1480033, values: [{ enum_id: 912201 }] },
    { field_id: 1480050 },
  ]);
  expect(at((await kit.api('GET', '/contacts/58841203')).json, 'name')).toBe('Ирина Лебедева');
});

test('only stored data are searched, and several items of one deal answer together', async () => {
  await using kit = await startKit();
  await kit.connect();
  await control(kit);
  const fresh = await post(
    kit,
    item('а', { name: 'Олег', ...phone('+79990001122') }),
    item('б', { name: 'Олег', ...phone('+79990001122') }),
  );
  expect([at(fresh, 0, 'merged'), at(fresh, 1, 'merged')]).toEqual([false, false]);
  const known = { name: 'Ирина', ...phone('+79050001122') };
  expect(await post(kit, item('в', known), item('г', known))).toEqual([
    { id: 41203317, contact_id: 58841203, company_id: null, request_id: ['в', 'г'], merged: true },
  ]);
});

test('more than three duplicates, another stage, pipeline or not the main contact: no merge', async () => {
  await using kit = await startKit();
  await kit.connect();
  await control(kit, { statusIds: [75520018] });
  const merged = async (name: string): Promise<unknown> =>
    at(await post(kit, item(name, { name, ...phone('+79050001122') }, { status_id: 75520014 })), 0, 'merged');
  // The deal with this phone stands in another stage than those searched.
  expect(await merged('этап')).toBe(false);
  await kit.api('PATCH', '/leads/41203317', { status_id: 75520018 });
  expect(await merged('найдена')).toBe(true);
  await kit.api('PATCH', '/leads/41203317', { status_id: 75520018, pipeline_id: PIPELINE });
  await kit.api('POST', '/leads/41203317/link', [
    { to_entity_id: 58841204, to_entity_type: 'contacts', metadata: { is_main: true } },
  ]);
  expect(await merged('не главный')).toBe(false);
  await control(kit, { statusIds: null });
  for (const n of [1, 2]) {
    await kit.admin('POST', '/accounts/32100500/leads', {
      name: `Ещё ${n}`,
      pipelineId: PIPELINE,
      contactIds: [58841203],
    });
  }
  // Two of before and two more.
  expect(await merged('четыре')).toBe(false);
});

test('e-mail and chosen fields are criteria too; the integration must be switched on in three places', async () => {
  await using kit = await startKit();
  await kit.connect();
  await kit.admin('POST', '/accounts/32100500/leads/41203318', { fields: { 1480060: 77 } });
  const byField = {
    name: 'по полю',
    pipeline_id: PIPELINE,
    custom_fields_values: [{ field_id: 1480060, values: [{ value: '77' }] }],
  };
  const path = `/accounts/32100500/pipelines/${PIPELINE}/duplicate-control`;
  // Before its first deal the integration is not in the pipeline's settings.
  expect((await kit.admin('PATCH', path, { enabled: true })).status).toBe(409);
  expect(at(await post(kit, item('первая', { name: 'x' })), 0, 'merged')).toBe(false);
  const set = { enabled: true, byPhone: false, byEmail: true, fieldIds: [1480060] };
  expect((await kit.admin('PATCH', path, set)).status).toBe(200);
  expect((await kit.admin('PATCH', path, { fieldIds: [1480033] })).status).toBe(400);
  expect(at(await post(kit, byField), 0, 'merged')).toBe(false);
  await kit.admin('POST', '/accounts/32100500/leads/41203318', { fields: { 1480060: 78 } });
  await kit.admin('PATCH', '/accounts/32100500/settings', { duplicateControl: true });
  expect(await post(kit, byField)).toMatchObject([{ merged: true }]);
  await kit.admin('POST', '/accounts/32100500/contacts/58841203', { emails: ['irina@example.org'] });
  const mail = {
    custom_fields_values: [{ field_code: 'EMAIL', values: [{ value: 'Irina@example.org' }] }],
  };
  expect(await post(kit, item('почта', { name: 'И', ...mail }))).toMatchObject([{ id: 41203317 }]);
});

test('a company comes along; metadata puts the deal into the unsorted ones', async () => {
  await using kit = await startKit();
  await kit.connect();
  const rows = await post(kit, {
    name: 'С компанией',
    status_id: 75520018,
    _embedded: {
      contacts: [{ name: 'Олег' }],
      companies: [{ name: 'ООО Новая', ...phone('+74950000000') }],
      metadata: { category: 'forms', form_id: 'f1', form_name: 'Запись', ip: '192.0.2.1' },
    },
  });
  const companyId = at(rows, 0, 'company_id');
  expect(companyId).toEqual(expect.any(Number));
  expect((await kit.api('GET', `/leads/${at(rows, 0, 'id')}`)).json).toMatchObject({
    status_id: 75520010,
    _embedded: { companies: [{ id: companyId }] },
  });
  const unsorted = await kit.api('GET', '/leads/unsorted');
  expect(at(unsorted.json, '_embedded', 'unsorted')).toMatchObject([{ category: 'forms' }]);
  const contacts = at((await kit.api('GET', '/contacts')).json, '_embedded', 'contacts');
  expect(contacts).not.toContainEqual(expect.objectContaining({ id: at(rows, 0, 'contact_id') }));
});

test('a duplicate by the phone of its company takes over what the company lacked', async () => {
  await using kit = await startKit({
    ...smallAccount,
    companies: [{ id: 58841377, name: 'ООО Заря', phones: ['8 (495) 000-11-22'] }],
  });
  await kit.connect();
  await control(kit);
  await kit.admin('POST', '/accounts/32100500/leads/41203318', { companyId: 58841377 });
  const company = {
    name: 'ООО Заря и партнёры',
    custom_fields_values: [
      { field_code: 'PHONE', values: [{ value: '+74950001122' }] },
      { field_code: 'WEB', values: [{ value: 'https://zarya.example' }] },
    ],
  };
  const rows = await post(kit, { name: 'От компании', _embedded: { companies: [company] } });
  expect(rows).toEqual([
    { id: 41203318, contact_id: null, company_id: 58841377, request_id: ['0'], merged: true },
  ]);
  const read = await kit.api('GET', '/companies/58841377');
  expect(read.json).toMatchObject({
    name: 'ООО Заря и партнёры',
    custom_fields_values: [
      { field_code: 'PHONE', values: [{ value: '8 (495) 000-11-22' }, { value: '+74950001122' }] },
      { field_code: 'WEB' },
    ],
  });
});

test('limits: 50 deals, one contact, one company, 40 values an entity', async () => {
  await using kit = await startKit(smallAccount);
  await kit.connect();
  const many = await kit.api('POST', '/leads/complex', Array(51).fill({ name: 'x' }));
  expect(many.status).toBe(400);
  const value = { field_id: 1480021, values: [{ value: 'x' }] };
  const refused = await kit.api('POST', '/leads/complex', [
    { _embedded: { contacts: [{ name: 'а' }, { name: 'б' }] } },
    { _embedded: { companies: [{ name: 'а' }, { name: 'б' }] } },
    { custom_fields_values: Array(41).fill(value) },
    { _embedded: { companies: [{ id: 7 }] } },
  ]);
  const errors = at(refused.json, 'validation-errors');
  expect(Array.isArray(errors) ? errors.map((row: unknown) => at(row, 'errors', 0, 'path')) : []).toEqual([
    '_embedded.contacts',
    '_embedded.companies',
    'custom_fields_values',
    '_embedded.companies.0.id',
  ]);
  expect((await kit.api('POST', '/leads', Array(251).fill({ name: 'x' }))).status).toBe(400);
  expect((await kit.api('POST', '/leads', Array(250).fill({ name: 'x' }))).status).toBe(200);
});
