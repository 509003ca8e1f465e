import { type Context, Hono } from 'hono';
import type { World } from '../core/world.ts';
import { escapeHtml, page } from '../pages/html.ts';
import { currentSession, ensureSession } from '../pages/session.ts';
import { grantParams, redirectUrl } from './lifecycle.ts';

/** The first grant needs an administrator (amocrm-api.md §1.2). */
function administratorOnly(c: Context): Response | Promise<Response> {
  return c.html(page('Доступ', '<p>Подключить интеграцию может только администратор аккаунта.</p>'), 403);
}

/**
 * `popup`: the page that opened this one is redirected and the popup closes; else, also with `post_message`, the
 * redirect happens here (amocrm-api.md §1.2).
 */
function leave(c: Context, url: string, mode: unknown): Response | Promise<Response> {
  if (mode !== 'popup') return c.redirect(url);
  const target = JSON.stringify(url).replaceAll('<', '\\u003c');
  const script = `const url = ${target};
if (window.opener) { window.opener.location.href = url; window.close(); } else location.replace(url);`;
  return c.html(
    page(
      'Доступ',
      `<script>${script}</script><p><a href="${escapeHtml(url)}" data-testid="consent-leave">Продолжить</a></p>`,
    ),
  );
}

/** The consent page (amocrm-api.md §1.2): no redirect_uri, scope or response_type parameters. */
export function consentRoutes(world: World): Hono {
  const app = new Hono();

  app.get('/oauth', (c) => {
    const session = ensureSession(world, c);
    const account = session === null ? undefined : world.accounts.get(session.accountId);
    const user = account?.users.find((candidate) => candidate.id === session?.userId);
    const clientId = c.req.query('client_id') ?? '';
    if (account === undefined || user === undefined || account.integration.clientId !== clientId) {
      return c.html(page('Доступ', '<p>Интеграция не найдена.</p>'), 404);
    }
    if (!account.widget.installed && !user.isAdmin) return administratorOnly(c);
    const hidden = (name: string): string =>
      `<input type="hidden" name="${name}" value="${escapeHtml(c.req.query(name) ?? '')}">`;
    const body = `
      <form class="consent" method="post" action="/oauth" data-testid="consent">
        <h1>Предоставить доступ</h1>
        <p>Интеграция «ArchiMed+» запрашивает доступ к аккаунту <b>${escapeHtml(account.name)}</b> (${escapeHtml(account.domain)}).</p>
        <p class="muted">Вы вошли как ${escapeHtml(user.name)}.</p>
        ${hidden('client_id')}${hidden('state')}${hidden('mode')}
        <div class="row">
          <button class="button button_primary" name="answer" value="allow" data-testid="consent-allow">Разрешить</button>
          <button class="button" name="answer" value="deny" data-testid="consent-deny">Отказать</button>
        </div>
      </form>`;
    return c.html(page('Предоставить доступ', body));
  });

  app.post('/oauth', async (c) => {
    const form = await c.req.parseBody();
    const session = currentSession(world, c);
    const account = session === undefined ? undefined : world.accounts.get(session.accountId);
    if (account === undefined || session === undefined || form.client_id !== account.integration.clientId) {
      return c.html(page('Доступ', '<p>Интеграция не найдена.</p>'), 404);
    }
    const user = account.users.find((candidate) => candidate.id === session.userId);
    if (!account.widget.installed && user?.isAdmin !== true) return administratorOnly(c);
    const state: Record<string, string> =
      typeof form.state === 'string' && form.state !== '' ? { state: form.state } : {};
    if (form.answer !== 'allow')
      return leave(c, redirectUrl(account, { error: 'access_denied', ...state }), form.mode);
    const code = world.tokens.issueCode({
      accountId: account.id,
      clientId: account.integration.clientId,
      userId: session.userId,
    });
    account.widget.installed = true;
    return leave(c, redirectUrl(account, { ...grantParams(account, code), ...state }), form.mode);
  });

  return app;
}
