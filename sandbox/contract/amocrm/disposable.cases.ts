import { createHmac } from 'node:crypto';
import type { ContractCase, Fact } from '../framework/case.ts';
import { at, equal, keys, numberAt, status, textAt, that } from '../framework/check.ts';
import { accountId, adminId, clientId, clientSecret, domain, managerId, redirectUri } from './account.ts';
import { type Amo, onAccount, seed } from './kit.ts';

/** amocrm-api.md §2. */
export const disposableFacts: readonly Fact[] = [
  {
    key: '§2.1 endpoint',
    text: '`/ajax/v2/integrations/{client_uuid}/disposable_token` with the session’s cookie gives `{token}`',
  },
  { key: '§2.1 session', text: 'without a session there is no token' },
  { key: '§2.1 oauth only', text: 'only the account’s own OAuth integration has one' },
  {
    key: '§2.1 cache',
    text: '`$authorizedAjax` sends `X-Auth-Token` and keeps a token for about 25 min',
    notDone: 'a behaviour of the page in a browser (`amocrm/page/widget-object.ts`): no request shows it',
  },
  { key: '§2.2 header', text: 'header `{typ: JWT, alg: HS256}`, key = the integration’s secret' },
  {
    key: '§2.2 claims',
    text: 'exactly `iss, aud, jti, iat, nbf, exp, account_id, user_id, subdomain, client_uuid` and optionally `is_admin`',
  },
  { key: '§2.2 values', text: 'the values name account, user, integration' },
  { key: '§2.2 life', text: '`exp − iat` = 1800 s, `nbf` = `iat`' },
  { key: '§2.2 aud', text: '`aud` is scheme and host of the redirect address: no port, no path' },
  { key: '§2.2 fresh', text: 'every request to the endpoint gives another `jti`' },
  {
    key: '§2.3 salesbot',
    text: 'the salesbot’s `widget_request` token (HS512)',
    notDone: 'the product has no salesbot handler; HS512 is there as a bent token',
  },
  {
    key: '§2.4 negative',
    text: 'bent tokens: expired, other `aud`, other secret, HS512, `none`, other account, future `nbf`',
  },
];

type Parts = { head: unknown; claims: unknown; signed: string; signature: string };

function parts(token: string): Parts {
  const [head = '', body = '', signature = ''] = token.split('.');
  const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
  return { head: read(head), claims: read(body), signed: `${head}.${body}`, signature };
}

const hmac = (alg: string, secret: string, text: string): string =>
  createHmac(alg, secret).update(text).digest('base64url');

async function asked(amo: Amo, userId: number): Promise<Parts> {
  const { json } = await amo.strings('POST', '/login', { userId });
  const reply = await amo.amocrm.call('GET', `/ajax/v2/integrations/${clientId}/disposable_token`, {
    headers: {
      cookie: `${textAt(json, 'name')}=${textAt(json, 'value')}`,
      'x-requested-with': 'XMLHttpRequest',
    },
  });
  status(reply, 200);
  keys(reply.json, ['token'], 'the reply');
  return parts(textAt(reply.json, 'token'));
}

async function bent(amo: Amo, overrides: Record<string, unknown>): Promise<Parts> {
  const { json } = await amo.strings('POST', '/disposable-token', { userId: managerId, overrides });
  return parts(textAt(json, 'token'));
}

