import type { Service } from '../archimed/services.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { commentOf, serviceCodes } from '../sync/services-line.ts';
import type { VisitDetails } from '../visits/details.schemas.ts';
import { buildingAt, meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { reach } from './directory-api.ts';
import { type ApiFailure, archimedProblem, problem } from './failures.ts';
import { type VisitRow, visitById } from './mirror.ts';
import { serviceView } from './services-search.ts';
import { namesOf, visitView } from './visit-views.ts';

/** One visit with what only ArchiMed+ knows of it: read now, kept nowhere. */
export async function visitDetails(
  ctx: AccountContext,
  settings: AccountSettings,
  visitId: string,
  branchIds: readonly number[],
): Promise<Result<VisitDetails, ApiFailure>> {
  const row = visitById(ctx.store, visitId);
  if (!row || !branchIds.includes(row.branchId)) {
    return err(problem(404, 'visits.not_found', 'Такой записи нет.'));
  }
  const reached = await reach(ctx, settings, row.branchId);
  if (!reached.ok) {
    return reached;
  }
  const { branch, client } = reached.value;
  const lists = ctx.directories;
  const [talon, statuses, address] = await Promise.all([
    row.talonId === null ? ok(null) : client.talons.byId('click', row.talonId, { withDeleted: true }),
    lists.get(client, row.sourceId, 'statuses', 'click'),
    addressOf(ctx, client, branch, row),
  ]);
  const info = talon.ok ? (talon.value?.info ?? '') : '';
  const codes = serviceCodes(info) ?? [];
  // Thousands of rows are read only for a visit that names some.
  const services =
    codes.length === 0 ? ok({ list: [] }) : await lists.get(client, row.sourceId, 'services', 'click');
  if (!talon.ok || !services.ok || !statuses.ok) {
    const failed = [talon, services, statuses].find((read) => !read.ok);
    return err(
      failed && !failed.ok ? archimedProblem(failed.error) : problem(502, 'archimed.unavailable', ''),
    );
  }
  const byCode = new Map(services.value.list.map((service) => [service.code, service]));
  const known = codes.flatMap((code) => byCode.get(code) ?? []);
  const meaningOf = meanings(settings, branch.id, statuses.value.list);
  return ok({
    visit: visitView(ctx, settings, row, branch, await namesOf(ctx, settings, row.sourceId)),
    patientName: talon.value?.patientName ?? '',
    patientPhone: talon.value?.patientPhone ?? '',
    services: known.map(serviceView),
    unknownServices: codes.filter((code) => !byCode.has(code)),
    preparation: preparationFor(known),
    comment: commentOf(info),
    address,
    statuses: statuses.value.list.map(({ id, name }) => ({ id, name, meaning: meaningOf(id) })),
  });
}

/** Said once, however many services ask for it. A list that was kept before this text was read has none. */
function preparationFor(services: readonly Service[]): string[] {
  return [...new Set(services.map(({ info }) => info).filter(Boolean))];
}

/** Of the branch's building, else of the one in which the doctor works at that time; '' where ArchiMed+ does not tell. */
async function addressOf(
  ctx: AccountContext,
  client: Parameters<AccountContext['directories']['get']>[0],
  branch: BranchRow,
  row: VisitRow,
): Promise<string> {
  const read = await ctx.directories.get(client, row.sourceId, 'buildings', 'click');
  const buildings = read.ok ? read.value.list : [];
  const [only] = buildings;
  if (only === undefined || buildings.length === 1) {
    return only?.address ?? '';
  }
  let buildingId = branch.buildingId;
  if (buildingId === null) {
    const day = { doctorId: row.doctorId, from: row.date, to: row.date };
    const intervals = await client.intervals.list('click', day);
    buildingId = intervals.ok ? buildingAt(intervals.value, row) : null;
  }
  return buildings.find(({ id }) => id === buildingId)?.address ?? '';
}
