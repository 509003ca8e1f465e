import type { ContractCase } from '../framework/case.ts';
import { equal, status, that } from '../framework/check.ts';
import { apiId, apiSecret, onClinic, otherKey, refused, seedClinic, sign, smallClinic } from './kit.ts';

const ask = '/talonstatuses';

export const accessCases: readonly ContractCase[] = [
  onClinic('1-base-paths', ['§1 base'], 'v5 and v4 give the same directory', async (clinic, { archimed }) => {
    const token = clinic.token();
    const [five, four] = [
      await archimed.call('GET', `/api/v5${ask}`, { token }),
      await archimed.call('GET', `/api/v4${ask}`, { token }),
    ];
    status(five, 200);
    equal(four.json, five.json, 'v4 and v5');
  }),
  onClinic(
    '1-key-chooses-clinic',
    ['§1 one host'],
    'the same address shows the clinic of the key',
    async (clinic, context) => {
      await context.archimed.admin('POST', '/sources', {
        ...smallClinic,
        id: 'south',
        keys: [otherKey],
        docdocTokens: [],
        patients: [{ id: 1, lastName: 'Южный', firstName: 'Пациент' }],
      });
      const token = sign({ iss: otherKey.apiId, exp: context.clock.nowSeconds() + 60 }, otherKey.apiSecret);
      const south = await context.archimed.call('GET', '/api/v5/medcards?fields[]=id', { token });
      equal(
        south.json,
        { data: [{ id: 1 }], total: '1', page: 1, limit: 100 },
        'patients of the other clinic',
      );
      equal(await clinic.ids('/medcards'), [701, 702], 'patients of the first clinic');
    },
  ),
  onClinic(
    '1-token',
    ['§1 token', '§1 no login'],
    'a token made at home works at once, another one too',
    async (clinic, { archimed, clock }) => {
      for (const life of [60, 3600]) {
        const token = sign({ iss: apiId, exp: clock.nowSeconds() + life });
        status(await archimed.call('GET', `/api/v5${ask}`, { token }), 200, `exp in ${life} s`);
      }
      status(await clinic.api('GET', ask), 200);
    },
  ),
  onClinic(
    '1-secret-is-text',
    ['§1 signing key'],
    'the secret is plain text: its bytes as hex are refused',
    async (clinic, { clock }) => {
      const claims = { iss: apiId, exp: clock.nowSeconds() + 600 };
      refused(await clinic.api('GET', ask, { token: sign(claims, Buffer.from(apiSecret, 'hex')) }), 403);
      status(await clinic.api('GET', ask, { token: sign(claims, apiSecret) }), 200);
    },
  ),
  onClinic('1-exp-float', ['§1 exp'], 'a fractional exp is accepted', async (clinic, { clock }) => {
    const token = sign({ iss: apiId, exp: clock.nowSeconds() + 3600.25 });
    status(await clinic.api('GET', ask, { token }), 200);
  }),
  onClinic(
    '1-user-id',
    ['§1 user_id', '§10 user_id'],
    'user_id may be in the token and need not be',
    async (clinic, { clock }) => {
      const token = sign({ iss: apiId, exp: clock.nowSeconds() + 600, user_id: 6 });
      status(await clinic.api('GET', ask, { token }), 200);
      status(await clinic.api('GET', ask), 200);
    },
  ),
  onClinic(
    '1-header-401',
    ['§1 header', '§1 401', '§5 401', '§10 bad token'],
    'unreadable header or token: 401',
    async (clinic, { archimed }) => {
      const good = clinic.token();
      const headers = [
        '',
        'Bearer',
        `Bearer${good}`,
        `Basic ${good}`,
        good,
        'Bearer abc',
        `Bearer ${good.slice(0, 40)}`,
      ];
      for (const authorization of headers) {
        const reply = await archimed.call('GET', `/api/v5${ask}`, {
          headers: authorization ? { authorization } : {},
        });
        refused(reply, 401);
      }
    },
  ),
  onClinic(
    '1-claims-403',
    ['§1 403', '§5 403 token', '§10 bad claims'],
    'readable but not accepted: 403',
    async (clinic, { clock }) => {
      const exp = clock.nowSeconds() + 600;
      const tokens = [
        sign({ exp }),
        sign({ iss: apiId }),
        sign({ iss: 'f'.repeat(32), exp }),
        sign({ iss: apiId, exp: clock.nowSeconds() - 60 }),
        sign({ iss: apiId, exp }, otherKey.apiSecret),
        sign({ iss: apiId, exp }, apiSecret, 'HS512'),
      ];
      for (const token of tokens) refused(await clinic.api('GET', ask, { token }), 403);
    },
  ),
  onClinic('1-trailing-slash', ['§1 trailing slash'], 'a trailing slash changes nothing', async (clinic) => {
    const id = await clinic.book();
    for (const path of ['/talons', `/talons/${id}`, '/medcards/701/talons', '/intervals']) {
      const query = path === '/intervals' ? '?date_from=30.07.2026&date_to=30.07.2026' : '?limit=5';
      const plain = await clinic.api('GET', `${path}${query}`);
      status(plain, 200, path);
      equal((await clinic.api('GET', `${path}/${query}`)).json, plain.json, `${path}/`);
    }
  }),
  onClinic('1-reply-json', ['§1 reply'], 'replies are JSON, with and without Accept', async (clinic) => {
    const accepts: Record<string, string>[] = [{}, { accept: 'application/json' }];
    for (const headers of accepts) {
      const reply = await clinic.api('GET', ask, { headers });
      that(reply.headers['content-type']?.startsWith('application/json') === true, 'content-type is JSON');
    }
  }),
  onClinic('1-no-cors', ['§1 CORS'], 'no browser may read it', async (clinic) => {
    const reply = await clinic.api('GET', ask, { headers: { origin: 'https://clinic.example' } });
    equal(reply.headers['access-control-allow-origin'], undefined, 'Access-Control-Allow-Origin');
  }),
  onClinic('1-no-rate-limit', ['§1 rate limits'], 'forty calls at once are answered', async (clinic) => {
    const replies = await Promise.all(Array.from({ length: 40 }, () => clinic.api('GET', ask)));
    equal([...new Set(replies.map((reply) => reply.status))], [200], 'statuses');
  }),
  {
    id: 'archimed-1-several-keys',
    facts: ['§1 one key per branch'],
    title: 'two key pairs open one database; its buildings are all behind either',
    async run(context) {
      const clinic = await seedClinic(context, { keys: [{ apiId, apiSecret }, otherKey] });
      const id = await clinic.book();
      const token = sign({ iss: otherKey.apiId, exp: context.clock.nowSeconds() + 60 }, otherKey.apiSecret);
      const talons = await clinic.api('GET', '/talons?fields[]=id', { token });
      equal(talons.json, { data: [{ id }], total: '1', page: 1, limit: 100 }, 'talons by the other key');
      equal(await clinic.ids('/buildings'), [1, 2], 'buildings');
    },
  },
  onClinic('10-revoked-key', ['§10 revoked key'], 'a revoked key: 403 on every call', async (clinic) => {
    await clinic.strings('POST', '/keys/revoke', { apiId });
    for (const path of [ask, '/talons', '/doctors/8', '/nothing'])
      refused(await clinic.api('GET', path), 403);
    refused(await clinic.api('POST', '/talons', { form: {} }), 403);
  }),
  onClinic(
    '10-key-expires',
    ['§10 key from a moment'],
    'a key can be refused from a moment on',
    async (clinic, { clock }) => {
      const at = new Date(clock.nowMs() + 60_000).toISOString();
      await clinic.strings('POST', '/keys/expire', { apiId, at });
      status(await clinic.api('GET', ask), 200);
      await clock.advance(60_000);
      refused(await clinic.api('GET', ask), 403);
    },
  ),
];
