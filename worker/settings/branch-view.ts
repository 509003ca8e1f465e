import type { AccountClient } from '../account/account.client.ts';
import type { Services } from '../http/services.ts';
import { open } from '../shared/envelope.ts';
import type { Branch, SourceHealth } from './branches.schemas.ts';
import type { BranchRow, SourceRow } from './settings.repository.ts';

/** Branches as administrators see them: the secret never leaves, the callback address does. */
const UNKNOWN: SourceHealth = { keyValid: null, lastSuccessAt: null, lastError: null };

/** Binds a sealed callback token to its account (envelope.ts); the branch's id is not known when it is sealed. */
export function callbackPlace(accountId: number): string {
  return `account:${accountId}:callback`;
}

export async function branchView(
  services: Services,
  branch: BranchRow,
  sources: readonly SourceRow[],
  { version, health }: { version: number; health: SourceHealth | undefined },
): Promise<Branch> {
  const { accountId, id, sourceId, title, timeZone, buildingId, main, enabled, createDeals } = branch;
  const token = await open(await services.ring(), callbackPlace(accountId), branch.callbackTokenSealed);
  return {
    id,
    sourceId,
    title,
    apiId: sources.find((source) => source.id === sourceId)?.apiId ?? '',
    timeZone,
    buildingId,
    main,
    enabled,
    createDeals,
    version,
    callbackUrl: token.ok
      ? `${services.config.publicUrl}/hooks/archimed/${accountId}-${id}/${token.value}`
      : '',
    health: health ?? UNKNOWN,
  };
}

/** By branch; an object that does not answer is no reason to hide the settings. */
export async function healthOf(account: AccountClient): Promise<Record<number, SourceHealth>> {
  try {
    return await account.branchHealth();
  } catch {
    return {};
  }
}
