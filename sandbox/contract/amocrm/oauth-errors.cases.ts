import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, status, that } from '../framework/check.ts';
import { description } from './account.ts';
import { byCode, byRefresh, refused } from './grants.ts';
import { client, onAccount } from './kit.ts';

/** A row of the error table: one thing wrong with a good exchange. */
function row(
  id: string,
  fact: string,
  change: Record<string, unknown>,
  expected: number,
  hint: string,
): ContractCase {
  return onAccount(`amo-1.5-${id}`, [fact], `token endpoint: ${hint}`, async (amo) => {
    refused(await amo.token({ ...byCode(await amo.code()), ...change }), expected, hint);
  });
}

export const oauthErrorCases: readonly ContractCase[] = [
  row(
    'garbage-code',
    '§1.5 garbage code',
    { code: 'def50200' },
    400,
    'Cannot decrypt the authorization code',
  ),
  row(
    'client-id-missing',
    '§1.5 client_id',
    { client_id: undefined },
    400,
    'Check the `client_id` parameter',
  ),
  row(
    'client-id-malformed',
    '§1.5 client_id',
    { client_id: 'not-a-uuid' },
    400,
    'Check the `client_id` parameter',
  ),
  row(
    'client-secret-missing',
    '§1.5 client_secret',
    { client_secret: undefined },
    400,
    'Check the `client_secret` parameter',
  ),
  row(
    'redirect-mismatch',
    '§1.5 redirect',
    { redirect_uri: `${client.redirect_uri}/` },
    400,
    'Redirect URI is not associated with client',
  ),
  onAccount('amo-1.5-body', ['§1.5 problem body'], 'the body of an error, key by key', async (amo) => {
    const reply = await amo.token(byCode('def50200'));
    keys(reply.json, ['hint', 'title', 'type', 'status', 'detail'], 'the problem');
    equal(at(reply.json, 'title'), 'Некорректный запрос', 'title');
    equal(at(reply.json, 'detail'), 'В запросе отсутствует ряд параметров или параметры невалидны', 'detail');
    equal(at(reply.json, 'status'), 400, 'status in the body');
  }),
  onAccount(
    'amo-1.5-client-pair',
    ['§1.5 client pair'],
    'a wrong secret and an unknown client',
    async (amo) => {
      const code = await amo.code();
      for (const change of [
        { client_secret: 'x'.repeat(64) },
        { client_id: '00000000-0000-4000-8000-000000000000' },
      ]) {
        const reply = await amo.token({ ...byCode(code), ...change });
        status(reply, 401);
        equal(at(reply.json, 'title'), 'Некорректный клиент', 'title');
        equal(at(reply.json, 'detail'), 'Авторизация клиента не прошла', 'detail');
        equal(at(reply.json, 'hint'), undefined, 'hint');
      }
      status(await amo.token(byCode(code)), 200, 'the code was not burnt by that');
    },
  ),
  onAccount('amo-1.5-other-host', ['§1.5 host'], 'a code is not taken on another host', async (amo) => {
    const other = { id: 32100999, subdomain: 'somebodyelse', domain: 'somebodyelse.amocrm.ru' };
    await amo.amocrm.admin('POST', '/accounts', { ...description, ...other });
    const reply = await amo.amocrm.call('POST', '/oauth2/access_token', {
      body: byCode(await amo.code()),
      headers: { host: other.domain },
    });
    refused(reply, 400, 'Invalid account');
  }),
  onAccount(
    'amo-1.5-garbage-refresh',
    ['§1.5 garbage refresh'],
    'a refresh token that is none',
    async (amo) => {
      const reply = await amo.token(byRefresh('def50200'));
      that(reply.status === 400 || reply.status === 401, `status ${reply.status}`);
      equal(at(reply.json, 'hint'), 'Cannot decrypt the refresh token', 'hint');
    },
  ),
  onAccount(
    'amo-1.5-blocked-html',
    ['§1.5 blocked'],
    'a blocked account answers 403 in HTML, and the token stays good',
    async (amo) => {
      await amo.set({ blocked: true });
      const reply = await amo.token(byRefresh(amo.tokens.refresh));
      status(reply, 403);
      that(reply.headers['content-type']?.startsWith('text/html') === true, 'not HTML');
      await amo.set({ blocked: false });
      status(await amo.token(byRefresh(amo.tokens.refresh)), 200, 'after the block');
    },
  ),
];
