import { expect, test } from 'vitest';
import { clientOf, html, json, noContent, page, problem, wireLead } from './client.fixture.ts';
import { writeNumeric, writeText } from './field-writes.ts';

test('a deal in our words', async () => {
  const { client, seen } = clientOf(() => json(wireLead));
  const lead = await client.leads.byId('click', 41203317);
  expect(lead).toMatchObject({
    ok: true,
    value: {
      id: 41203317,
      name: 'Заявка с лендинга',
      price: 48000,
      pipelineId: 9011442,
      statusId: 75520014,
      responsibleUserId: 11402240,
      updatedAt: 1785309000,
      closedAt: null,
      isDeleted: false,
      contacts: [{ id: 58841203, isMain: true }],
    },
  });
  expect(lead.ok && lead.value?.fields).toEqual([
    {
      fieldId: 1480021,
      code: null,
      type: 'text',
      values: [{ value: 'Казань', enumId: null, enumCode: null }],
    },
    {
      fieldId: 1480033,
      code: null,
      type: 'select',
      values: [{ value: 'Сайт', enumId: 912201, enumCode: null }],
    },
  ]);
  expect(seen[0]?.path).toBe('/api/v4/leads/41203317');
  expect(seen[0]?.query.get('with')).toBe('contacts');
});

test('a deal without fields, price or contacts is a deal', async () => {
  const { client } = clientOf(() =>
    json({ ...wireLead, custom_fields_values: null, price: null, name: null, _embedded: { tags: [] } }),
  );
  expect(await client.leads.byId('click', 1)).toMatchObject({
    ok: true,
    value: { fields: [], price: 0, name: '', contacts: [] },
  });
});

const lead = (id: number) => ({ ...wireLead, id });

test('deals by ids where the filter works: one request, and one more for the id that did not come', async () => {
  const { client, seen } = clientOf(({ path, query }) => {
    if (path !== '/api/v4/leads') return noContent();
    return page(
      'leads',
      [lead(1), lead(3)].filter(({ id }) => query.getAll('filter[id][]').includes(String(id))),
      query,
    );
  });
  const found = await client.leads.byIds('background', [3, 1, 2, 3]);
  expect(found.ok && found.value.map(({ id }) => id)).toEqual([3, 1]);
  expect(seen.map(({ path }) => path)).toEqual(['/api/v4/leads', '/api/v4/leads/2']);
});

test('deals by ids where the filter is ignored: foreign rows do not count, each id is asked for', async () => {
  const { client } = clientOf(({ path, query }) => {
    if (path === '/api/v4/leads') return page('leads', [lead(900), lead(901), lead(2)], query);
    const id = Number(path.split('/').at(-1));
    return id === 1 ? json(lead(1)) : noContent();
  });
  const found = await client.leads.byIds('background', [1, 2, 3]);
  expect(found.ok && found.value.map(({ id }) => id)).toEqual([1, 2]);
});

test('many ids travel in several requests', async () => {
  const ids = Array.from({ length: 120 }, (_, index) => index + 1);
  const { client, seen } = clientOf(({ query }) =>
    json({ _embedded: { leads: query.getAll('filter[id][]').map((id) => lead(Number(id))) } }),
  );
  const found = await client.leads.byIds('background', ids);
  expect(found.ok && found.value.map(({ id }) => id)).toEqual(ids);
  expect(seen).toHaveLength(3);
});

test('what was created since: pages are read until older deals come, one listing for all who ask together', async () => {
  const all = Array.from({ length: 600 }, (_, index) => ({ ...lead(index + 1), created_at: 10_000 - index }));
  const { client, crew, seen } = clientOf(({ query }) => page('leads', all, query));
  const [late, early] = await Promise.all(
    [9_999, 9_700].map((since) => crew.work(() => client.leads.createdSince('event', since))),
  );
  expect(late?.ok && late.value.map(({ id }) => id)).toEqual([1, 2]);
  expect(early?.ok && early.value.length).toBe(301);
  expect(seen.map(({ query }) => query.get('page'))).toEqual(['1', '2']);
  expect(seen[0]?.query.get('order[created_at]')).toBe('desc');
});

