import { expect, test } from 'vitest';
import { at, smallAccount, startKit } from '../testing/fixture.ts';

const main = '/leads/pipelines/9011442';

test('a pipeline is made with its stages, changed and deleted', async () => {
  await using kit = await startKit();
  await kit.connect();
  const stages = [{ name: 'Заявка', color: '#fffeb2' }, { name: 'Запись' }];
  const made = await kit.api('POST', '/leads/pipelines', [
    { name: 'Стационар', sort: 30, is_main: false, is_unsorted_on: false, _embedded: { statuses: stages } },
  ]);
  const id = at(made.json, '_embedded', 'pipelines', 0, 'id');
  expect([made.status, at(made.json, '_embedded', 'pipelines', 0, '_embedded', 'statuses')]).toMatchObject([
    200,
    [
      { name: 'Заявка', color: '#fffeb2', type: 0, is_editable: true },
      { name: 'Запись' },
      { id: 142 },
      { id: 143 },
    ],
  ]);
  const path = `/leads/pipelines/${id}`;
  const changed = await kit.api('PATCH', path, {
    name: 'Дневной стационар',
    is_unsorted_on: true,
    is_main: true,
  });
  expect(changed.json).toMatchObject({ name: 'Дневной стационар', is_main: true, is_unsorted_on: true });
  expect(at(changed.json, '_embedded', 'statuses', 0)).toMatchObject({ type: 1, is_editable: false });
  expect((await kit.api('GET', main)).json).toMatchObject({ is_main: false });
  expect((await kit.api('DELETE', path)).status).toBe(204);
  expect((await kit.api('GET', path)).status).toBe(204);
  expect((await kit.api('DELETE', path)).status).toBe(404);
});

test('a pipeline with deals and the last one stay', async () => {
  const { pipelines, leads: _, tasks: __, ...rest } = smallAccount;
  await using kit = await startKit({ ...rest, pipelines: pipelines.slice(0, 1) });
  await kit.connect();
  expect((await kit.api('DELETE', main)).json).toMatchObject({ status: 422, title: 'Unprocessable Entity' });
  const { json } = await kit.api('POST', '/leads/pipelines', [{ name: 'Вторая' }]);
  const second = at(json, '_embedded', 'pipelines', 0, 'id');
  await kit.api('POST', '/leads', [{ pipeline_id: second }]);
  expect((await kit.api('DELETE', `/leads/pipelines/${second}`)).status).toBe(422);
});

test('stages: palette, descriptions, system ones are fixed, deals of a deleted one move', async () => {
  await using kit = await startKit();
  await kit.connect();
  const path = `${main}/statuses`;
  expect((await kit.api('POST', path, [{ name: 'x', color: '#123456' }])).status).toBe(400);
  const made = await kit.api('POST', path, [{ name: 'Ждём анализы', color: '#98cbff', sort: 60 }]);
  const id = at(made.json, '_embedded', 'statuses', 0, 'id');
  expect(made.json).toMatchObject({ _total_items: 1 });
  const description = (level: string) => ({ level, description: 'Позвонить за день' });
  const levels = ['newbie', 'candidate', 'master'].map(description);
  expect((await kit.api('PATCH', `${path}/${id}`, { descriptions: [...levels, ...levels] })).status).toBe(
    400,
  );
  const long = [{ level: 'newbie', description: 'я'.repeat(1001) }];
  expect((await kit.api('PATCH', `${path}/${id}`, { descriptions: long })).status).toBe(400);
  await kit.api('PATCH', `${path}/${id}`, { name: 'Анализы', descriptions: levels });
  expect((await kit.api('GET', `${path}/${id}?with=descriptions`)).json).toMatchObject({
    name: 'Анализы',
    descriptions: levels,
  });
  for (const system of [142, 143, 75520010]) {
    expect((await kit.api('PATCH', `${path}/${system}`, { name: 'x' })).status).toBe(422);
    expect((await kit.api('DELETE', `${path}/${system}`)).status).toBe(422);
  }
  expect((await kit.api('DELETE', `${path}/75520018`)).status).toBe(204);
  expect((await kit.api('GET', '/leads/41203318')).json).toMatchObject({ status_id: 75520014 });
  const events = await kit.api('GET', '/events?filter[type]=lead_status_changed');
  expect(at(events.json, '_embedded', 'events', 0)).toMatchObject({
    entity_id: 41203318,
    value_before: [{ lead_status: { id: 75520018 } }],
  });
  const many = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `Этап ${i}` }));
  expect((await kit.api('POST', path, many(96))).status).toBe(422);
  expect((await kit.api('POST', '/leads/pipelines', many(49))).status).toBe(422);
  await kit.connect(11402240);
  expect((await kit.api('POST', path, many(1))).status).toBe(403);
  expect((await kit.api('POST', '/leads/pipelines', many(1))).status).toBe(403);
  expect((await kit.api('GET', path)).status).toBe(200);
});

test('reasons of loss are listed', async () => {
  await using kit = await startKit({ ...smallAccount, lossReasons: [{ id: 4203701, name: 'Дорого' }] });
  await kit.connect();
  const reply = await kit.api('GET', '/leads/loss_reasons');
  expect(at(reply.json, '_embedded', 'loss_reasons')).toMatchObject([
    { id: 4203701, name: 'Дорого', sort: expect.any(Number), created_at: expect.any(Number) },
  ]);
});
