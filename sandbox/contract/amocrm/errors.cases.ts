import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, rows, status, textAt, that } from '../framework/check.ts';
import { fields, leadId, managerId, options, statuses } from './account.ts';
import { onAccount } from './kit.ts';

export const errorCases: readonly ContractCase[] = [
  onAccount(
    'amo-3.4-validation',
    ['§3.4 validation', '§3.4 deleted field', '§3.4 InvalidType'],
    'the documented error, byte for byte',
    async (amo) => {
      const reply = await amo.api('POST', '/leads', [
        { responsible_user_id: 'x', custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] },
      ]);
      status(reply, 400);
      const errors = rows(reply.json, 'validation-errors.0.errors');
      const byPath = new Map(errors.map((row) => [textAt(row, 'path'), row]));
      equal(
        byPath.get('responsible_user_id'),
        { code: 'InvalidType', path: 'responsible_user_id', detail: 'This value should be of type int.' },
        'InvalidType',
      );
      const { 'validation-errors': items, ...problem } = Object(reply.json);
      equal(
        problem,
        {
          title: 'Bad Request',
          type: 'https://httpstatus.es/400',
          status: 400,
          detail: 'Request validation failed',
        },
        'problem',
      );
      keys(at(items, '0'), ['request_id', 'errors'], 'an item');
      equal(at(items, '0.request_id'), '0', 'request_id');
      const field = await amo.api('POST', '/leads', [
        { custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] },
      ]);
      equal(
        at(field.json, 'validation-errors.0.errors'),
        [
          {
            code: 'NotSupportedChoice',
            path: 'custom_fields_values.0.field_id',
            detail: 'The value you selected is not a valid choice.',
          },
        ],
        'an unknown field',
      );
    },
  ),
  onAccount('amo-3.4-request-id', ['§3.4 request_id'], 'own request_id or index', async (amo) => {
    const reply = await amo.api('POST', '/leads', [{ price: 'x', request_id: 'form-17' }, { price: 'x' }]);
    equal(
      rows(reply.json, 'validation-errors').map((row) => at(row, 'request_id')),
      ['form-17', '1'],
      'request_id',
    );
  }),
  onAccount(
    'amo-3.4-whole-batch',
    ['§3.4 whole batch'],
    'a bad item fails the good ones too',
    async (amo) => {
      status(await amo.api('POST', '/leads', [{ name: 'хорошая' }, { price: 'x' }]), 400);
      equal(rows((await amo.api('GET', '/leads')).json, '_embedded.leads').length, 2, 'deals');
    },
  ),
  onAccount('amo-3.4-deleted-enum', ['§3.4 deleted enum'], 'an option that was deleted', async (amo) => {
    await amo.api('PATCH', `/leads/custom_fields/${fields.source}`, {
      enums: [{ id: options.call, value: 'Звонок' }],
    });
    const reply = await amo.api('PATCH', `/leads/${leadId}`, {
      custom_fields_values: [{ field_id: fields.source, values: [{ enum_id: options.site }] }],
    });
    status(reply, 400);
    equal(at(reply.json, 'validation-errors.0.errors.0.code'), 'NotSupportedChoice', 'code');
    that(
      textAt(reply.json, 'validation-errors.0.errors.0.path').startsWith('custom_fields_values.0'),
      'path',
    );
  }),
  onAccount('amo-3.4-responsible', ['§3.4 responsible'], 'a deactivated responsible user', async (amo) => {
    const reply = await amo.api('PATCH', `/leads/${leadId}`, { responsible_user_id: 11402299 });
    status(reply, 400);
    equal(
      at(reply.json, 'validation-errors.0.errors'),
      [
        {
          code: 'NotSupportedChoice',
          path: 'responsible_user_id',
          detail: 'The value you selected is not a valid choice.',
        },
      ],
      'errors',
    );
  }),
  onAccount('amo-3.4-same-shape', ['§3.4 same shape'], '402, 403, 404 and 405 look alike', async (amo) => {
    const { access: token } = await amo.connect(managerId);
    const forbidden = await amo.api('GET', '/users', undefined, { token });
    const replies = [
      forbidden,
      await amo.api('GET', '/nothing'),
      await amo.api('DELETE', `/leads/${leadId}`),
    ];
    await amo.set({ unpaid: true });
    replies.push(await amo.api('PATCH', `/leads/${leadId}`, { status_id: statuses.talks }));
    equal(
      replies.map((reply) => reply.status),
      [403, 404, 405, 402],
      'statuses',
    );
    for (const reply of replies) {
      keys(reply.json, ['title', 'type', 'status', 'detail'], `body of ${reply.status}`);
      equal(at(reply.json, 'type'), `https://httpstatus.es/${reply.status}`, 'type');
      equal(at(reply.json, 'status'), reply.status, 'status in the body');
      equal(reply.headers['content-type'], 'application/problem+json', 'content type');
    }
  }),
  onAccount('amo-3.3-403-ip', ['§3.3 ip'], 'an address that is not on the white list', async (amo) => {
    await amo.set({ ipRefused: true });
    const reply = await amo.api('GET', '/account');
    status(reply, 403);
    equal([at(reply.json, 'title'), at(reply.json, 'code')], ['Forbidden', 113], 'title and code');
  }),
];