test('all deals, a page at a time, the oldest first', async () => {
  const all = Array.from({ length: 251 }, (_, index) => lead(index + 1));
  const { client, seen } = clientOf(({ query }) => page('leads', all, query));
  expect(await client.leads.page('background', 1)).toMatchObject({ ok: true, value: { complete: false } });
  const last = await client.leads.page('background', 2);
  expect(last).toMatchObject({ ok: true, value: { complete: true, rows: [{ id: 251 }] } });
  expect(seen[0]?.query.get('order[id]')).toBe('asc');
});

test('a search reads on while there is a next page, and says when it stopped early', async () => {
  const all = Array.from({ length: 600 }, (_, index) => lead(index + 1));
  const { client, seen } = clientOf(({ query }) => page('leads', all, query));
  const found = await client.leads.listByQuery('background', '2284', { maxPages: 5 });
  expect(found).toMatchObject({ ok: true, value: { complete: true } });
  expect(found.ok && found.value.rows.length).toBe(600);
  expect(seen.map(({ query }) => query.get('page'))).toEqual(['1', '2', '3']);
  const capped = await client.leads.listByQuery('background', '2284', { maxPages: 1 });
  expect(capped).toMatchObject({ ok: true, value: { complete: false } });
});

test('a next page that turns out empty ends the list', async () => {
  const full = { _links: { next: { href: 'x' } }, _embedded: { leads: [lead(1)] } };
  const { client } = clientOf(({ query }) => (query.get('page') === '1' ? json(full) : noContent()));
  const found = await client.leads.listByQuery('background', 'q', { maxPages: 5 });
  expect(found).toMatchObject({ ok: true, value: { complete: true, rows: [{ id: 1 }] } });
});

test('the recycle bin tells stubs', async () => {
  const stub = { id: 7, updated_at: 1785309000, updated_by: 1, is_deleted: true };
  const { client, seen } = clientOf(({ query }) => page('leads', [stub], query));
  expect(await client.leads.listDeleted('background', { maxPages: 1 })).toEqual({
    ok: true,
    value: { rows: [{ id: 7, updatedAt: 1785309000 }], complete: true },
  });
  expect(seen[0]?.query.get('with')).toBe('only_deleted');
});

const created = { _embedded: { leads: [{ id: 5, request_id: '0' }] } };
const details = {
  name: 'Запись: Орлов',
  price: 4800,
  pipelineId: 9011442,
  statusId: 75520018,
  fields: [writeNumeric(1480100, 2284), writeText(1480021, 'Казань')],
};
const wireDetails = {
  name: 'Запись: Орлов',
  price: 4800,
  pipeline_id: 9011442,
  status_id: 75520018,
  custom_fields_values: [
    { field_id: 1480100, values: [{ value: '2284' }] },
    { field_id: 1480021, values: [{ value: 'Казань' }] },
  ],
};

test('a deal of a known contact is one POST, what was not given is not sent', async () => {
  const { client, seen } = clientOf(() => json(created));
  expect(await client.leads.create('click', details, 58841203)).toEqual({ ok: true, value: { id: 5 } });
  await client.leads.create('click', { name: 'x' }, null);
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/api/v4/leads' });
  expect(seen[0]?.body).toEqual([
    { ...wireDetails, _embedded: { contacts: [{ id: 58841203, is_main: true }] }, request_id: '0' },
  ]);
  expect(seen[1]?.body).toEqual([{ name: 'x', request_id: '0' }]);
});

test('a creation that does not name its deal is a bad reply', async () => {
  for (const body of [{ _embedded: { leads: [] } }, { _embedded: { leads: [{ id: 1 }] } }, []]) {
    const { client } = clientOf(() => json(body));
    const reply = await client.leads.create('click', { name: 'x' }, null);
    expect(reply).toMatchObject({ ok: false, error: { kind: 'bad_reply' } });
  }
});

test('deal and contact in one call; a merge is told', async () => {
  const row = { id: 5, contact_id: 6, company_id: null, request_id: ['0'], merged: true };
  const { client, seen } = clientOf(() => json([row]));
  const contact = {
    firstName: 'Ирина',
    lastName: 'Лебедева',
    phones: [{ value: '+79050001122', enumCode: null }],
  };
  expect(await client.leads.createWithContact('click', { name: 'x' }, contact)).toEqual({
    ok: true,
    value: { id: 5, contactId: 6, merged: true },
  });
  expect(seen[0]?.path).toBe('/api/v4/leads/complex');
  expect(seen[0]?.body).toEqual([
    {
      name: 'x',
      request_id: '0',
      _embedded: {
        contacts: [
          {
            first_name: 'Ирина',
            last_name: 'Лебедева',
            custom_fields_values: [
              { field_code: 'PHONE', values: [{ value: '+79050001122', enum_code: 'WORK' }] },
            ],
          },
        ],
      },
    },
  ]);
});

