import type { Services } from '../http/services.ts';
import type { AccountRow } from '../settings/settings.repository.ts';
import { open, randomToken, seal, sha256 } from '../shared/envelope.ts';

/**
 * What proves that an action of the Digital Pipeline is this account's: all accounts share one address (contract.md).
 * Random, made when an administrator first asks for it; it outlives a reinstall, as amoCRM's actions do.
 * null: the key it was sealed with is gone.
 */
export async function dpTokenOf(
  { repository, ring }: Pick<Services, 'repository' | 'ring'>,
  account: AccountRow,
): Promise<string | null> {
  const keys = await ring();
  const sealed = account.dpTokenSealed ?? (await give());
  const opened = sealed === null ? null : await open(keys, place(account.id), sealed);
  return opened?.ok ? opened.value : null;

  async function give(): Promise<string | null> {
    const token = randomToken();
    return repository.giveDpToken(account.id, {
      hash: await sha256(token),
      sealed: await seal(keys, place(account.id), token),
    });
  }
}

/** Binds the sealed token to its account (envelope.ts). */
function place(accountId: number): string {
  return `account:${accountId}:dp_token`;
}
