import type { WidgetView } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { PageState } from './state.ts';
import type { WidgetActions } from './widget-actions.ts';
import { type BlockParts, drawBlock } from './widget-block.ts';
import type { ListenChannel } from './widget-live.ts';
import type { CrmPost } from './widget-post.ts';
import type { Render } from './widget-render.ts';

/** The methods a widget finds on itself (amocrm-api.md §6.5). */

const TOKEN_MS = 25 * 60_000;

const shortAreas: Record<string, string> = {
  leads_card: 'lcard',
  contacts_card: 'ccard',
  companies_card: 'comcard',
  leads: 'llist',
  contacts: 'clist',
  companies: 'clist',
  'leads-pipeline': 'everywhere',
  widgetsSettings: 'settings',
};

/** What all widgets of a page share. */
export type HostServices = {
  render: Render;
  crmPost: CrmPost;
  listen: ListenChannel;
  actions: WidgetActions;
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

function installStatus(widget: WidgetView): string {
  if (!widget.installed) return 'install';
  const missing = widget.settingsTemplate.some(
    (setting) => setting.required && (widget.settings[setting.key] ?? '') === '',
  );
  return missing ? 'not_configured' : 'installed';
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

function systemOf(state: PageState): Record<string, unknown> {
  const area = state.area.startsWith('advanced-settings:') ? 'advanced_settings' : state.area;
  return {
    area: shortAreas[area] ?? area,
    amouser_id: String(state.boot.user.id),
    amouser: state.boot.user.email,
    amohash: '',
    subdomain: state.boot.account.subdomain,
    domain: state.boot.account.domain,
    server: location.origin,
  };
}

function selection(state: PageState): Record<string, unknown> {
  const selected = state.list?.selected ?? [];
  const count = (key: 'emails' | 'phones'): number => selected.reduce((sum, row) => sum + row[key].length, 0);
  return { selected, summary: { items: selected.length, emails: count('emails'), phones: count('phones') } };
}

function cardContacts(state: PageState): Record<string, unknown>[] {
  return (state.open?.contacts ?? state.card?.contacts ?? []).map((contact) => ({
    id: contact.id,
    name: contact.name,
    first_name: contact.firstName,
    last_name: contact.lastName,
    phones: contact.phones,
    emails: contact.emails,
  }));
}

function authorizedAjax(
  state: PageState,
  token: () => Promise<string>,
  options: Record<string, unknown>,
): unknown {
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

export function createWidgetBase(
  state: PageState,
  widget: WidgetView,
  services: HostServices,
): Record<string, unknown> {
  const token = tokenCache(widget.clientUuid);
  const langs = structuredClone(widget.i18n.ru ?? Object.values(widget.i18n)[0] ?? {});
  const settings = settingsOf(state, widget);

  return {
    params: settings,
    langs,
    system: () => systemOf(state),
    get_settings: () => settings,
    set_settings: (more: Record<string, unknown>) => Object.assign(settings, more),
    get_version: () => widget.version,
    get_install_status: () => installStatus(widget),
    set_status: (status: string) => {
      settings.status = status;
      document.querySelector(`.widget-card[data-code="${widget.code}"]`)?.setAttribute('data-status', status);
    },
    i18n: (path: string) => textAt(langs, path),
    set_lang: (more: Record<string, unknown>) => Object.assign(langs, more),
    render: services.render,
    render_template: (parts: BlockParts, params: Record<string, unknown> = {}) =>
      drawBlock(state, widget, {
        ...parts,
        render: parts.render === undefined ? '' : String(services.render({ data: parts.render }, params)),
      }),
    list_selected: () => selection(state),
    crm_post: services.crmPost,
    add_action: services.actions.addAction,
    add_source: services.actions.addSource,
    listenSocketChannel: services.listen,
    widgetsOverlay: (on: boolean) =>
      document.querySelector('.card-widgets')?.classList.toggle('is-overlaid', on),
    setSdkCatalogId: (id: number) => {
      settings.sdk_catalog_id = id;
    },
    get_accounts_current: () => ({
      ...state.boot.account,
      users: state.boot.users,
      language: 'ru',
      currency: 'RUB',
    }),
    get_current_card_contacts_data: async () => cardContacts(state),
    $authorizedAjax: (options: Record<string, unknown>) => authorizedAjax(state, token, options),
  };
}
