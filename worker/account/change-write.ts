import { z } from 'zod';
import type { ArchimedClient } from '../archimed/client.ts';
import { outcomeUnknown } from '../archimed/failure.ts';
import type { TalonChanges } from '../archimed/talons.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { commentOf, writeInfo } from '../sync/services-line.ts';
import { branchOfBuilding, buildingAt, meanings, needsBuildings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { type ApiFailure, problem } from './failures.ts';
import { applyReading, factsOf, type VisitRow, visitById } from './mirror.ts';
import { noteUnplaced } from './poll-unplaced.ts';
import { explainRefusal } from './refusals.ts';

/**
 * What a click, or an action of the Digital Pipeline, changes of a visit: written into ArchiMed+ and read back. PUT and DELETE
 * may be repeated.
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

export type Target = { row: VisitRow; branch: BranchRow; client: ArchimedClient };
export type Stopped =
  /** Nobody knows what became of it, or it has to be asked again. */
  { wait: string } | { answer: ApiFailure };

/** Written and read back. `keep` takes the reading over and leaves the event that applies it to the deal: synchronous. */
export async function writeChange(
  ctx: AccountContext,
  settings: AccountSettings,
  { row, branch, client }: Target,
  change: Change,
  priority: Priority,
): Promise<Result<{ talonId: number; keep: () => void }, Stopped>> {
  const talonId = row.talonId ?? 0;
  const written = await write(ctx, client, branch, row, talonId, change, priority);
  if (!written.ok) {
    return written;
  }
  ctx.touched.set(row.id, ctx.clock.now());
  const talon = await client.talons.byId(priority, talonId, { withDeleted: true });
  if (!talon.ok || !talon.value) {
    return err({ wait: talon.ok ? 'not_found' : talon.error.kind });
  }
  const read = talon.value;
  const hash = await ctx.hasher();
  const statuses = await ctx.directories.get(client, row.sourceId, 'statuses', priority);
  const moved = read.date !== row.date || read.begin !== row.begin || read.doctorId !== row.doctorId;
  const intervals = moved ? await client.intervals.list(priority, { from: read.date, to: read.date }) : null;
  const building = intervals?.ok
    ? buildingAt(intervals.value, { ...read, doctorId: read.doctorId ?? 0 })
    : null;
  // Unknown, it stays where it was, and the next polls look again.
  const named = building === null ? null : branchOfBuilding(settings, row.sourceId, building);
  const branchId = named?.id ?? row.branchId;
  const keep = () => {
    const present = visitById(ctx.store, row.id) ?? row;
    applyReading(ctx.store, { ...present, state: 'booked' }, factsOf(read, hash), {
      origin: priority === 'click' ? 'click' : 'hook',
      now: ctx.clock.now(),
      branchId,
      meaningOf: meanings(settings, branchId, statuses.ok ? statuses.value.list : []),
    });
    if (moved && building === null && needsBuildings(settings, row.sourceId)) {
      noteUnplaced(ctx, row.sourceId, row.id);
    }
    ctx.touched.set(row.id, ctx.clock.now());
  };
  return ok({ talonId: read.id, keep });
}

async function write(
  ctx: AccountContext,
  client: ArchimedClient,
  branch: BranchRow,
  row: VisitRow,
  talonId: number,
  change: Change,
  priority: Priority,
): Promise<Result<null, Stopped>> {
  const info = await newInfo(ctx, client, branch, talonId, change);
  if (!info.ok) {
    return info;
  }
  const changes: TalonChanges = { ...change.put, ...(info.value === null ? {} : { info: info.value }) };
  const reply = change.remove
    ? await client.talons.remove(priority, talonId, change.remove.reasonId)
    : await client.talons.update(priority, talonId, changes);
  if (reply.ok) {
    return ok(null);
  }
  if (outcomeUnknown(reply.error) || reply.error.kind === 'rate_limited') {
    return err({ wait: reply.error.kind });
  }
  const { doctorId, date, begin, end } = { ...row, ...change.put };
  // Only a move asks for a time: whoever else has this one is no reason for a status that is refused.
  const slot = change.put?.date === undefined ? null : { doctorId, date, begin, end };
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
