import { secretPlace } from '../account/context.ts';
import { type ApiFailure, problem } from '../account/failures.ts';
import { open, seal } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Work } from './save.ts';
import type { BranchRow, SourceRow } from './settings.repository.ts';

/** Credentials of a source: API ID and Secret, replaceable, sealed at once (product.md §2, §5). */
export type KeyPair = { apiId: string; apiSecret: string };

export async function sealSecret({ services, caller }: Work, { apiId, apiSecret }: KeyPair): Promise<string> {
  return seal(await services.ring(), secretPlace(caller.settings.account.id, apiId), apiSecret);
}

/** A branch may join a source that lives only with the pair that the source has: a slip would cut off the others. */
export async function joinProblem({ services, caller }: Work, pair: KeyPair): Promise<ApiFailure | null> {
  const { settings } = caller;
  const source = settings.sources.find((candidate) => candidate.apiId === pair.apiId);
  if (!source || !settings.branches.some((branch) => branch.sourceId === source.id)) {
    return null;
  }
  const place = secretPlace(settings.account.id, source.apiId);
  const known = await open(await services.ring(), place, source.apiSecretSealed);
  return known.ok && known.value === pair.apiSecret
    ? null
    : problem(
        422,
        'branches.key_refused',
        'У этого API ID здесь другой API Secret. Новый ключ вводят в уже подключённом филиале.',
      );
}

/** The new pair is saved when ArchiMed+ answers to it and shows the same database. false: it is the pair that is saved already. */
export async function replaceKeys(
  work: Work,
  branch: BranchRow,
  pair: KeyPair,
): Promise<Result<boolean, ApiFailure>> {
  const { services, caller } = work;
  const accountId = caller.settings.account.id;
  const old = caller.settings.sources.find((source) => source.id === branch.sourceId);
  const owner = caller.settings.sources.find((source) => source.apiId === pair.apiId);
  if (!old) {
    return err(problem(404, 'branches.not_found', 'Такого филиала нет.'));
  }
  if (owner && owner.id !== old.id) {
    return err(
      problem(
        422,
        'branches.other_source',
        'Этот ключ уже открывает другую базу ArchiMed+. Для неё добавьте новый филиал.',
      ),
    );
  }
  if (await isSame(work, old, pair)) {
    return ok(false);
  }
  const apiSecretSealed = await sealSecret(work, pair);
  const proven = await caller.account
    .proveKeys({ sourceId: old.id, apiId: pair.apiId, apiSecretSealed })
    .catch(() => err(problem(503, 'branches.not_tested', 'Ключ не удалось проверить, он не сохранён.')));
  if (!proven.ok) {
    return proven;
  }
  await services.repository.replaceKeys(accountId, old.id, pair.apiId, apiSecretSealed);
  services.log('branches.keys_replaced', {
    account: accountId,
    source: old.id,
    user: caller.session.userId,
  });
  return ok(true);
}

async function isSame({ services, caller }: Work, source: SourceRow, pair: KeyPair): Promise<boolean> {
  const place = secretPlace(caller.settings.account.id, source.apiId);
  const known = await open(await services.ring(), place, source.apiSecretSealed);
  return source.apiId === pair.apiId && known.ok && known.value === pair.apiSecret;
}
