import { z } from 'zod';
import type { TokenPair } from '../amocrm/oauth.ts';
import { amocrmOrigin } from '../env.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { open, randomToken, seal, sha256 } from '../shared/envelope.ts';
import type { AccountClient } from './account.client.ts';
import type { AccountContext } from './context.ts';
import { type EventRow, hurryRetries, insertEvent } from './inbox.ts';
import { completeMark, leaveMark, readMark, withdrawMark } from './marks.ts';
import type { AttemptEnd } from './pump.ts';

/**
 * Installing: an object named `install:{referer}` keeps the authorization code, exchanges it, learns which account it is
 * and hands the tokens to that account's object (contract.md, «install»). `referer` is trusted only when the exchange works.
 */
const CODE_LIFE_MS = 20 * 60_000;
const pairSchema: z.ZodType<TokenPair> = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresInSeconds: z.number(),
});

export async function acceptCode(ctx: AccountContext, referer: string, code: string): Promise<void> {
  const sealedBody = await seal(await ctx.ring(), codePlace(referer), code);
  const now = ctx.clock.now();
  insertEvent(ctx.store, {
    kind: 'install.code',
    lane: `install:${code.slice(0, 12)}`,
    at: now,
    payload: { referer },
    sealedBody,
    dueAt: now,
  });
  ctx.wake();
}

export async function carryOutInstall(
  ctx: AccountContext,
  event: EventRow,
  accountOf: (accountId: number) => AccountClient,
): Promise<AttemptEnd> {
  const { referer } = JSON.parse(event.payload) as { referer: string };
  const pair = await exchange(ctx, event, referer);
  if ('outcome' in pair) {
    return pair;
  }
  const client = ctx.bareAmocrm(referer, pair.accessToken);
  const account = await client.account.current('click');
  if (!account.ok) {
    return { outcome: 'retry', code: `amocrm.${account.error.kind}`, httpStatus: null };
  }
  // Only administrators may read users: a refusal says that this grant is not an administrator's (amocrm-api.md §4.10).
  const user = await client.users.byId('click', account.value.currentUserId);
  if (!user.ok && user.error.kind !== 'forbidden') {
    return { outcome: 'retry', code: `amocrm.${user.error.kind}`, httpStatus: null };
  }
  await accountOf(account.value.id).adopt({
    domain: referer,
    name: account.value.name,
    timeZone: account.value.timeZone,
    pair,
    byAdmin: user.ok && user.value?.isAdmin === true,
  });
  return {
    outcome: 'done',
    decision: { actions: [{ kind: 'install', text: `Подключён аккаунт ${account.value.id}` }], reasons: [] },
    // The pair moved to the account's object: here it would be kept for ever.
    also: () => withdrawMark(ctx.store, event.id, 'pair'),
  };
}

/** The pair is durable here before the account is asked for: a code works once. */
async function exchange(
  ctx: AccountContext,
  event: EventRow,
  referer: string,
): Promise<TokenPair | AttemptEnd> {
  const ring = await ctx.ring();
  const mark = readMark(ctx.store, event.id, 'pair');
  if (mark?.result) {
    const opened = await open(ring, pairPlace(referer), mark.result);
    const pair = opened.ok ? pairSchema.safeParse(JSON.parse(opened.value)) : null;
    return pair?.success ? pair.data : refused('install.unreadable', 'Полученные токены не читаются');
  }
  if (ctx.clock.now() - event.at > CODE_LIFE_MS) {
    return refused('install.code_expired', 'Код авторизации старше 20 минут');
  }
  const code = event.sealedBody ? await open(ring, codePlace(referer), event.sealedBody) : null;
  if (!code?.ok) {
    return refused('install.unreadable', 'Код авторизации не читается');
  }
  leaveMark(ctx.store, event.id, 'pair', ctx.clock.now());
  const pair = await ctx.oauth.exchangeCode({ origin: amocrmOrigin(ctx.config, referer), code: code.value });
  if (!pair.ok) {
    return pair.error.kind === 'refused'
      ? refused('install.refused', `amoCRM не принял код: ${pair.error.hint || pair.error.detail}`)
      : { outcome: 'retry', code: `amocrm.${pair.error.kind}`, httpStatus: null };
  }
  completeMark(ctx.store, event.id, 'pair', await seal(ring, pairPlace(referer), JSON.stringify(pair.value)));
  return pair.value;
}

function refused(code: string, text: string): AttemptEnd {
  return { outcome: 'failed', code, httpStatus: null, decision: { actions: [], reasons: [{ code, text }] } };
}

export type Adoption = { domain: string; name: string; timeZone: string; pair: TokenPair; byAdmin: boolean };

/** In the account's own object: tokens, the account's row, and the event that subscribes its hooks. */
export async function adopt(ctx: AccountContext, accountId: number, adoption: Adoption): Promise<void> {
  const hookToken = randomToken();
  await ctx.repository.saveAccount({
    id: accountId,
    domain: adoption.domain,
    name: adoption.name,
    timeZone: adoption.timeZone,
    status: 'active',
    hookTokenHash: await sha256(hookToken),
    hookTokenSealed: await seal(await ctx.ring(), hookPlace(accountId), hookToken),
    installedAt: ctx.clock.now(),
  });
  // Last of what may fail: a repeated hand-over must not put a pair back that was refreshed meanwhile.
  await ctx.tokens.adopt(adoption.pair, adoption.byAdmin);
  const now = ctx.clock.now();
  insertEvent(ctx.store, {
    kind: 'account.subscribe',
    lane: 'account',
    at: now,
    payload: { origin: 'install' },
    dueAt: now,
  });
  hurryRetries(ctx.store, now);
  ctx.wake();
}

/** What this version reacts to (hook-events.ts). */
export const HOOKS: readonly string[] = ['delete_lead', 'restore_lead', 'status_lead'];

export async function carryOutSubscribe(ctx: AccountContext, settings: AccountSettings): Promise<AttemptEnd> {
  const token = await open(
    await ctx.ring(),
    hookPlace(settings.account.id),
    settings.account.hookTokenSealed,
  );
  if (!token.ok) {
    return refused('install.unreadable', 'Адрес для событий amoCRM не читается');
  }
  const destination = `${ctx.config.publicUrl}/hooks/amocrm/${settings.account.id}/${token.value}`;
  const hook = await ctx.amocrm(settings.account.domain).webhooks.subscribe('background', destination, HOOKS);
  if (!hook.ok) {
    return { outcome: 'retry', code: `amocrm.${hook.error.kind}`, httpStatus: null };
  }
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'hooks', text: 'Виджет подписан на события сделок в amoCRM' }],
      reasons: [],
    },
  };
}

export function hookPlace(accountId: number): string {
  return `account:${accountId}:hook_token`;
}

function codePlace(referer: string): string {
  return `install:${referer}:code`;
}

function pairPlace(referer: string): string {
  return `install:${referer}:pair`;
}
