import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { ArchimedClient } from '../archimed/client.ts';
import { outcomeUnknown } from '../archimed/failure.ts';
import type { TalonChanges } from '../archimed/talons.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { open } from '../shared/envelope.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { commentOf, writeInfo } from '../sync/services-line.ts';
import { bookingPlace } from './booking.ts';
import { branchOfBuilding, buildingAt, meanings, needsBuildings } from './branches.ts';
import { refusedClick, waitingClick } from './click-end.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { applyReading, factsOf, type VisitRow, visitById } from './mirror.ts';
import { noteUnplaced } from './poll-unplaced.ts';
import type { AttemptEnd } from './pump.ts';
import { explainRefusal } from './refusals.ts';
import { visits } from './schema.ts';
import { releaseSlot, type WallSlot } from './slots.ts';

/**
 * A click that moves, changes or cancels a visit, carried out. PUT and DELETE may be repeated, so no mark is needed; the body
 * (a comment may be personal) is kept sealed until the final outcome.
 */
export const changeSchema = z.object({
  put: z
    .object({
      doctorId: z.number(),
      date: z.string(),
      begin: z.string(),
      end: z.string(),
      statusId: z.number(),
      deleteReasonId: z.number(),
    })
    .partial()
    .nullable(),
  /** null: the clinic has no status that means «cancelled», the talon is deleted. */
  remove: z.object({ reasonId: z.number().nullable() }).nullable(),
  serviceIds: z.array(z.number()).optional(),
  comment: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

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
  const written = await write(ctx, client, branch, row, row.talonId, change);
  if (!written.ok) {
    return 'wait' in written.error
      ? waitingClick(ctx, event, written.error.wait)
      : refusedClick(ctx, event, written.error.answer);
  }
  const talon = await client.talons.byId('click', row.talonId, { withDeleted: true });
  if (!talon.ok || !talon.value) {
    return waitingClick(ctx, event, talon.ok ? 'not_found' : talon.error.kind);
  }
  const read = talon.value;
  const hash = await ctx.hasher();
  const statuses = await ctx.directories.get(client, row.sourceId, 'statuses', 'click');
  const moved = read.date !== row.date || read.begin !== row.begin || read.doctorId !== row.doctorId;
  const intervals = moved ? await client.intervals.list('click', { from: read.date, to: read.date }) : null;
  const building = intervals?.ok
    ? buildingAt(intervals.value, { ...read, doctorId: read.doctorId ?? 0 })
    : null;
  // Unknown, it stays where it was, and the next polls look again.
  const named = building === null ? null : branchOfBuilding(settings, row.sourceId, building);
  const branchId = named?.id ?? row.branchId;
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'archimed.talon', text: `В ArchiMed+ изменена запись ${read.id}` }],
      reasons: [],
    },
    also: () => {
      ctx.store.update(visits).set({ state: 'booked' }).where(eq(visits.id, row.id)).run();
      applyReading(ctx.store, { ...row, state: 'booked' }, factsOf(read, hash), {
        origin: 'click',
        now: ctx.clock.now(),
        branchId,
        meaningOf: meanings(settings, branchId, statuses.ok ? statuses.value.list : []),
      });
      if (moved && building === null && needsBuildings(settings, row.sourceId)) {
        noteUnplaced(ctx, row.sourceId, row.id);
      }
      ctx.touched.set(row.id, ctx.clock.now());
      releaseSlot(ctx, event.id);
    },
  };
}

type Stopped = { wait: string } | { answer: ApiFailure };

async function write(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  row: VisitRow,
  talonId: number,
  change: Change,
): Promise<Result<null, Stopped>> {
  const info = await newInfo(ctx, client, branch, talonId, change);
  if (!info.ok) {
    return info;
  }
  const changes: TalonChanges = { ...change.put, ...(info.value === null ? {} : { info: info.value }) };
  const reply = change.remove
    ? await client.talons.remove('click', talonId, change.remove.reasonId)
    : await client.talons.update('click', talonId, changes);
  if (reply.ok) {
    return ok(null);
  }
  if (outcomeUnknown(reply.error) || reply.error.kind === 'rate_limited') {
    return err({ wait: reply.error.kind });
  }
  const slot: WallSlot = {
    doctorId: row.doctorId,
    date: row.date,
    begin: row.begin,
    end: row.end,
    ...change.put,
  };
  return err({ answer: await explainRefusal(ctx, client, branch, slot, reply.error) });
}

/** Our line of the note and the comment change; what the clinic wrote stays when only the services change. */
async function newInfo(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  talonId: number,
  change: Change,
): Promise<Result<string | null, Stopped>> {
  if (change.serviceIds === undefined && change.comment === undefined) {
    return ok(null);
  }
  const talon = await client.talons.byId('click', talonId, { withDeleted: true });
  const directory = await ctx.directories.get(client, branch.sourceId, 'services', 'click');
  if (!talon.ok || !directory.ok) {
    return err({ wait: talon.ok ? 'unavailable' : talon.error.kind });
  }
  const info = talon.value?.info ?? '';
  const services = change.serviceIds?.flatMap(
    (id) => directory.value.list.find((service) => service.id === id) ?? [],
  );
  if (services && services.length !== change.serviceIds?.length) {
    return err({
      answer: problem(422, 'visits.unknown_service', 'Одной из услуг больше нет в прайсе ArchiMed+.'),
    });
  }
  return ok(
    writeInfo(info, { ...(services ? { services } : {}), comment: change.comment ?? commentOf(info) }),
  );
}

async function readChange(ctx: AccountContext, event: EventRow): Promise<Change | null> {
  if (!event.sealedBody || !event.visitId) {
    return null;
  }
  const opened = await open(await ctx.ring(), bookingPlace(ctx.objectName, event.visitId), event.sealedBody);
  const parsed = opened.ok ? changeSchema.safeParse(JSON.parse(opened.value)) : null;
  return parsed?.success ? parsed.data : null;
}
