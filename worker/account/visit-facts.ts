import { eq } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Talon } from '../archimed/talons.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { ServiceFact, VisitFacts, VisitRef } from '../sync/model.ts';
import { diffTalon } from '../sync/poll-diff.ts';
import { commentOf, serviceCodes } from '../sync/services-line.ts';
import { meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { factsOf, type VisitRow, visitById } from './mirror.ts';
import { visits } from './schema.ts';

/** The visit read again from ArchiMed+, with names from its directories. Nothing of it is stored. */
export async function readVisitFacts(
  ctx: AccountContext,
  settings: AccountSettings,
  client: ArchimedClient,
  row: VisitRow,
  priority: Priority,
): Promise<Result<VisitFacts, ArchimedFailure>> {
  const talon = await readTalon(ctx, client, row, priority);
  if (!talon.ok) {
    return talon;
  }
  const statuses = await ctx.directories.get(client, row.sourceId, 'statuses', priority);
  if (!statuses.ok) {
    return statuses;
  }
  const asked = askedByRules(settings, row.branchId);
  const services = await readServices(ctx, client, row.sourceId, talon.value, asked.groups, priority);
  if (!services.ok) {
    return services;
  }
  const doctorId = talon.value?.doctorId ?? (row.doctorId || null);
  const specialityIds = asked.specialities
    ? await readSpecialities(ctx, client, row.sourceId, doctorId, priority)
    : ok(null);
  if (!specialityIds.ok) {
    return specialityIds;
  }
  const branch = settings.branches.find((candidate) => candidate.id === row.branchId);
  const read = talon.value;
  const statusId = read?.statusId ?? row.statusId ?? 0;
  return ok({
    id: row.id,
    sourceId: row.sourceId,
    talonId: row.talonId ?? 0,
    branchId: row.branchId,
    branchTitle: branch?.title ?? '',
    timeZone: branch?.timeZone ?? settings.account.timeZone,
    patientId: read?.patientId ?? row.patientId,
    doctorId,
    doctorName: read?.doctorName ?? '',
    specialityIds: specialityIds.value,
    date: read?.date ?? row.date,
    begin: read?.begin ?? row.begin,
    end: read?.end ?? row.end,
    room: read?.room ?? row.room,
    statusId,
    statusName: statuses.value.list.find((status) => status.id === statusId)?.name ?? `№ ${statusId}`,
    meaning: meanings(settings, row.branchId, statuses.value.list)(statusId),
    // ArchiMed+ answers nothing for a talon that was removed for good.
    deleted: read?.deleted ?? true,
    services: services.value,
    comment: read ? commentOf(read.info) : null,
  });
}

/** A poll's reading serves the first attempt of its event; a retry reads for itself. */
const FRESH_MS = 60_000;

async function readTalon(
  ctx: AccountContext,
  client: ArchimedClient,
  row: VisitRow,
  priority: Priority,
): Promise<Result<Talon | null, ArchimedFailure>> {
  const reading = ctx.readings.get(row.id);
  ctx.readings.delete(row.id);
  const touchedAt = ctx.touched.get(row.id) ?? 0;
  if (reading && reading.at > touchedAt && ctx.clock.now() - reading.at < FRESH_MS) {
    return ok(reading.talon);
  }
  if (row.talonId === null) {
    return ok(null);
  }
  const read = await client.talons.byId(priority, row.talonId, { withDeleted: true });
  if (read.ok) {
    await noteNewer(ctx, row.id, read.value);
  }
  return read;
}

/**
 * The clinic changed the visit after our copy of it was read, and what is written now is that newer state. Should the
 * clinic take it back before the next poll, that poll would find our copy unchanged and the deal would keep what was
 * taken back: so the copy is made to differ from whatever is read next.
 */
async function noteNewer(ctx: AccountContext, visitId: string, talon: Talon | null): Promise<void> {
  const read = talon && factsOf(talon, await ctx.hasher());
  const row = visitById(ctx.store, visitId);
  // An answer without a talon counts as a deletion; should it be a slip, the next poll finds it there.
  if (row && (read ? diffTalon(row, read, () => null) : !row.deleted)) {
    ctx.store.update(visits).set({ contentHash: '' }).where(eq(visits.id, visitId)).run();
  }
}

/** null: ArchiMed+ does not tell, or names a code that is no longer in the price list. */
async function readServices(
  ctx: AccountContext,
  client: ArchimedClient,
  sourceId: number,
  talon: Talon | null,
  withGroups: boolean,
  priority: Priority,
): Promise<Result<ServiceFact[] | null, ArchimedFailure>> {
  const codes = talon && serviceCodes(talon.info);
  if (!codes) {
    return ok(null);
  }
  const directory = await ctx.directories.get(client, sourceId, 'services', priority);
  if (!directory.ok) {
    return directory;
  }
  const groups = withGroups ? await ctx.directories.get(client, sourceId, 'serviceGroups', priority) : null;
  if (groups?.ok === false) {
    return groups;
  }
  const parents = new Map((groups?.value.list ?? []).map(({ id, parentId }) => [id, parentId]));
  const byCode = new Map(directory.value.list.map((service) => [service.code, service]));
  const found = codes.flatMap((code) => {
    const service = byCode.get(code);
    return service
      ? [
          {
            id: service.id,
            code,
            name: service.name,
            price: service.price ?? 0,
            durationMinutes: service.durationMinutes ?? 0,
            groupIds: groupsAround(service.groupId, parents),
          },
        ]
      : [];
  });
  return ok(found.length === codes.length ? found : null);
}

/** The directories of doctors and groups are read only where a rule asks for them. */
function askedByRules(
  settings: AccountSettings,
  branchId: number,
): { specialities: boolean; groups: boolean } {
  const table = settings.statuses.get(branchId)?.body;
  const conditions = table?.mode === 'filtered' ? table.rules.map((rule) => rule.when) : [];
  return {
    specialities: conditions.some((when) => when.specialities !== undefined),
    groups: conditions.some((when) => when.serviceGroups !== undefined),
  };
}

/** null: ArchiMed+ does not name the doctor, or no longer has him. */
async function readSpecialities(
  ctx: AccountContext,
  client: ArchimedClient,
  sourceId: number,
  doctorId: number | null,
  priority: Priority,
): Promise<Result<readonly number[] | null, ArchimedFailure>> {
  const doctors = await ctx.directories.get(client, sourceId, 'doctors', priority);
  if (!doctors.ok) {
    return doctors;
  }
  const doctor = doctors.value.list.find(({ id }) => id === doctorId);
  return ok(doctor ? doctor.specialities.map(({ id }) => id) : null);
}

function groupsAround(groupId: number | null, parents: ReadonlyMap<number, number | null>): number[] {
  const around: number[] = [];
  for (let id = groupId; id !== null && !around.includes(id); id = parents.get(id) ?? null) {
    around.push(id);
  }
  return around;
}

/** As much as the choice of the driving visit needs, from the mirror. */
export function visitRefs(
  settings: AccountSettings,
  rows: readonly VisitRow[],
  statuses: readonly { id: number; name: string }[],
): VisitRef[] {
  return rows
    .filter((row) => row.state !== 'failed' && row.talonId !== null)
    .map((row) => ({
      id: row.id,
      talonId: row.talonId ?? 0,
      date: row.date,
      begin: row.begin,
      meaning: row.statusId === null ? null : meanings(settings, row.branchId, statuses)(row.statusId),
      deleted: row.deleted,
    }));
}
