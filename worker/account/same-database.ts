import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { visits } from './schema.ts';

/**
 * A new key pair of a source, tried before it is saved: it must open, and linked talons must read back the same
 * (product.md §2). In another database the same ids are other people's visits.
 */
export type SealedPair = { sourceId: number; apiId: string; apiSecretSealed: string };

const READ_BACK = 20;

export async function proveKeys(
  ctx: AccountContext,
  settings: AccountSettings,
  pair: SealedPair,
): Promise<Result<null, ApiFailure>> {
  const sources = settings.sources.map((source) =>
    source.id === pair.sourceId ? { ...source, ...pair, id: source.id } : source,
  );
  const client = await ctx.archimed({ ...settings, sources }, pair.sourceId);
  const statuses = await client?.directories.statuses('click');
  if (!client || !statuses?.ok) {
    const failure = archimedProblem(
      statuses?.ok === false ? statuses.error : { kind: 'forbidden', message: null },
    );
    // While a key is being entered its refusal is bad input, not a failure of the other system.
    const isRefused = failure.code === 'archimed.key_refused';
    return err(isRefused ? { ...failure, status: 422, code: 'branches.key_refused' } : failure);
  }
  const linked = newestLinked(ctx, pair.sourceId);
  let same = 0;
  for (const { talonId, patientId, date } of linked) {
    const talon = await client.talons.byId('click', talonId ?? 0, { withDeleted: true });
    if (!talon.ok) {
      return err(archimedProblem(talon.error));
    }
    same += talon.value?.patientId === patientId && talon.value?.date === date ? 1 : 0;
  }
  // Some may have been moved since they were last read: other databases agree in next to none.
  if (same * 2 < linked.length) {
    return err(
      problem(
        422,
        'branches.other_database',
        'Это другая база ArchiMed+: известные записи в ней не те. Для неё добавьте новый филиал.',
        { compared: linked.length, same },
      ),
    );
  }
  ctx.directories.forget(pair.sourceId);
  return ok(null);
}

function newestLinked(ctx: AccountContext, sourceId: number) {
  return ctx.store
    .select()
    .from(visits)
    .where(
      and(
        eq(visits.sourceId, sourceId),
        isNotNull(visits.talonId),
        isNotNull(visits.dealId),
        eq(visits.deleted, false),
      ),
    )
    .orderBy(desc(visits.date), desc(visits.talonId))
    .limit(READ_BACK)
    .all();
}
