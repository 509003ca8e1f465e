import type { WidgetView } from '../pages/view-types.ts';
import { api } from './api.ts';
import { el } from './dom.ts';
import type { PageState } from './state.ts';

/** The methods a widget finds on itself (amocrm-api.md §6.5). */

const TOKEN_MS = 25 * 60_000;

const shortAreas: Record<string, string> = {
  leads_card: 'lcard',
  'leads-pipeline': 'everywhere',
  widgetsSettings: 'settings',
};

function textAt(texts: unknown, path: string): unknown {
  let node = texts;
  for (const part of path.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }
  return node;
}

/** amoCRM's own script keeps one token for about 25 minutes (§2.1). */
function tokenCache(uuid: string): () => Promise<string> {
  let kept: { token: string; at: number } | null = null;
  return async () => {
    if (kept === null || Date.now() - kept.at > TOKEN_MS) {
      kept = { token: (await api.disposableToken(uuid)).token, at: Date.now() };
    }
    return kept.token;
  };
}

function settingsOf(state: PageState, widget: WidgetView): Record<string, unknown> {
  return {
    ...widget.settings,
    id: 1128000,
    widget_code: widget.code,
    path: `/widgets/${widget.code}`,
    images_path: `/widgets/${widget.code}/images`,
    version: widget.version,
    status: widget.installed ? 'installed' : 'install',
    active: widget.installed ? 'Y' : 'N',
    widget_active: widget.installed ? 'Y' : 'N',
    oauth_client_uuid: widget.clientUuid,
    locale: 'ru',
    account_id: state.boot.account.id,
  };
}

function drawBlock(
  widget: WidgetView,
  parts: { caption?: { class_name?: string; html?: string }; body?: string; render?: string },
): void {
  const column = document.querySelector('.card-widgets__elements');
  if (column === null) return;
  const body = el('div', { class: 'card-widgets__widget__body' });
  // What a widget hands over is markup by contract (§6.5).
  body.innerHTML = `${parts.body ?? ''}${parts.render ?? ''}`;
  const caption = el('div', { class: `card-widgets__widget__caption ${parts.caption?.class_name ?? ''}` });
  if (parts.caption?.html !== undefined) caption.innerHTML = parts.caption.html;
  else
    caption.append(
      el('img', { src: `/widgets/${widget.code}/images/logo.png?v=${widget.version}`, alt: '' }),
    );
  const block = el(
    'div',
    { class: `card-widgets__widget card-widgets__widget-${widget.code}`, 'data-code': widget.code },
    caption,
    body,
  );
  column.querySelector(`.card-widgets__widget-${widget.code}`)?.remove();
  column.append(block);
}

/** twig is not part of the double: plain `{{ name }}` is filled in, anything else is refused loudly. */
function fill(template: string, params: Record<string, unknown>): string {
  if (template.includes('{%')) throw new Error('The double has no twig: use plain markup');
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

export function createWidgetBase(state: PageState, widget: WidgetView): Record<string, unknown> {
  const token = tokenCache(widget.clientUuid);
  const langs = widget.i18n.ru ?? Object.values(widget.i18n)[0];
  let settings = settingsOf(state, widget);

  function authorizedAjax(options: Record<string, unknown>): unknown {
    const deferred = state.$.Deferred();
    const headers = typeof options.headers === 'object' ? options.headers : {};
    token().then(
      (value) => {
        state.$.ajax({ ...options, headers: { ...headers, 'X-Auth-Token': value } })
          .done((...values) => deferred.resolve(...values))
          .fail((...values) => deferred.reject(...values));
      },
      (error: unknown) => deferred.reject({ status: 0, statusText: String(error) }, 'error', String(error)),
    );
    return deferred.promise();
  }

  return {
    params: settings,
    langs,
    system: () => ({
      area: state.area.startsWith('advanced-settings:')
        ? 'advanced_settings'
        : (shortAreas[state.area] ?? state.area),
      amouser_id: String(state.boot.user.id),
      amouser: state.boot.user.email,
      amohash: '',
      subdomain: state.boot.account.subdomain,
      domain: state.boot.account.domain,
      server: location.origin,
    }),
    get_settings: () => settings,
    set_settings: (more: Record<string, unknown>) => {
      settings = Object.assign(settings, more);
    },
    get_version: () => widget.version,
    get_install_status: () => (widget.installed ? 'installed' : 'install'),
    set_status: (status: string) => {
      settings.status = status;
      document.querySelector(`.widget-card[data-code="${widget.code}"]`)?.setAttribute('data-status', status);
    },
    i18n: (path: string) => textAt(langs, path),
    set_lang: () => undefined,
    render: (source: { data?: string }, params: Record<string, unknown> = {}) =>
      fill(source.data ?? '', params),
    render_template: (parts: Parameters<typeof drawBlock>[1]) => drawBlock(widget, parts),
    list_selected: () => ({ selected: [], summary: { items: 0, emails: 0, phones: 0 } }),
    add_action: () => undefined,
    widgetsOverlay: (on: boolean) =>
      document.querySelector('.card-widgets')?.classList.toggle('is-overlaid', on),
    get_accounts_current: () => ({
      ...state.boot.account,
      users: state.boot.users,
      language: 'ru',
      currency: 'RUB',
    }),
    get_current_card_contacts_data: async () =>
      (state.card?.contacts ?? []).map((contact) => ({
        id: contact.id,
        name: contact.name,
        first_name: contact.firstName,
        last_name: contact.lastName,
        phones: contact.phones,
        emails: contact.emails,
      })),
    $authorizedAjax: authorizedAjax,
  };
}
