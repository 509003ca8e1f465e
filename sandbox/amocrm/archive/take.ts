import type { World } from '../core/world.ts';
import { type CheckResult, checkArchive } from './check.ts';

/** Checks an archive for the accounts whose integration it belongs to, and serves it from then on. */
export async function takeArchive(
  world: World,
  code: string,
  zip: Uint8Array,
  fileName?: string,
): Promise<CheckResult> {
  const owner = [...world.accounts.values()].find((account) => account.widget.code === code);
  const result = await checkArchive(code, zip, {
    kind: owner?.integration.kind ?? 'public',
    known: [...world.archives.values()],
    fileName,
  });
  if (result.ok) world.archives.set(code, result.archive);
  return result;
}
