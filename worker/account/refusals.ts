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
  /** null: no time was asked for. */
  slot: WallSlot | null,
  failure: ArchimedFailure,
): Promise<ApiFailure> {
  if (failure.kind === 'invalid') {
    return refused(failure.message);
  }
  if (failure.kind !== 'forbidden') {
    return archimedProblem(failure);
  }
  if (slot && (await isTaken(client, slot))) {
    return slotTaken(ctx, client, branch, slot);
  }
  const statuses = await client.directories.statuses('click');
  return statuses.ok ? refused(failure.message) : archimedProblem(statuses.error);
}

async function isTaken(client: ArchimedClient, slot: WallSlot): Promise<boolean> {
  // Not `freeIntervals`: our own hold on this slot must not count.
  const { doctorId, date } = slot;
  const live = await client.intervals.list('click', { doctorId, from: date, to: date });
  return (
    live.ok &&
    !coveredBy(
      live.value.filter((interval) => interval.free),
      slot,
    )
  );
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
