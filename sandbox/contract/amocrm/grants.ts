import { at, equal, status } from '../framework/check.ts';
import type { Reply } from '../framework/http.ts';
import { client } from './kit.ts';

export const byCode = (code: string) => ({ ...client, grant_type: 'authorization_code', code });
export const byRefresh = (token: string) => ({
  ...client,
  grant_type: 'refresh_token',
  refresh_token: token,
});

/** The error table of the token endpoint (amocrm-api.md §1.5). */
export function refused(reply: Reply, expected: number, hint: string): void {
  status(reply, expected);
  equal(at(reply.json, 'hint'), hint, 'hint');
  equal(at(reply.json, 'type'), 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson', 'type');
}
