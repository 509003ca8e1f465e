import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, numberAt, rows, status, textAt, that } from '../framework/check.ts';
import { domain, leadId, pipelineId } from './account.ts';
import { onAccount } from './kit.ts';

const base = `https://${domain}/api/v4`;

export const halCases: readonly ContractCase[] = [
  onAccount(
    'amo-3.5-page',
    ['§3.5 page', '§3.5 prev first', '§3.5 next', '§3.5 links'],
    'the envelope of an entity list',
    async (amo) => {
      await amo.api('POST', '/leads', [{}, {}, {}]);
      const second = await amo.api('GET', '/leads?limit=2&page=2');
      keys(second.json, ['_page', '_links', '_embedded'], 'the envelope');
      equal(at(second.json, '_page'), 2, '_page');
      const href = (page: number) => ({ href: `${base}/leads?limit=2&page=${page}` });
      equal(
        at(second.json, '_links'),
        { self: href(2), next: href(3), first: href(1), prev: href(1) },
        '_links',
      );
      const first = await amo.api('GET', '/leads?limit=2&page=1');
      equal(at(first.json, '_links'), { self: href(1), next: href(2) }, '_links of page 1');
      const last = await amo.api('GET', '/leads?limit=2&page=3');
      equal(
        Object.keys(Object(at(last.json, '_links'))).sort(),
        ['first', 'prev', 'self'],
        '_links of the last page',
      );
    },
  ),
  onAccount(
    'amo-3.5-full-page',
    ['§3.5 next'],
    'next after an exactly full page leads to 204',
    async (amo) => {
      const first = await amo.api('GET', '/leads?limit=2');
      equal(rows(first.json, '_embedded.leads').length, 2, 'rows');
      that(textAt(first.json, '_links.next.href').includes('page=2'), 'no next');
      status(await amo.api('GET', '/leads?limit=2&page=2'), 204);
    },
  ),
  onAccount(
    'amo-3.5-counted-pages',
    ['§3.5 counted pages'],
    'lists with totals and a last page',
    async (amo) => {
      await amo.api('POST', '/roles', [
        { name: 'Менеджер', rights: { leads: { view: 'A', edit: 'A', add: 'A', delete: 'D', export: 'D' } } },
      ]);
      for (const [path, key] of [
        ['/users', 'users'],
        ['/leads/custom_fields', 'custom_fields'],
        ['/roles', 'roles'],
      ] as const) {
        const reply = await amo.api('GET', `${path}?limit=2`);
        const total = numberAt(reply.json, '_total_items');
        equal(at(reply.json, '_page'), 1, `_page of ${path}`);
        equal(at(reply.json, '_page_count'), Math.ceil(total / 2), `_page_count of ${path}`);
        textAt(reply.json, '_links.last.href');
        equal(rows(reply.json, `_embedded.${key}`).length, Math.min(2, total), `rows of ${path}`);
      }
    },
  ),
  onAccount('amo-3.5-counted', ['§3.5 counted'], 'lists with a total only', async (amo) => {
    await amo.api('POST', '/webhooks', { destination: 'https://hub.example.dev/h', settings: ['add_lead'] });
    const replies: [string, { json: unknown }, string][] = [
      ['pipelines', await amo.api('GET', '/leads/pipelines'), 'pipelines'],
      ['statuses', await amo.api('GET', `/leads/pipelines/${pipelineId}/statuses`), 'statuses'],
      ['links', await amo.api('GET', `/leads/${leadId}/links`), 'links'],
      ['webhooks', await amo.api('GET', '/webhooks'), 'webhooks'],
      ['events/types', await amo.api('GET', '/events/types?language_code=ru'), 'events_types'],
      ['groups', await amo.api('GET', '/leads/custom_fields/groups'), 'custom_field_groups'],
      ['created tags', await amo.api('POST', '/leads/tags', [{ name: 'новый' }]), 'tags'],
      [
        'created fields',
        await amo.api('POST', '/leads/custom_fields', [{ name: 'x', type: 'text' }]),
        'custom_fields',
      ],
    ];
    for (const [name, reply, key] of replies) {
      equal(
        numberAt(reply.json, '_total_items'),
        rows(reply.json, `_embedded.${key}`).length,
        `_total_items of ${name}`,
      );
    }
  }),
  onAccount('amo-3.5-brackets', ['§3.5 brackets'], 'raw and encoded brackets mean the same', async (amo) => {
    for (const query of ['order[id]=desc', 'order%5Bid%5D=desc']) {
      const reply = await amo.api('GET', `/leads?${query}&limit=1`);
      equal(at(reply.json, '_embedded.leads.0.id'), leadId + 1, query);
    }
  }),
];
