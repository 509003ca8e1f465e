import { z } from 'zod';
import type { RemoteFetch, RemoteReply } from '../http/remote-fetch.ts';
import { err, ok, type Result } from '../shared/result.ts';
import {
  outcomeUnknown as apiOutcomeUnknown,
  failureOfRemote,
  failureOfReply,
  parseJson,
} from './failure.ts';
import { decodeJsonPart } from './jwt-part.ts';

export type OauthFailure =
  /** The token endpoint's own JSON 400 or 401: this code or refresh token will never work (amocrm-api.md §1.5). */
  | { readonly kind: 'refused'; readonly status: 400 | 401; readonly hint: string; readonly detail: string }
  /** 403: account or address blocked. Says nothing about the token. */
  | { readonly kind: 'blocked' }
  /** No such account under this host: its subdomain may have changed (§1.6). */
  | { readonly kind: 'not_found' }
  | { readonly kind: 'rate_limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'unavailable'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'network'; readonly detail: string }
  | { readonly kind: 'bad_reply'; readonly detail: string };

/** After such a failure amoCRM may have used up the code or refresh token although we got no new pair. */
export function outcomeUnknown(failure: OauthFailure): boolean {
  return failure.kind !== 'refused' && apiOutcomeUnknown(failure);
}

export type TokenPair = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
};

export type CurrentSubdomain = {
  readonly accountId: number;
  readonly subdomain: string;
  readonly domain: string;
};

type OauthResult<T> = Promise<Result<T, OauthFailure>>;

export type AmocrmOauth = {
  exchangeCode(request: { readonly origin: string; readonly code: string }): OauthResult<TokenPair>;
  refresh(request: { readonly origin: string; readonly refreshToken: string }): OauthResult<TokenPair>;
  /** Where the account lives now; `origin` is that of the token's `api_domain`. */
  currentSubdomain(request: {
    readonly origin: string;
    readonly refreshToken: string;
  }): OauthResult<CurrentSubdomain>;
};

type Options = {
  readonly remote: RemoteFetch;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
};

const tokenReply = z
  .object({
    access_token: z.string().min(1),
    refresh_token: z.string().min(1),
    expires_in: z.number().positive(),
  })
  .transform((body) => ({
    accessToken: body.access_token,
    refreshToken: body.refresh_token,
    expiresInSeconds: body.expires_in,
  }));

const subdomainReply = z
  .object({ id: z.number().int(), subdomain: z.string().min(1), domain: z.string().min(1) })
  .transform(({ id, subdomain, domain }) => ({ accountId: id, subdomain, domain }));

const refusal = z.object({ hint: z.string().default(''), detail: z.string().default('') });

export function createAmocrmOauth({ remote, clientId, clientSecret, redirectUri }: Options): AmocrmOauth {
  async function ask<T>(request: Parameters<RemoteFetch>[0], schema: z.ZodType<T>): OauthResult<T> {
    const answer = await remote(request);
    if (!answer.ok) return err(toOauth(failureOfRemote(answer.error)));
    const failure = failureOfToken(answer.value);
    if (failure !== null) return err(failure);
    const body = schema.safeParse(parseJson(answer.value.text));
    return body.success ? ok(body.data) : err({ kind: 'bad_reply', detail: 'an unknown shape' });
  }

  function token(origin: string, grant: Readonly<Record<string, string>>): OauthResult<TokenPair> {
    const body = {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      ...grant,
    };
    return ask(
      {
        method: 'POST',
        url: new URL('/oauth2/access_token', origin).href,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      tokenReply,
    );
  }

  return {
    exchangeCode: ({ origin, code }) => token(origin, { grant_type: 'authorization_code', code }),
    refresh: ({ origin, refreshToken }) =>
      token(origin, { grant_type: 'refresh_token', refresh_token: refreshToken }),
    currentSubdomain: ({ origin, refreshToken }) =>
      ask(
        {
          method: 'GET',
          url: new URL('/oauth2/account/current/subdomain', origin).href,
          headers: { accept: 'application/json', 'x-refresh-token': refreshToken },
        },
        subdomainReply,
      ),
  };
}

/** Only a JSON 400 or 401 is a verdict on the code or token; the same status as a gateway's page is not. */
function failureOfToken(reply: RemoteReply): OauthFailure | null {
  const failure = failureOfReply(reply);
  if (failure === null) return null;
  const { status } = reply;
  if (status !== 400 && status !== 401) return toOauth(failure);
  const body = refusal.safeParse(parseJson(reply.text));
  if (!body.success) return { kind: 'bad_reply', detail: `status ${status} without JSON` };
  return { kind: 'refused', status, ...body.data };
}

function toOauth(failure: NonNullable<ReturnType<typeof failureOfReply>>): OauthFailure {
  switch (failure.kind) {
    case 'blocked':
    case 'forbidden':
      return { kind: 'blocked' };
    case 'not_found':
      return { kind: 'not_found' };
    case 'rate_limited':
    case 'unavailable':
    case 'timeout':
    case 'network':
    case 'bad_reply':
      return failure;
    case 'unpaid':
    case 'invalid':
    case 'unauthorized':
    case 'no_token':
      return { kind: 'bad_reply', detail: `unexpected ${failure.kind}` };
  }
}

/** What an access token says about itself. Not verified (its key is amoCRM's own): a hint, never a proof (§1.6). */
export type AccessTokenHints = {
  readonly accountId: number | null;
  readonly userId: number | null;
  readonly apiDomain: string | null;
};

const hintClaims = z
  .object({
    account_id: z.coerce.number().int().positive().nullish().catch(null),
    sub: z.coerce.number().int().positive().nullish().catch(null),
    api_domain: z.string().nullish().catch(null),
  })
  .transform(({ account_id, sub, api_domain }) => ({
    accountId: account_id ?? null,
    userId: sub ?? null,
    apiDomain: api_domain ?? null,
  }));

export function accessTokenHints(accessToken: string): AccessTokenHints {
  const nothing = { accountId: null, userId: null, apiDomain: null };
  const payload = accessToken.split('.')[1];
  if (payload === undefined) return nothing;
  return hintClaims.safeParse(decodeJsonPart(payload)).data ?? nothing;
}
