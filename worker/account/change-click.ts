import { eq } from 'drizzle-orm';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { open } from '../shared/envelope.ts';
import { bookingPlace } from './booking.ts';
import { type Change, changeSchema, writeChange } from './change-write.ts';
import { refusedClick, waitingClick } from './click-end.ts';
import type { AccountContext } from './context.ts';
import { problem } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { visitById } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { visits } from './schema.ts';
import { releaseSlot } from './slots.ts';

/**
 * A click that moves, changes or cancels a visit, carried out; its body (a comment may be personal) is kept sealed
 * until the final outcome.
 */
export async function carryOutChange(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const branch = settings.branches.find((candidate) => candidate.id === row?.branchId);
  const client = row && (await ctx.archimed(settings, row.sourceId));
  const change = await readChange(ctx, event);
  if (!row || !branch || !client || !change || row.talonId === null) {
    return refusedClick(
      ctx,
      event,
      problem(502, 'visits.lost', 'Изменение не записано: данные заявки больше не читаются.'),
    );
  }
  const written = await writeChange(ctx, settings, { row, branch, client }, change, 'click');
  if (!written.ok) {
    return 'wait' in written.error
      ? waitingClick(ctx, event, written.error.wait)
      : refusedClick(ctx, event, written.error.answer);
  }
  const { talonId, keep } = written.value;
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'archimed.talon', text: `В ArchiMed+ изменена запись ${talonId}` }],
      reasons: [],
    },
    also: () => {
      ctx.store.update(visits).set({ state: 'booked' }).where(eq(visits.id, row.id)).run();
      keep();
      releaseSlot(ctx, event.id);
    },
  };
}

async function readChange(ctx: AccountContext, event: EventRow): Promise<Change | null> {
  if (!event.sealedBody || !event.visitId) {
    return null;
  }
  const opened = await open(await ctx.ring(), bookingPlace(ctx.objectName, event.visitId), event.sealedBody);
  const parsed = opened.ok ? changeSchema.safeParse(JSON.parse(opened.value)) : null;
  return parsed?.success ? parsed.data : null;
}