const patchedReply = (body: unknown) =>
  json({
    _embedded: {
      leads: (Array.isArray(body) ? body : []).map(({ id }: { id: number }) => ({
        id,
        updated_at: 1785310000,
      })),
    },
  });

test('a change is a batch, of one too', async () => {
  const { client, seen } = clientOf(({ body }) => patchedReply(body));
  expect(await client.leads.patch('click', 41203317, details)).toEqual({
    ok: true,
    value: { id: 41203317, updatedAt: 1785310000 },
  });
  expect(seen).toMatchObject([
    { method: 'PATCH', path: '/api/v4/leads', body: [{ id: 41203317, ...wireDetails }] },
  ]);
});

test('changes of events at work together travel in batches of fifty', async () => {
  const { client, crew, seen } = clientOf(({ body }) => patchedReply(body));
  const done = await Promise.all(
    Array.from({ length: 70 }, (_, index) =>
      crew.work(() => client.leads.patch('event', index + 1, { price: index })),
    ),
  );
  expect(done.every(({ ok }) => ok)).toBe(true);
  expect(seen.map(({ body }) => Array.isArray(body) && body.length)).toEqual([50, 20]);
  expect(seen[0]?.body).toContainEqual({ id: 3, price: 2 });
});

test('one bad item of a batch gets its complaint, one whose deal is gone is told so, the others are written', async () => {
  const { client, crew, seen } = clientOf(({ body }) => {
    const ids = Array.isArray(body) ? body.map(({ id }: { id: number }) => id) : [];
    const errorsOf = (id: number) =>
      id === 2
        ? [{ code: 'NotSupportedChoice', path: 'custom_fields_values.0.field_id', detail: '' }]
        : id === 4
          ? [{ code: 'NotSupportedChoice', path: 'id', detail: '' }]
          : [];
    const bad = ids.flatMap((id, item) =>
      errorsOf(id).length > 0 ? [{ request_id: String(item), errors: errorsOf(id) }] : [],
    );
    return bad.length > 0 ? json({ status: 400, 'validation-errors': bad }, 400) : patchedReply(body);
  });
  const done = await Promise.all(
    [1, 2, 3, 4, 5].map((id) => crew.work(() => client.leads.patch('event', id, { price: id }))),
  );
  expect(done.map((reply) => (reply.ok ? reply.value.id : reply.error.kind))).toEqual([
    1,
    'invalid',
    3,
    'not_found',
    5,
  ]);
  expect(done[1]).toMatchObject({ error: { problems: [{ path: 'custom_fields_values.0.field_id' }] } });
  expect(seen).toHaveLength(2);
});

test('a batch refused for nobody in particular is sent one by one', async () => {
  const { client, crew, seen } = clientOf(({ body }) =>
    Array.isArray(body) && body.some(({ id }: { id: number }) => id === 2)
      ? problem(400, 'Request validation failed')
      : patchedReply(body),
  );
  const done = await Promise.all(
    [1, 2, 3].map((id) => crew.work(() => client.leads.patch('event', id, { price: id }))),
  );
  expect(done.map(({ ok }) => ok)).toEqual([true, false, true]);
  expect(seen).toHaveLength(4);
});

test('after a 504 the batches are smaller', async () => {
  const { client, crew, seen } = clientOf(({ body }) =>
    Array.isArray(body) && body.length > 30 ? html(504) : patchedReply(body),
  );
  const round = () =>
    Promise.all(
      Array.from({ length: 50 }, (_, index) => crew.work(() => client.leads.patch('event', index + 1, {}))),
    );
  expect((await round()).every(({ ok }) => !ok)).toBe(true);
  expect((await round()).every(({ ok }) => ok)).toBe(true);
  expect(seen.map(({ body }) => Array.isArray(body) && body.length)).toEqual([50, 25, 25]);
});