export const disposableCases: readonly ContractCase[] = [
  onAccount(
    'amo-2.1-endpoint',
    ['§2.1 endpoint', '§2.2 header', '§2.2 claims', '§2.2 values', '§2.2 life'],
    'what the page’s token says',
    async (amo) => {
      const { head, claims, signed, signature } = await asked(amo, managerId);
      equal(head, { typ: 'JWT', alg: 'HS256' }, 'header');
      equal(signature, hmac('sha256', clientSecret, signed), 'signature');
      keys(
        claims,
        [
          'iss',
          'aud',
          'jti',
          'iat',
          'nbf',
          'exp',
          'account_id',
          'user_id',
          'subdomain',
          'client_uuid',
          'is_admin',
        ],
        'claims',
      );
      equal(at(claims, 'iss'), `https://${domain}`, 'iss');
      equal(at(claims, 'aud'), new URL(redirectUri).origin, 'aud');
      equal(at(claims, 'account_id'), accountId, 'account_id');
      equal(at(claims, 'user_id'), managerId, 'user_id');
      equal(at(claims, 'subdomain'), 'zaryamed', 'subdomain');
      equal(at(claims, 'client_uuid'), clientId, 'client_uuid');
      equal(at(claims, 'is_admin'), false, 'is_admin');
      equal(numberAt(claims, 'exp') - numberAt(claims, 'iat'), 1800, 'life');
      equal(at(claims, 'nbf'), at(claims, 'iat'), 'nbf');
      equal(at((await asked(amo, adminId)).claims, 'is_admin'), true, 'is_admin of an administrator');
    },
  ),
  onAccount('amo-2.1-no-session', ['§2.1 session'], 'no cookie, no token', async (amo) => {
    const reply = await amo.amocrm.call('GET', `/ajax/v2/integrations/${clientId}/disposable_token`);
    that(reply.status === 401 || reply.status === 403, `status ${reply.status}`);
  }),
  onAccount(
    'amo-2.1-other-integration',
    ['§2.1 oauth only'],
    'no token for another integration',
    async (amo) => {
      const { json } = await amo.strings('POST', '/login', {});
      const reply = await amo.amocrm.call(
        'GET',
        '/ajax/v2/integrations/00000000-0000-4000-8000-000000000000/disposable_token',
        {
          headers: { cookie: `${textAt(json, 'name')}=${textAt(json, 'value')}` },
        },
      );
      that(reply.status >= 400 && at(reply.json, 'token') === undefined, `status ${reply.status}`);
    },
  ),
  {
    id: 'amo-2.2-aud-without-port',
    facts: ['§2.2 aud'],
    title: 'the audience has no port and no path',
    async run(context) {
      await seed(context, {
        integration: { clientId, clientSecret, redirectUri: 'http://localhost:8787/oauth/callback' },
      }).catch(() => null);
      const { json } = await context.amocrm.admin('POST', `/accounts/${accountId}/disposable-token`, {
        userId: managerId,
      });
      equal(at(parts(textAt(json, 'token')).claims, 'aud'), 'http://localhost', 'aud');
    },
  },
  onAccount('amo-2.2-fresh-jti', ['§2.2 fresh'], 'every token has a jti of its own', async (amo) => {
    const [one, two] = [await asked(amo, managerId), await asked(amo, managerId)];
    that(textAt(one.claims, 'jti') !== textAt(two.claims, 'jti'), 'the same jti twice');
  }),
  onAccount(
    'amo-2.4-bent',
    ['§2.4 negative', '§8 tokens'],
    'bent tokens are what they are said to be',
    async (amo) => {
      equal(at((await bent(amo, { exp: 1 })).claims, 'exp'), 1, 'exp');
      equal(at((await bent(amo, { nbf: 4_000_000_000 })).claims, 'nbf'), 4_000_000_000, 'nbf');
      equal(
        at((await bent(amo, { aud: 'https://evil.example' })).claims, 'aud'),
        'https://evil.example',
        'aud',
      );
      equal(at((await bent(amo, { accountId: 1 })).claims, 'account_id'), 1, 'account_id');
      const noAdmin = await bent(amo, { isAdmin: null });
      equal(at(noAdmin.claims, 'is_admin'), undefined, 'is_admin left out');
      const other = await bent(amo, { secret: 'other' });
      equal(other.signature, hmac('sha256', 'other', other.signed), 'signature by another secret');
      const strong = await bent(amo, { alg: 'HS512' });
      equal(strong.signature, hmac('sha512', clientSecret, strong.signed), 'HS512');
      const none = await bent(amo, { alg: 'none' });
      equal([at(none.head, 'alg'), none.signature], ['none', ''], 'alg none');
    },
  ),
];
