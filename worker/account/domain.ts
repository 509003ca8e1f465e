import { type AmocrmOauth, accessTokenHints } from '../amocrm/oauth.ts';
import { amocrmOrigin, type Config, isAmocrmDomain } from '../env.ts';
import type { SettingsRepository } from '../settings/settings.repository.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { HeldPair } from './tokens.ts';

/**
 * Where the account lives. Its subdomain can change, its number cannot: the old host then answers 401 or 404, and
 * amoCRM is asked for the new one with the tokens that still work (amocrm-api.md §1.6).
 */
export type DomainKeeper = {
  /** `known` is what the caller read earlier. */
  present(known: string): string;
  /** The settings were read anew. */
  learn(domain: string): void;
  find(pair: HeldPair, options?: { evenIfJustAsked: boolean }): Promise<Found>;
};

/** `refused`: amoCRM says in JSON that the refresh token is dead; `unknown`: it did not tell. */
export type Found = 'moved' | 'same' | 'refused' | 'unknown';

type Options = {
  accountId: number;
  config: Config;
  oauth: AmocrmOauth;
  repository: SettingsRepository;
  clock: Clock;
  log: Log;
};

/** Many calls may find the host gone at once, and a page of 404 need not mean that. */
const ASK_EVERY_MS = 60_000;

export function createDomainKeeper({
  accountId,
  config,
  oauth,
  repository,
  clock,
  log,
}: Options): DomainKeeper {
  let here: string | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<Found> | null = null;

  async function ask({ accessToken, refreshToken }: HeldPair): Promise<Found> {
    const { apiDomain } = accessTokenHints(accessToken);
    // A hint of the token itself: the refresh token goes to amoCRM's own hosts only.
    if (apiDomain === null || !isAmocrmDomain(apiDomain)) {
      return 'unknown';
    }
    const current = await oauth.currentSubdomain({ origin: amocrmOrigin(config, apiDomain), refreshToken });
    if (!current.ok) {
      return current.error.kind === 'refused' ? 'refused' : 'unknown';
    }
    const { domain } = current.value;
    if (current.value.accountId !== accountId || !isAmocrmDomain(domain)) {
      log('account.strange_domain', { account: accountId, told: current.value.accountId });
      return 'unknown';
    }
    const account = await repository.account(accountId);
    here = domain;
    if (!account || account.domain === domain) {
      return 'same';
    }
    await repository.moveAccount(accountId, domain);
    log('account.moved', { account: accountId, from: account.domain, to: domain });
    return 'moved';
  }

  return {
    present: (known) => here ?? known,
    learn(domain) {
      here = domain;
    },
    find(pair, { evenIfJustAsked } = { evenIfJustAsked: false }) {
      if (asking) {
        return asking;
      }
      if (!evenIfJustAsked && clock.now() - askedAt < ASK_EVERY_MS / config.timeScale) {
        return Promise.resolve('unknown');
      }
      askedAt = clock.now();
      asking = ask(pair).finally(() => {
        asking = null;
      });
      return asking;
    },
  };
}
