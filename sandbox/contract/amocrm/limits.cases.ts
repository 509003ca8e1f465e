import type { ContractCase } from '../framework/case.ts';
import { at, equal, rows, status, that } from '../framework/check.ts';
import { fields, pipelineId, secondPipelineId, statuses } from './account.ts';
import { type Amo, onAccount } from './kit.ts';

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

async function burst(amo: Amo, count: number, token = amo.tokens.access): Promise<number[]> {
  const replies = await Promise.all(many(count, () => amo.api('GET', '/account', undefined, { token })));
  return replies.map((reply) => reply.status).sort();
}

export const limitCases: readonly ContractCase[] = [
  onAccount('amo-3.1-seven', ['§3.1 seven'], 'the eighth request of a second is refused', async (amo) => {
    await amo.set({ rps: 7 });
    await amo.clock.advance(2000);
    equal(await burst(amo, 9), [...many(7, () => 200), 429, 429], 'statuses');
    await amo.clock.advance(1001);
    status(await amo.api('GET', '/account'), 200, 'a second later');
  }),
  onAccount('amo-3.1-html-429', ['§3.1 html 429'], '429 is HTML without Retry-After', async (amo) => {
    await amo.set({ rps: 1 });
    await amo.clock.advance(2000);
    await amo.api('GET', '/account');
    const reply = await amo.api('GET', '/account');
    status(reply, 429);
    that(reply.headers['content-type']?.startsWith('text/html') === true, 'not HTML');
    that(/^\s*<html/i.test(reply.text), 'the body is no page');
    equal(reply.headers['retry-after'], undefined, 'Retry-After');
  }),
  onAccount('amo-3.1-fifty', ['§3.1 fifty'], 'an account has 50 a second, whoever calls', async (amo) => {
    await amo.set({ rps: 1000 });
    await amo.clock.advance(2000);
    const seen = await burst(amo, 52);
    equal(seen.filter((one) => one === 200).length, 50, 'accepted');
    equal(seen.filter((one) => one === 429).length, 2, 'refused');
  }),
  onAccount(
    'amo-3.1-block',
    ['§3.1 block', '§8 toggles'],
    'a block is 403 in HTML on every call',
    async (amo) => {
      await amo.set({ blocked: true });
      for (const path of ['/account', '/leads', '/tasks', '/webhooks']) {
        const reply = await amo.api('GET', path);
        status(reply, 403, path);
        that(reply.headers['content-type']?.startsWith('text/html') === true, `${path}: not HTML`);
        that(reply.text.includes('403 Forbidden'), `${path}: not nginx’s page`);
      }
      await amo.set({ blocked: false });
      status(await amo.api('GET', '/account'), 200, 'lifted');
    },
  ),
  onAccount('amo-3.1-abuse', ['§3.1 block by abuse'], 'who does not stop at 429 is blocked', async (amo) => {
    await amo.set({ rps: 1, blockAfter429: 3 });
    await amo.clock.advance(2000);
    for (const _ of [1, 2, 3, 4]) await amo.api('GET', '/account');
    await amo.clock.advance(5000);
    const reply = await amo.api('GET', '/account');
    status(reply, 403);
    that(reply.headers['content-type']?.startsWith('text/html') === true, 'not HTML');
  }),
  onAccount(
    'amo-3.2-limit',
    ['§3.2 default 50', '§3.2 max 250'],
    'fifty by default, 250 at most',
    async (amo) => {
      for (const _ of [1, 2])
        status(
          await amo.api(
            'POST',
            '/leads',
            many(150, (i) => ({ name: `Сделка ${i}` })),
          ),
          200,
        );
      equal(rows((await amo.api('GET', '/leads')).json, '_embedded.leads').length, 50, 'rows by default');
      equal(
        rows((await amo.api('GET', '/leads?limit=250')).json, '_embedded.leads').length,
        250,
        'rows of 250',
      );
      const over = await amo.api('GET', '/leads?limit=251');
      that(over.status === 400 || rows(over.json, '_embedded.leads').length === 250, 'more than 250 rows');
    },
  ),
  onAccount(
    'amo-3.2-events-100',
    ['§3.2 events 100'],
    'a page of events has 100 rows at most',
    async (amo) => {
      await amo.api(
        'POST',
        '/leads',
        many(120, (i) => ({ name: `Сделка ${i}` })),
      );
      const reply = await amo.api('GET', '/events?limit=250');
      that(reply.status === 400 || rows(reply.json, '_embedded.events').length === 100, 'more than 100 rows');
    },
  ),
  onAccount('amo-3.2-batch-250', ['§3.2 batch 250'], '251 items are refused', async (amo) => {
    status(
      await amo.api(
        'POST',
        '/contacts',
        many(251, (i) => ({ name: `Контакт ${i}` })),
      ),
      400,
      'create',
    );
    status(
      await amo.api(
        'PATCH',
        '/leads',
        many(251, (i) => ({ id: i + 1, price: 1 })),
      ),
      400,
      'update',
    );
    status(
      await amo.api(
        'POST',
        '/contacts',
        many(250, (i) => ({ name: `Контакт ${i}` })),
      ),
      200,
      '250',
    );
  }),
  onAccount('amo-3.2-complex-50', ['§3.2 complex 50'], '51 complex deals are refused', async (amo) => {
    status(
      await amo.api(
        'POST',
        '/leads/complex',
        many(51, (i) => ({ name: `Сделка ${i}` })),
      ),
      400,
    );
    status(
      await amo.api(
        'POST',
        '/leads/complex',
        many(50, (i) => ({ name: `Сделка ${i}` })),
      ),
      200,
      '50',
    );
  }),
  onAccount(
    'amo-3.2-complex-values',
    ['§3.2 complex values'],
    '41 values of a complex deal are refused',
    async (amo) => {
      const made = await amo.api(
        'POST',
        '/leads/custom_fields',
        many(41, (i) => ({ name: `Поле ${i}`, type: 'text' })),
      );
      status(made, 201);
      const values = rows(made.json, '_embedded.custom_fields').map((row) => ({
        field_id: at(row, 'id'),
        values: [{ value: 'x' }],
      }));
      status(
        await amo.api('POST', '/leads/complex', [{ name: 'Много', custom_fields_values: values }]),
        400,
        '41',
      );
      status(
        await amo.api('POST', '/leads/complex', [{ name: 'Впору', custom_fields_values: values.slice(1) }]),
        200,
        '40',
      );
    },
  ),
  onAccount('amo-3.2-hooks-100', ['§3.2 hooks 100'], 'the 101st webhook is refused', async (amo) => {
    const subscribe = (i: number) =>
      amo.api('POST', '/webhooks', { destination: `https://hub.example.dev/h/${i}`, settings: ['add_lead'] });
    for (const i of many(100, (n) => n)) status(await subscribe(i), 201, `webhook ${i + 1}`);
    const over = await subscribe(100);
    that(over.status === 400 || over.status === 422, `the 101st: ${over.status}`);
    status(await subscribe(0), 201, 'a known address again');
  }),
  onAccount('amo-3.2-pipelines-50', ['§3.2 pipelines 50'], 'the 51st pipeline is refused', async (amo) => {
    const make = (count: number) =>
      amo.api(
        'POST',
        '/leads/pipelines',
        many(count, (i) => ({
          name: `Воронка ${i}`,
          sort: 100 + i,
          is_main: false,
          is_unsorted_on: true,
          request_id: String(i),
        })),
      );
    status(await make(48), 200, '48 more');
    const over = await make(1);
    that(over.status === 400 || over.status === 422, `the 51st: ${over.status}`);
  }),
  onAccount(
    'amo-3.2-statuses-100',
    ['§3.2 statuses 100'],
    'the 101st status of a pipeline is refused',
    async (amo) => {
      const make = (count: number) =>
        amo.api(
          'POST',
          `/leads/pipelines/${pipelineId}/statuses`,
          many(count, (i) => ({ name: `Этап ${i}`, sort: 100 + i, color: '#fffeb2' })),
        );
      status(await make(95), 200, '95 more');
      const over = await make(1);
      that(over.status === 400 || over.status === 422, `the 101st: ${over.status}`);
    },
  ),
  onAccount(
    'amo-3.2-descriptions',
    ['§3.2 descriptions 3'],
    'at most three descriptions of 1000 characters',
    async (amo) => {
      const patch = (descriptions: unknown) =>
        amo.api('PATCH', `/leads/pipelines/${secondPipelineId}/statuses/${statuses.second}`, {
          descriptions,
        });
      const text = (length: number, level: string) => ({ level, description: 'о'.repeat(length) });
      status(await patch([text(1000, 'newbie'), text(5, 'candidate'), text(5, 'master')]), 200, 'three');
      const long = await patch([text(1001, 'newbie')]);
      that(long.status === 400 || long.status === 422, `1001 characters: ${long.status}`);
      const four = await patch(many(4, () => text(5, 'newbie')));
      that(four.status === 400 || four.status === 422, `four: ${four.status}`);
    },
  ),
  onAccount(
    'amo-3.2-504',
    ['§3.2 504', '§8 toggles'],
    'a batch that is too heavy is 504, a smaller one passes',
    async (amo) => {
      await amo.set({ maxBatch: 20 });
      status(
        await amo.api(
          'POST',
          '/leads',
          many(21, (i) => ({ name: `Сделка ${i}` })),
        ),
        504,
        '21',
      );
      status(
        await amo.api(
          'POST',
          '/leads',
          many(20, (i) => ({
            name: `Сделка ${i}`,
            custom_fields_values: [{ field_id: fields.city, values: [{ value: 'Казань' }] }],
          })),
        ),
        200,
        '20',
      );
    },
  ),
];
