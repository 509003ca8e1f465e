import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { installObject } from '../account/account.client.ts';
import { amocrmOrigin } from '../env.ts';
import type { AppEnv } from '../http/app-env.ts';
import { fail } from '../http/app-error.ts';
import { randomToken } from '../shared/envelope.ts';
import { readCallback } from './callback.ts';
import { installedPage, refusal } from './installed-page.ts';

const STATE_COOKIE = 'archimed_oauth_state';
const STATE_SECONDS = 600;
/** The consent page is nobody's account yet (contract.md, «Running»). */
const CONSENT_DOMAIN = 'www.amocrm.ru';

export function installRoutes() {
  return new Hono<AppEnv>()
    .get('/oauth/amocrm/start', (c) => {
      const { config } = c.get('services');
      const state = randomToken();
      setCookie(c, STATE_COOKIE, state, { ...cookieScope(config.publicUrl), maxAge: STATE_SECONDS });
      const query = new URLSearchParams({ client_id: config.amocrm.clientId, state, mode: 'popup' });
      c.header('Cache-Control', 'no-store');
      return c.redirect(`${amocrmOrigin(config, CONSENT_DOMAIN)}/oauth?${query}`, 302);
    })
    .get('/oauth/amocrm/callback', async (c) => {
      const { config, log } = c.get('services');
      const grant = readCallback(c.req.query(), getCookie(c, STATE_COOKIE), config.amocrm.clientId);
      if (!grant.ok) {
        log('install.refused', { code: grant.error.code });
        return refusal(c, grant.error);
      }
      const { referer, code, fromWidget } = grant.value;
      try {
        await installObject(c.env, referer).acceptCode(referer, code);
      } catch {
        fail(503, 'install.unavailable', 'Не удалось сохранить код. Начните установку заново.');
      }
      c.header('Cache-Control', 'no-store');
      if (fromWidget) {
        return c.json({}, 200);
      }
      deleteCookie(c, STATE_COOKIE, cookieScope(config.publicUrl));
      return c.redirect('/installed', 302);
    })
    .get('/installed', (c) => installedPage(c));
}

/** Lax: the consent page comes back by a top-level navigation from amoCRM's host. */
function cookieScope(publicUrl: string) {
  const { protocol } = new URL(publicUrl);
  return { path: '/oauth/amocrm', httpOnly: true, sameSite: 'Lax', secure: protocol === 'https:' } as const;
}
