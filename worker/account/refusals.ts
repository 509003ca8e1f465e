import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { coveredBy, nearestSlots, type WallSlot } from './slots.ts';

/** What a refusal of ArchiMed+ means to the manager who clicked. */

/** How to tell a 403 of a write apart: archimed-api.md §10. */
export async function explainRefusal(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  slot: WallSlot,
  failure: ArchimedFailure,
): Promise<ApiFailure> {
  if (failure.kind === 'invalid') {
    return refused(failure.message);
  }
  if (failure.kind !== 'forbidden') {
    return archimedProblem(failure);
  }
  // Not `freeIntervals`: our own hold on this slot must not count.
  const live = await client.intervals.list('click', {
    doctorId: slot.doctorId,
    from: slot.date,
    to: slot.date,
  });
  if (
    live.ok &&
    !coveredBy(
      live.value.filter((interval) => interval.free),
      slot,
    )
  ) {
    return slotTaken(ctx, client, branch, slot);
  }
  const statuses = await client.directories.statuses('click');
  return statuses.ok ? refused(failure.message) : archimedProblem(statuses.error);
}

export async function slotTaken(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  slot: WallSlot,
): Promise<ApiFailure> {
  return problem(409, 'visits.slot_taken', 'Это время уже занято. Ничего не записано.', {
    nearest: await nearestSlots(ctx, client, branch, slot),
  });
}

function refused(message: string | null): ApiFailure {
  return problem(422, 'visits.refused', message ?? 'ArchiMed+ отказал без объяснения.');
}
