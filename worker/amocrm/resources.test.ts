import { expect, test } from 'vitest';
import { clientOf, json, noContent } from './client.fixture.ts';

test('the account with its time zone, task types and whether filters work', async () => {
  const { client, seen } = clientOf(() =>
    json({
      id: 32100500,
      name: 'Заря',
      subdomain: 'zaryamed',
      current_user_id: 11402217,
      is_api_filter_enabled: false,
      _embedded: {
        task_types: [{ id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' }],
        datetime_settings: { timezone: 'Europe/Moscow', timezone_offset: '+03:00' },
      },
    }),
  );
  expect(await client.account.current('click')).toEqual({
    ok: true,
    value: {
      id: 32100500,
      name: 'Заря',
      subdomain: 'zaryamed',
      currentUserId: 11402217,
      timeZone: 'Europe/Moscow',
      filtersEnabled: false,
      taskTypes: [{ id: 1, name: 'Связаться', code: 'FOLLOW_UP' }],
    },
  });
  expect(seen[0]?.query.get('with')).toContain('is_api_filter_enabled');
});

test('users of all pages, also where only the count of pages tells', async () => {
  const user = (id: number) => ({ id, name: `П${id}`, rights: { is_admin: id === 1, is_active: true } });
  const { client } = clientOf(({ path, query }) => {
    if (path.endsWith('/users/1')) return json(user(1));
    const number = Number(query.get('page'));
    return json({ _total_items: 2, _page: number, _page_count: 2, _embedded: { users: [user(number)] } });
  });
  expect(await client.users.list('background')).toEqual({
    ok: true,
    value: [
      { id: 1, name: 'П1', isAdmin: true, isActive: true },
      { id: 2, name: 'П2', isAdmin: false, isActive: true },
    ],
  });
  expect(await client.users.byId('click', 1)).toMatchObject({ ok: true, value: { isAdmin: true } });
});

test('pipelines with what their stages are', async () => {
  const stage = (id: number, type: number) => ({ id, name: `Э${id}`, sort: id, type, color: '#c1c1c1' });
  const { client } = clientOf(() =>
    json({
      _total_items: 1,
      _embedded: {
        pipelines: [
          {
            id: 9011442,
            name: 'Первичные',
            sort: 1,
            is_main: true,
            is_archive: false,
            _embedded: { statuses: [stage(75520010, 1), stage(75520014, 0), stage(142, 0), stage(143, 0)] },
          },
        ],
      },
    }),
  );
  const pipelines = await client.pipelines.list('background');
  expect(pipelines.ok && pipelines.value[0]?.stages.map(({ kind }) => kind)).toEqual([
    'unsorted',
    'open',
    'won',
    'lost',
  ]);
});

test('links of a deal to contacts', async () => {
  const link = { to_entity_id: 58841203, to_entity_type: 'contacts', metadata: { main_contact: true } };
  const { client, seen } = clientOf(({ path }) =>
    path.endsWith('/unlink') ? noContent() : json({ _total_items: 1, _embedded: { links: [link] } }),
  );
  expect(await client.links.list('click', 'leads', 1)).toEqual({
    ok: true,
    value: [{ toId: 58841203, toType: 'contacts', isMain: true }],
  });
  expect(await client.links.linkContact('click', 1, 58841203, { isMain: true })).toEqual({
    ok: true,
    value: null,
  });
  expect(await client.links.unlinkContact('click', 1, 58841203)).toEqual({ ok: true, value: null });
  expect(seen[1]).toMatchObject({
    path: '/api/v4/leads/1/link',
    body: [{ to_entity_id: 58841203, to_entity_type: 'contacts', metadata: { is_main: true } }],
  });
});
