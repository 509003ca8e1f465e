import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status, textAt, that } from '../framework/check.ts';
import { accountId, domain, leadId, managerId, pipelineId, secondPipelineId, statuses } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const base = `https://${domain}/api/v4/leads/pipelines`;
const one = { name: 'Новая воронка', sort: 30, is_main: false, is_unsorted_on: true };

async function create(amo: Amo, more: Record<string, unknown> = {}): Promise<unknown> {
  const reply = await amo.api('POST', '/leads/pipelines', [{ ...one, ...more }]);
  status(reply, 200);
  return at(reply.json, '_embedded.pipelines.0');
}
const statusIds = (pipeline: unknown): unknown[] =>
  rows(pipeline, '_embedded.statuses').map((row) => at(row, 'id'));

export const pipelineCases: readonly ContractCase[] = [
  onAccount(
    'amo-4.9-list',
    ['§4.9 list', '§4.9 model', '§4.9 system'],
    'pipelines and statuses, key by key',
    async (amo) => {
      const reply = await amo.api('GET', '/leads/pipelines');
      equal(at(reply.json, '_total_items'), 2, '_total_items');
      equal(at(reply.json, '_page'), undefined, '_page');
      const pipeline = at(reply.json, '_embedded.pipelines.0');
      keys(
        pipeline,
        [
          'id',
          'name',
          'sort',
          'is_main',
          'is_unsorted_on',
          'is_archive',
          'account_id',
          '_links',
          '_embedded',
        ],
        'a pipeline',
      );
      equal(
        [at(pipeline, 'id'), at(pipeline, 'is_main'), at(pipeline, 'is_unsorted_on')],
        [pipelineId, true, true],
        'main pipeline',
      );
      equal(statusIds(pipeline), [statuses.unsorted, statuses.fresh, statuses.talks, 142, 143], 'statuses');
      const found = rows(pipeline, '_embedded.statuses');
      for (const row of found)
        keys(
          row,
          ['id', 'name', 'sort', 'is_editable', 'pipeline_id', 'color', 'type', 'account_id', '_links'],
          'a status',
        );
      equal(
        found[0],
        {
          id: statuses.unsorted,
          name: 'Неразобранное',
          sort: 10,
          is_editable: false,
          pipeline_id: pipelineId,
          color: '#c1c1c1',
          type: 1,
          account_id: accountId,
          _links: { self: { href: `${base}/${pipelineId}/statuses/${statuses.unsorted}` } },
        },
        'unsorted',
      );
      const end = found
        .slice(-2)
        .map((row) => [
          at(row, 'id'),
          at(row, 'sort'),
          at(row, 'color'),
          at(row, 'type'),
          at(row, 'is_editable'),
        ]);
      equal(
        end,
        [
          [142, 10000, '#CCFF66', 0, false],
          [143, 11000, '#D5D8DB', 0, false],
        ],
        'won and lost',
      );
      equal([at(found[1], 'type'), at(found[1], 'is_editable')], [0, true], 'an editable stage');
      equal(
        statusIds(at(reply.json, '_embedded.pipelines.1')).slice(-2),
        [142, 143],
        '142 and 143 in the other pipeline',
      );
      status(await amo.api('GET', `/leads/pipelines/${pipelineId}`), 200, 'one pipeline');
    },
  ),
  onAccount(
    'amo-4.9-create',
    ['§4.9 create', '§4.9 unsorted off'],
    'a pipeline with its stages',
    async (amo) => {
      const made = await create(amo, {
        is_unsorted_on: false,
        _embedded: {
          statuses: [
            { name: 'Запись', sort: 20, color: '#fffeb2' },
            { id: 142, name: 'Пришёл' },
          ],
        },
      });
      equal(at(made, 'is_main'), false, 'is_main');
      const read = (await amo.api('GET', `/leads/pipelines/${at(made, 'id')}`)).json;
      const names = rows(read, '_embedded.statuses').map((row) => at(row, 'name'));
      that(!names.includes('Неразобранное'), 'unsorted is shown though off');
      equal(names.slice(0, 2), ['Запись', 'Пришёл'], 'own stages and a renamed 142');
      equal(statusIds(read).slice(-2), [142, 143], 'system stages');
      const { access: token } = await amo.connect(managerId);
      status(await amo.api('POST', '/leads/pipelines', [one], { token }), 403, 'a manager');
    },
  ),
  onAccount('amo-4.9-change', ['§4.9 change'], 'one main pipeline at a time', async (amo) => {
    const reply = await amo.api('PATCH', `/leads/pipelines/${secondPipelineId}`, {
      name: 'Главная',
      is_main: true,
    });
    status(reply, 200);
    const list = rows((await amo.api('GET', '/leads/pipelines')).json, '_embedded.pipelines');
    equal(
      list.filter((row) => at(row, 'is_main') === true).map((row) => at(row, 'id')),
      [secondPipelineId],
      'main pipelines',
    );
    equal(list.find((row) => at(row, 'id') === secondPipelineId) !== undefined, true, 'still there');
  }),
  onAccount('amo-4.9-delete', ['§4.9 delete'], 'refused with deals and for the last', async (amo) => {
    const withDeals = await amo.api('DELETE', `/leads/pipelines/${pipelineId}`);
    that(withDeals.status === 400 || withDeals.status === 422, `with deals: ${withDeals.status}`);
    status(await amo.api('DELETE', `/leads/pipelines/${secondPipelineId}`), 204, 'an empty one');
    const last = await amo.api('DELETE', `/leads/pipelines/${pipelineId}`);
    that(last.status === 400 || last.status === 422, `the last: ${last.status}`);
  }),
  onAccount('amo-4.9-statuses', ['§4.9 statuses', '§4.9 palette'], 'stages of a pipeline', async (amo) => {
    const path = `/leads/pipelines/${pipelineId}/statuses`;
    const made = await amo.api('POST', path, [{ name: 'Договор', sort: 60, color: '#ffdbdb' }]);
    status(made, 200);
    const id = numberAt(made.json, '_embedded.statuses.0.id');
    equal(textAt(made.json, '_embedded.statuses.0.color'), '#ffdbdb', 'color');
    status(await amo.api('PATCH', `${path}/${id}`, { name: 'Договор подписан' }), 200, 'PATCH');
    const read = await amo.api('GET', `${path}/${id}`);
    equal(at(read.json, 'name'), 'Договор подписан', 'name');
    const bad = await amo.api('POST', path, [{ name: 'x', sort: 70, color: '#123456' }]);
    that(bad.status === 400 || bad.status === 422, `a colour of one’s own: ${bad.status}`);
    await amo.api('PATCH', `${path}/${id}`, {
      descriptions: [{ level: 'newbie', description: 'Что делать' }],
    });
    const list = await amo.api('GET', `${path}?with=descriptions`);
    const row = rows(list.json, '_embedded.statuses').find((item) => at(item, 'id') === id);
    equal(at(row, 'descriptions.0.description'), 'Что делать', 'descriptions');
    const bare = rows((await amo.api('GET', path)).json, '_embedded.statuses').find(
      (item) => at(item, 'id') === id,
    );
    equal(at(bare, 'descriptions'), undefined, 'descriptions unasked');
  }),
  onAccount(
    'amo-4.9-delete-status',
    ['§4.9 delete status'],
    'its deals go to the first stage',
    async (amo) => {
      await amo.api('PATCH', `/leads/${leadId}`, { status_id: statuses.talks });
      const path = `/leads/pipelines/${pipelineId}/statuses`;
      status(await amo.api('DELETE', `${path}/${statuses.talks}`), 204);
      equal(at((await amo.api('GET', `/leads/${leadId}`)).json, 'status_id'), statuses.fresh, 'status_id');
      const system = await amo.api('DELETE', `${path}/142`);
      that(system.status >= 400, `142 was deleted: ${system.status}`);
    },
  ),
];
