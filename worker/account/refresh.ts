import type { AmocrmOauth, OauthFailure, TokenPair } from '../amocrm/oauth.ts';
import { amocrmOrigin, type Config } from '../env.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { DomainKeeper } from './domain.ts';
import type { HeldPair, RefreshFailure } from './tokens.ts';

/** Another account lives at this host now: says nothing about the token (amocrm-api.md §1.5). */
const FOREIGN_HOST = 'Invalid account';

type Means = { config: Config; oauth: AmocrmOauth; domain: DomainKeeper };

/** A refresh, at the account's new host if the old one no longer answers for it. */
export async function refreshAt(
  { config, oauth, domain }: Means,
  known: string,
  held: HeldPair,
): Promise<Result<TokenPair, RefreshFailure>> {
  const refresh = () =>
    oauth.refresh({
      origin: amocrmOrigin(config, domain.present(known)),
      refreshToken: held.refreshToken,
    });
  const first = await refresh();
  if (first.ok) {
    return first;
  }
  if (first.error.kind !== 'refused' && first.error.kind !== 'not_found') {
    return err(verdictOf(first.error));
  }
  switch (await domain.find(held, { evenIfJustAsked: true })) {
    case 'moved': {
      const again = await refresh();
      return again.ok ? ok(again.value) : err(verdictOf(again.error));
    }
    case 'refused':
      return err({ kind: 'refused' });
    case 'same':
    case 'unknown':
      return err(verdictOf(first.error));
  }
}

/** Only amoCRM's own words about this token end a grant; a time-out or a gateway's page does not. */
function verdictOf(failure: OauthFailure): RefreshFailure {
  if (failure.kind !== 'refused') {
    return { kind: 'retry', failure };
  }
  return failure.hint === FOREIGN_HOST
    ? { kind: 'retry', failure: { kind: 'not_found' } }
    : { kind: 'refused' };
}
