import { createHmac } from 'node:crypto';
import type { Account } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { type OutboundReply, send } from '../hooks/outbound.ts';

const INSTALL_TIMEOUT_MS = 3000;

/** 1 = amocrm.ru, 2 = the international ones (amocrm-api.md §1.2). */
function platformOf(account: Account): string {
  return account.domain.endsWith('.ru') ? '1' : '2';
}

export function redirectUrl(account: Account, params: Record<string, string>): string {
  const url = new URL(account.integration.redirectUri);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  return url.toString();
}

export function grantParams(account: Account, code: string): Record<string, string> {
  return {
    code,
    referer: account.domain,
    platform: platformOf(account),
    client_id: account.integration.clientId,
  };
}

export type InstallResult = { code: string; url: string; reply: OutboundReply | null };

/** Enabling the widget: amoCRM itself calls the redirect address, once, 3 s, whatever the answer (§1.2). */
export async function install(
  world: World,
  account: Account,
  options: { userId?: number | undefined; deliver: boolean },
): Promise<InstallResult> {
  const userId = options.userId ?? account.users.find((user) => user.isAdmin)?.id ?? 0;
  const code = world.tokens.issueCode({
    accountId: account.id,
    clientId: account.integration.clientId,
    userId,
  });
  account.widget.installed = true;
  const url = redirectUrl(account, { ...grantParams(account, code), from_widget: '1' });
  if (!options.deliver) return { code, url, reply: null };
  const reply = await send({
    method: 'GET',
    url,
    headers: { accept: 'application/json, text/plain, */*', 'content-type': 'text/plain', referer: '' },
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  return { code, url, reply };
}

export type DisconnectResult = { url: string | null; reply: OutboundReply | null };

/** Disabling the integration: tokens are dead first, then the signed notice goes out (§1.10). */
export async function disconnect(world: World, account: Account, deliver = true): Promise<DisconnectResult> {
  const { clientId, clientSecret, disconnectUrl } = account.integration;
  world.tokens.revokeAll(account.id);
  account.widget.installed = false;
  if (disconnectUrl === null) return { url: null, reply: null };
  const url = new URL(disconnectUrl);
  url.searchParams.set('account_id', String(account.id));
  // One paragraph of the docs has the other spelling (§1.10).
  url.searchParams.set(account.settings.disconnectParam, clientId);
  url.searchParams.set(
    'signature',
    createHmac('sha256', clientSecret).update(`${clientId}|${account.id}`).digest('hex'),
  );
  if (!deliver) return { url: url.toString(), reply: null };
  const reply = await send({
    method: 'GET',
    url: url.toString(),
    headers: { accept: '*/*' },
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  return { url: url.toString(), reply };
}
