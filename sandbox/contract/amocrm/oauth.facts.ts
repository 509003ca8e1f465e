import type { Fact } from '../framework/case.ts';

/** amocrm-api.md §1. */
export const oauthFacts: readonly Fact[] = [
  {
    key: '§1.1 kinds',
    text: 'private, public, external integrations',
    notDone:
      'a matter of forms and of moderation: an account of the double has one integration, given by its description',
  },
  { key: '§1.2 consent page', text: 'a consent page at `/oauth?client_id&state&mode` grants or refuses' },
  {
    key: '§1.2 consent parameters',
    text: 'consent answers with `code`, `referer` (host, no scheme), `client_id`, `platform`, `state` as sent',
  },
  { key: '§1.2 no state', text: '`state` comes back only if it was sent' },
  { key: '§1.2 access_denied', text: 'refusal: `error=access_denied` and `state`, no code' },
  { key: '§1.2 first grant', text: 'the first grant needs an administrator' },
  {
    key: '§1.2 modes',
    text: '`popup` redirects in the opener, `post_message` inside the popup',
    notDone: 'the double redirects in the window that asked; the product does not use the modes',
  },
  {
    key: '§1.2 install hook',
    text: 'enabling the widget: a GET to the redirect address with `code`, `referer`, `platform`, `client_id`, `from_widget=1` and no `state`',
  },
  {
    key: '§1.2 install headers',
    text: 'the install hook carries `Accept: application/json, text/plain, */*`, `Content-Type: text/plain` and an empty `Referer`',
  },
  {
    key: '§1.2 install once',
    text: 'the answer to the install hook is not looked at, and it is never repeated',
  },
  {
    key: '§1.2 install patience',
    text: 'the install hook waits 3 s',
  },
  { key: '§1.2 platform', text: '`platform` is 1 for amocrm.ru, 2 for kommo.com and amocrm.com' },
  {
    key: '§1.3 exchange',
    text: 'a code gives `{token_type: Bearer, expires_in: 86400, access_token, refresh_token}` as JSON',
  },
  { key: '§1.3 json only', text: 'the token endpoint takes JSON; a form causes trouble' },
  { key: '§1.4 refresh', text: 'a refresh returns a new pair and wants `redirect_uri` too' },
  { key: '§1.4 access life', text: 'an access token lives 24 h' },
  { key: '§1.4 refresh once', text: 'a refresh token is usable once, also when two come at the same moment' },
  { key: '§1.4 refresh idle', text: 'a refresh token dies after 3 months idle; every refresh restarts them' },
  { key: '§1.4 code life', text: 'a code lives 20 min' },
  { key: '§1.4 code once', text: 'a code works once' },
  { key: '§1.4 several pairs', text: 'several pairs may exist per installation' },
  {
    key: '§1.4 long-lived',
    text: 'a long-lived token lives 1 day … 5 years, has no refresh, can be revoked',
  },
  {
    key: '§1.5 problem body',
    text: 'errors are `{hint, title, type, status, detail}` with the constant type, in Russian',
  },
  { key: '§1.5 expired code', text: '400 `Authorization code has expired`' },
  { key: '§1.5 used code', text: '400 `Authorization code has been revoked`' },
  { key: '§1.5 garbage code', text: '400 `Cannot decrypt the authorization code`' },
  { key: '§1.5 client_id', text: '400 ``Check the `client_id` parameter``, missing or malformed' },
  { key: '§1.5 client_secret', text: '400 ``Check the `client_secret` parameter``, missing' },
  { key: '§1.5 redirect', text: '400 `Redirect URI is not associated with client`' },
  { key: '§1.5 host', text: '400 `Invalid account` on another account’s host' },
  { key: '§1.5 used refresh', text: '401 `Token has been revoked` for a used or revoked refresh token' },
  { key: '§1.5 client pair', text: '401 «Некорректный клиент», «Авторизация клиента не прошла», no hint' },
  { key: '§1.5 garbage refresh', text: '401 or 400 `Cannot decrypt the refresh token`' },
  { key: '§1.5 blocked', text: '403 as an HTML page for a blocked account' },
  {
    key: '§1.6 claims',
    text: 'an access token is an RS256 JWT with `aud`, `jti`, `iat`, `nbf`, `exp`, `sub`, `account_id`, `base_domain`, `api_domain`, `scopes`',
  },
  { key: '§1.6 old host', text: 'after a rename the old host answers 401 or 404' },
  {
    key: '§1.6 subdomain',
    text: '`/oauth2/account/current/subdomain` with `X-Refresh-Token` gives `{id, subdomain, domain, top_level_domain}`',
  },
  { key: '§1.6 dead refresh', text: 'that call is 401 when the refresh token is dead' },
  {
    key: '§1.6 old subdomain call',
    text: '`GET /oauth2/account/subdomain` with Bearer',
    notDone: 'deprecated by amoCRM',
  },
  {
    key: '§1.7 button',
    text: 'the website button and its external variant',
    notDone:
      'a script of amoCRM’s own for other people’s sites; the product is installed from the marketplace',
  },
  {
    key: '§1.8 rotation',
    text: 'a secret can be regenerated; no hook tells of it',
    notDone: 'no address or reply is documented; tests bend the secret of a disposable token instead',
  },
  {
    key: '§1.9 scope',
    text: 'a missing scope is 403 `{title: Forbidden, detail: "Client doesn\'t have the required scope"}`',
  },
  { key: '§1.9 context user', text: '`X-Context-User-ID` runs the call with that user’s rights' },
  {
    key: '§1.9 context refused',
    text: 'unknown or free context user, or a token no administrator granted: authorization denied',
  },
  {
    key: '§1.10 disconnect',
    text: 'disabling sends a GET with `account_id`, `client_uuid` and the HMAC signature',
  },
  { key: '§1.10 revoked', text: 'after it access and refresh tokens are revoked' },
  { key: '§1.11 legacy', text: '`exchange_api_key`', notDone: 'legacy; the reference says it is not needed' },
];
