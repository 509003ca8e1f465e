import type { JournalQuery, JournalReply, JournalVisit } from '../journal/journal.schemas.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { isCalled } from '../sync/person.ts';
import { normalizePhone } from '../sync/phone.ts';
import { epochMsOf, toInstant } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import type { ApiFailure } from './failures.ts';
import { freshness } from './freshness.ts';
import { type VisitRow, visitsOfDays } from './mirror.ts';
import type { TalonPerson } from './talon-names.ts';
import { namesOf, visitView } from './visit-views.ts';

/** The visits of some days: our mirror, with the patients' names as ArchiMed+ tells them now. */
export async function journalOf(
  ctx: AccountContext,
  settings: AccountSettings,
  query: JournalQuery,
  branchIds: readonly number[],
): Promise<Result<JournalReply, ApiFailure>> {
  const shown = settings.branches.filter(
    (branch) => branch.enabled && branchIds.includes(branch.id) && (query.branch ?? branch.id) === branch.id,
  );
  const visits: JournalVisit[] = [];
  const foreign: JournalReply['foreign'] = [];
  for (const sourceId of new Set(shown.map((branch) => branch.sourceId))) {
    const rows = visitsOfDays(ctx.store, sourceId, query.from, query.to).filter(
      (row) => row.state !== 'failed' && (query.doctor ?? row.doctorId) === row.doctorId,
    );
    const own = rows.filter((row) => shown.some((branch) => branch.id === row.branchId));
    visits.push(...(await viewsOf(ctx, settings, sourceId, shown, own)));
    foreign.push(...takenElsewhere(settings, rows, branchIds));
  }
  return ok({
    visits: visits
      .filter((visit) => matches(visit, query))
      .toSorted(
        (left, right) => epochMsOf(left.start) - epochMsOf(right.start) || left.doctorId - right.doctorId,
      ),
    foreign,
    ...freshness(ctx, settings, shown),
  });
}

async function viewsOf(
  ctx: AccountContext,
  settings: AccountSettings,
  sourceId: number,
  branches: readonly BranchRow[],
  rows: readonly VisitRow[],
): Promise<JournalVisit[]> {
  const client = await ctx.archimed(settings, sourceId);
  const names = await namesOf(ctx, settings, sourceId);
  const people = client ? await ctx.talonNames.of(client, rows) : null;
  // A silent ArchiMed+ hides the names only: times, doctors and deals are ours to tell.
  const known: ReadonlyMap<string, TalonPerson> = people?.ok ? people.value : new Map();
  return rows.flatMap((row) => {
    const branch = branches.find((candidate) => candidate.id === row.branchId);
    const person = known.get(row.id);
    return branch
      ? [
          {
            ...visitView(ctx, settings, row, branch, names),
            patientName: person?.name ?? null,
            patientPhone: person?.phone ?? null,
          },
        ]
      : [];
  });
}

/** «другой филиал»: only that this time of this doctor and of this room is taken (product.md §3.2). */
function takenElsewhere(
  settings: AccountSettings,
  rows: readonly VisitRow[],
  branchIds: readonly number[],
): JournalReply['foreign'] {
  return rows.flatMap((row) => {
    const branch = settings.branches.find((candidate) => candidate.id === row.branchId);
    return branch && !branchIds.includes(branch.id) && !row.deleted && row.doctorId > 0
      ? [
          {
            doctorId: row.doctorId,
            room: row.room,
            start: toInstant(row.date, row.begin, branch.timeZone),
            end: toInstant(row.date, row.end, branch.timeZone),
          },
        ]
      : [];
  });
}

function matches(visit: JournalVisit, { room, status, query }: JournalQuery): boolean {
  return (
    (room === undefined || visit.room === room) &&
    (status === undefined ||
      (status === 'deleted'
        ? visit.state === 'deleted'
        : visit.state !== 'deleted' && visit.statusId === status)) &&
    (query === undefined || isOf(visit, query))
  );
}

/** Every word of a name from its beginning; digits are looked for in the phone. */
function isOf({ patientName, patientPhone }: JournalVisit, query: string): boolean {
  const digits = query.replaceAll(/\D/g, '');
  if (digits.length >= 4 && !/\p{L}/u.test(query)) {
    const phone = normalizePhone(patientPhone ?? '') ?? patientPhone ?? '';
    return phone.includes(digits.length === 11 ? digits.slice(1) : digits);
  }
  return isCalled(patientName ?? '', query);
}
