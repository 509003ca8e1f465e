import { eq } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import type { Reason } from '../sync/model.ts';
import { meanings } from './branches.ts';
import { rememberDeal } from './deal-memory.ts';
import type { Driving } from './driving-read.ts';
import { applyReading, factsOf, visitById } from './mirror.ts';
import type { TriedEnd } from './pump.ts';
import { events } from './schema.ts';
import type { Answer, Asked } from './two-way.ts';
import { statusNames } from './two-way-reads.ts';
import { retry } from './visit-work.ts';

/** PUT may be repeated, so no mark is needed (change-write.ts). */
export async function setStatus(
  { ctx, settings, event, lead }: Asked,
  { row, branch, client, statuses }: Driving,
  stage: Stage,
  { statusId, reason }: { statusId: number; reason: Reason },
): Promise<Answer> {
  const talonId = row.talonId ?? 0;
  const written = await client.talons.update('event', talonId, { statusId });
  if (!written.ok) {
    return { kind: 'stopped', end: await refusedEnd(client, written.error, reason) };
  }
  ctx.touched.set(row.id, ctx.clock.now());
  const talon = await client.talons.byId('event', talonId, { withDeleted: true });
  if (!talon.ok) {
    return { kind: 'stopped', end: retry('archimed', talon.error) };
  }
  const read = talon.value;
  const hash = await ctx.hasher();
  return {
    kind: 'answered',
    decision: {
      actions: [
        { kind: 'archimed.status', text: `Статус записи ${talonId}: «${statusNames(statuses)(statusId)}»` },
      ],
      reasons: [reason],
    },
    // The deal stands where this status sends it: the next poll sees no difference and moves nothing.
    also: () => {
      ctx.touched.set(row.id, ctx.clock.now());
      ctx.store
        .update(events)
        .set({ visitId: row.id, branchId: branch.id })
        .where(eq(events.id, event.id))
        .run();
      rememberDeal(ctx.store, lead.id, { ...stage, lastVisitId: row.id, lastStatus: String(statusId) });
      if (read) {
        applyReading(ctx.store, visitById(ctx.store, row.id) ?? row, factsOf(read, hash), {
          origin: 'hook',
          now: ctx.clock.now(),
          branchId: row.branchId,
          meaningOf: meanings(settings, row.branchId, statuses),
        });
      }
    },
  };
}

/** A 403 is the key or the clinic's refusal: archimed-api.md §10 tells them apart. */
async function refusedEnd(
  client: ArchimedClient,
  failure: ArchimedFailure,
  reason: Reason,
): Promise<TriedEnd> {
  const isRefusal =
    failure.kind === 'invalid' || failure.kind === 'not_found' || failure.kind === 'forbidden';
  if (!isRefusal || (failure.kind === 'forbidden' && !(await client.directories.statuses('event')).ok)) {
    return retry('archimed', failure);
  }
  const said = failure.message ?? 'отказ без объяснения';
  return {
    ...retry('archimed', failure),
    outcome: 'failed',
    decision: {
      actions: [],
      reasons: [reason, { code: 'two_way.refused', text: `ArchiMed+ не изменил статус: ${said}` }],
    },
  };
}
