import { createHmac } from 'node:crypto';
import type { ContractCase } from '../framework/case.ts';
import { at, equal, status, textAt, that } from '../framework/check.ts';
import { accountId, clientId, clientSecret, description, domain, managerId, redirectUri } from './account.ts';
import { type Amo, client, onAccount, seed } from './kit.ts';

const query = (path: string): Record<string, string> =>
  Object.fromEntries(new URL(path, 'http://localhost').searchParams);

async function cookie(amo: Amo, userId?: number): Promise<Record<string, string>> {
  const { json } = await amo.strings('POST', '/login', userId === undefined ? {} : { userId });
  return { cookie: `${textAt(json, 'name')}=${textAt(json, 'value')}` };
}

async function consent(amo: Amo, answer: string, state: Record<string, string>): Promise<URL> {
  const reply = await amo.amocrm.call('POST', '/oauth', {
    form: { client_id: clientId, ...state, answer },
    headers: await cookie(amo),
  });
  that(reply.status >= 300 && reply.status < 400, `the answer is not a redirect: ${reply.status}`);
  return new URL(reply.headers.location ?? '');
}

export const installCases: readonly ContractCase[] = [
  onAccount(
    'amo-1.2-consent',
    ['§1.2 consent page', '§1.2 consent parameters'],
    'consent grants a code',
    async (amo) => {
      const page = await amo.amocrm.call('GET', `/oauth?client_id=${clientId}&state=abc&mode=popup`, {
        headers: await cookie(amo),
      });
      status(page, 200);
      that(page.text.includes('Разрешить'), 'no way to allow');
      const url = await consent(amo, 'allow', { state: 'abc' });
      equal(url.origin + url.pathname, redirectUri, 'redirect address');
      const { code, ...others } = query(url.toString());
      equal(others, { referer: domain, client_id: clientId, platform: '1', state: 'abc' }, 'parameters');
      status(await amo.token({ ...client, grant_type: 'authorization_code', code }), 200, 'the code');
    },
  ),
  onAccount('amo-1.2-consent-no-state', ['§1.2 no state'], 'no state in, no state out', async (amo) => {
    const url = await consent(amo, 'allow', {});
    equal(url.searchParams.has('state'), false, 'state');
  }),
  onAccount('amo-1.2-consent-denied', ['§1.2 access_denied'], 'refusal', async (amo) => {
    const url = await consent(amo, 'deny', { state: 'abc' });
    equal(query(url.toString()), { error: 'access_denied', state: 'abc' }, 'parameters');
  }),
  onAccount(
    'amo-1.2-first-grant',
    ['§1.2 first grant'],
    'a manager cannot be the first to grant',
    async (amo) => {
      await amo.strings('POST', '/disconnect', { deliver: false });
      const reply = await amo.amocrm.call('POST', '/oauth', {
        form: { client_id: clientId, answer: 'allow' },
        headers: await cookie(amo, managerId),
      });
      that(!(reply.headers.location ?? '').includes('code='), 'a manager was given a code');
    },
  ),
  {
    id: 'amo-1.2-install-hook',
    facts: ['§1.2 install hook', '§1.2 install headers', '§1.2 install once'],
    title: 'enabling the widget calls the redirect address once',
    async run(context) {
      const receiver = await context.receiver();
      receiver.answer = 500;
      const callback = `${receiver.url}/oauth/callback`;
      const integration = { clientId, clientSecret, redirectUri: callback };
      const amo = await seed(context, { integration }).catch(() => null);
      // Connecting asks with the constant redirect address; the account exists all the same.
      equal(amo, null, 'exchange with another redirect address');
      const { json } = await context.amocrm.admin('POST', `/accounts/${accountId}/install`);
      const sent = await receiver.count(1);
      equal(sent[0]?.method, 'GET', 'method');
      equal(
        query(sent[0]?.url ?? ''),
        { code: textAt(json, 'code'), referer: domain, platform: '1', client_id: clientId, from_widget: '1' },
        'parameters',
      );
      equal(sent[0]?.headers.accept, 'application/json, text/plain, */*', 'Accept');
      equal(sent[0]?.headers['content-type'], 'text/plain', 'Content-Type');
      equal(sent[0]?.headers.referer, '', 'Referer');
      await context.clock.advance(3_600_000);
      equal(receiver.received.length, 1, 'requests after an error and an hour');
    },
  },
  {
    id: 'amo-1.2-install-patience',
    facts: ['§1.2 install patience'],
    title: 'who says nothing for three seconds is left',
    async run(context) {
      const receiver = await context.receiver();
      receiver.answer = 'hang';
      const integration = { clientId, clientSecret, redirectUri: `${receiver.url}/oauth/callback` };
      await context.amocrm.admin('POST', '/accounts', { ...description, integration });
      const before = performance.now();
      const { json } = await context.amocrm.admin('POST', `/accounts/${accountId}/install`);
      equal(at(json, 'reply.kind'), 'timeout', 'the reply');
      that(performance.now() - before >= 2900, 'it did not wait');
      equal(receiver.received.length, 1, 'requests');
    },
  },
  {
    id: 'amo-1.2-platform',
    facts: ['§1.2 platform'],
    title: 'platform 2 outside amocrm.ru',
    async run(context) {
      await context.amocrm.admin('POST', '/accounts', { ...description, domain: 'zaryamed.kommo.com' });
      const { json } = await context.amocrm.admin('POST', `/accounts/${accountId}/install`, {
        deliver: false,
      });
      const params = query(textAt(json, 'url'));
      equal([params.platform, params.referer], ['2', 'zaryamed.kommo.com'], 'platform, referer');
    },
  },
  {
    id: 'amo-1.10-disconnect',
    facts: ['§1.10 disconnect', '§1.10 revoked', '§1.5 used refresh'],
    title: 'disabling sends the signed notice and kills the tokens',
    async run(context) {
      const receiver = await context.receiver();
      const disconnectUrl = `${receiver.url}/hooks/uninstall`;
      const amo = await seed(context, {
        integration: { clientId, clientSecret, redirectUri, disconnectUrl },
      });
      await amo.strings('POST', '/disconnect', {});
      const sent = await receiver.count(1);
      equal(sent[0]?.method, 'GET', 'method');
      const signature = createHmac('sha256', clientSecret).update(`${clientId}|${accountId}`).digest('hex');
      equal(
        query(sent[0]?.url ?? ''),
        { account_id: String(accountId), client_uuid: clientId, signature },
        'parameters',
      );
      status(await amo.api('GET', '/account'), 401, 'access token');
      const refresh = await amo.token({
        ...client,
        grant_type: 'refresh_token',
        refresh_token: amo.tokens.refresh,
      });
      status(refresh, 401, 'refresh token');
      equal(at(refresh.json, 'hint'), 'Token has been revoked', 'hint');
    },
  },
];
