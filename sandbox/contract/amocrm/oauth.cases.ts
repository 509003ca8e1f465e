import type { ContractCase } from '../framework/case.ts';
import { at, equal, numberAt, status, textAt, that } from '../framework/check.ts';
import { clientId, description, domain, managerId } from './account.ts';
import { byCode, byRefresh, refused } from './grants.ts';
import { type Amo, onAccount } from './kit.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function claims(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

export const oauthCases: readonly ContractCase[] = [
  onAccount('amo-1.3-exchange', ['§1.3 exchange'], 'a code gives a pair', async (amo) => {
    const reply = await amo.token(byCode(await amo.code()));
    status(reply, 200);
    that(reply.headers['content-type']?.startsWith('application/json') === true, 'the reply is not JSON');
    equal(at(reply.json, 'token_type'), 'Bearer', 'token_type');
    equal(at(reply.json, 'expires_in'), 86400, 'expires_in');
    that(textAt(reply.json, 'access_token') !== '', 'no access token');
    that(
      textAt(reply.json, 'refresh_token').startsWith('def502'),
      'the refresh token does not look like one',
    );
  }),
  onAccount('amo-1.3-form-refused', ['§1.3 json only'], 'a form is not understood', async (amo) => {
    const reply = await amo.amocrm.call('POST', '/oauth2/access_token', { form: byCode(await amo.code()) });
    status(reply, 400);
  }),
  onAccount('amo-1.4-refresh-pair', ['§1.4 refresh'], 'a refresh gives another pair', async (amo) => {
    const reply = await amo.token(byRefresh(amo.tokens.refresh));
    status(reply, 200);
    that(textAt(reply.json, 'refresh_token') !== amo.tokens.refresh, 'the refresh token stayed the same');
    that(textAt(reply.json, 'access_token') !== amo.tokens.access, 'the access token stayed the same');
    const { redirect_uri: _, ...without } = byRefresh(textAt(reply.json, 'refresh_token'));
    status(await amo.token(without), 400, 'a refresh without redirect_uri');
  }),
  onAccount('amo-1.4-access-24h', ['§1.4 access life'], 'an access token lives 24 hours', async (amo) => {
    await amo.clock.advance(DAY - MINUTE);
    status(await amo.api('GET', '/account'), 200, 'a minute before');
    await amo.clock.advance(2 * MINUTE);
    status(await amo.api('GET', '/account'), 401, 'a minute after');
  }),
  onAccount(
    'amo-1.4-refresh-once',
    ['§1.4 refresh once', '§1.5 used refresh'],
    'of two refreshes at once one wins',
    async (amo) => {
      const replies = await Promise.all([1, 2].map(() => amo.token(byRefresh(amo.tokens.refresh))));
      equal(replies.map((reply) => reply.status).sort(), [200, 401], 'statuses');
      const loser = replies.find((reply) => reply.status === 401);
      equal(at(loser?.json, 'hint'), 'Token has been revoked', 'hint of the second');
      refused(await amo.token(byRefresh(amo.tokens.refresh)), 401, 'Token has been revoked');
    },
  ),
  onAccount(
    'amo-1.4-refresh-idle',
    ['§1.4 refresh idle'],
    'three months idle end a refresh token',
    async (amo) => {
      await amo.clock.advance(80 * DAY);
      const second = await amo.token(byRefresh(amo.tokens.refresh));
      status(second, 200, 'after 80 days');
      await amo.clock.advance(80 * DAY);
      const third = await amo.token(byRefresh(textAt(second.json, 'refresh_token')));
      status(third, 200, 'after 80 more days');
      await amo.clock.advance(93 * DAY);
      const late = await amo.token(byRefresh(textAt(third.json, 'refresh_token')));
      that(late.status === 400 || late.status === 401, `after 93 days: ${late.status}`);
    },
  ),
  onAccount(
    'amo-1.4-code-20min',
    ['§1.4 code life', '§1.5 expired code'],
    'a code lives 20 minutes',
    async (amo) => {
      const [early, late] = [await amo.code(), await amo.code()];
      await amo.clock.advance(19 * MINUTE);
      status(await amo.token(byCode(early)), 200, 'after 19 minutes');
      await amo.clock.advance(2 * MINUTE);
      refused(await amo.token(byCode(late)), 400, 'Authorization code has expired');
    },
  ),
  onAccount('amo-1.4-code-once', ['§1.4 code once', '§1.5 used code'], 'a code works once', async (amo) => {
    const code = await amo.code();
    status(await amo.token(byCode(code)), 200);
    refused(await amo.token(byCode(code)), 400, 'Authorization code has been revoked');
  }),
  onAccount(
    'amo-1.4-several-pairs',
    ['§1.4 several pairs'],
    'a second grant leaves the first alive',
    async (amo) => {
      const second = await amo.connect();
      for (const token of [amo.tokens.access, second.access])
        status(await amo.api('GET', '/account', undefined, { token }), 200);
    },
  ),
  onAccount('amo-1.6-claims', ['§1.6 claims'], 'what an access token says', async (amo) => {
    const head: unknown = JSON.parse(
      Buffer.from(amo.tokens.access.split('.')[0] ?? '', 'base64url').toString(),
    );
    equal(at(head, 'alg'), 'RS256', 'alg');
    const said = claims(amo.tokens.access);
    for (const name of [
      'aud',
      'jti',
      'iat',
      'nbf',
      'exp',
      'sub',
      'account_id',
      'base_domain',
      'api_domain',
      'scopes',
    ])
      that(at(said, name) !== undefined, `no ${name}`);
    equal(at(said, 'aud'), clientId, 'aud');
    equal(at(said, 'account_id'), description.id, 'account_id');
    equal(at(said, 'base_domain'), 'amocrm.ru', 'base_domain');
    equal(numberAt(said, 'exp') - numberAt(said, 'iat'), 86400, 'life');
    that(Array.isArray(at(said, 'scopes')), 'scopes are not a list');
  }),
  onAccount(
    'amo-1.6-old-host',
    ['§1.6 old host', '§8 toggles'],
    'a renamed account does not answer under its old name',
    async (amo) => {
      const ask = (host: string) => amo.api('GET', '/account', undefined, { headers: { host } });
      status(await ask(domain), 200, 'before');
      await amo.set({ subdomain: 'zarya2' });
      const old = await ask(domain);
      that(old.status === 401 || old.status === 404, `old host: ${old.status}`);
      status(await ask('zarya2.amocrm.ru'), 200, 'new host');
    },
  ),
  onAccount(
    'amo-1.6-subdomain',
    ['§1.6 subdomain', '§1.6 dead refresh'],
    'the new name is told to the refresh token',
    async (amo: Amo) => {
      await amo.set({ subdomain: 'zarya2' });
      const ask = (token: string) =>
        amo.amocrm.call('GET', '/oauth2/account/current/subdomain', {
          headers: { 'X-Refresh-Token': token },
        });
      const reply = await ask(amo.tokens.refresh);
      status(reply, 200);
      equal(
        reply.json,
        { id: description.id, subdomain: 'zarya2', domain: 'zarya2.amocrm.ru', top_level_domain: 'ru' },
        'body',
      );
      await amo.token(byRefresh(amo.tokens.refresh));
      status(await ask(amo.tokens.refresh), 401, 'with a used refresh token');
      status(await ask('def50200'), 401, 'with garbage');
    },
  ),
  onAccount('amo-1.4-long-lived', ['§1.4 long-lived'], 'a token without a refresh', async (amo) => {
    const { json } = await amo.strings('POST', '/long-lived-token', { days: 30 });
    const token = textAt(json, 'token');
    await amo.clock.advance(29 * DAY);
    status(await amo.api('GET', '/account', undefined, { token }), 200, 'after 29 days');
    await amo.clock.advance(2 * DAY);
    status(await amo.api('GET', '/account', undefined, { token }), 401, 'after 31 days');
    const revoked = textAt((await amo.strings('POST', '/long-lived-token', { days: 30 })).json, 'token');
    await amo.strings('DELETE', '/long-lived-token');
    status(await amo.api('GET', '/account', undefined, { token: revoked }), 401, 'revoked');
  }),
  onAccount('amo-1.9-scope', ['§1.9 scope'], 'a scope that was not granted', async (amo) => {
    await amo.set({ scopes: ['notifications'] });
    const { access: token } = await amo.connect();
    const reply = await amo.api('GET', '/leads', undefined, { token });
    status(reply, 403);
    equal(
      [at(reply.json, 'title'), at(reply.json, 'detail')],
      ['Forbidden', "Client doesn't have the required scope"],
      'body',
    );
  }),
  onAccount(
    'amo-1.9-context-user',
    ['§1.9 context user'],
    'a call with the rights of another user',
    async (amo) => {
      const as = (id: number, token = amo.tokens.access) => ({
        token,
        headers: { 'X-Context-User-ID': String(id) },
      });
      status(await amo.api('GET', '/users', undefined, as(managerId)), 403, 'users for a manager');
      const account = await amo.api('GET', '/account', undefined, as(managerId));
      equal(at(account.json, 'current_user_id'), managerId, 'current_user_id');
      await amo.api('PATCH', '/leads/41203317', { price: 1 }, as(managerId));
      equal(at((await amo.api('GET', '/leads/41203317')).json, 'updated_by'), managerId, 'updated_by');
    },
  ),
  onAccount('amo-1.9-context-refused', ['§1.9 context refused'], 'who may not be a context', async (amo) => {
    const ask = (id: number, token = amo.tokens.access) =>
      amo.api('GET', '/account', undefined, { token, headers: { 'X-Context-User-ID': String(id) } });
    for (const id of [999, 11402300]) {
      const reply = await ask(id);
      that(reply.status === 401 || reply.status === 403, `user ${id}: ${reply.status}`);
    }
    const manager = await amo.connect(managerId);
    const reply = await ask(description.users[0]?.id ?? 0, manager.access);
    that(reply.status === 401 || reply.status === 403, `token of a manager: ${reply.status}`);
  }),
];
