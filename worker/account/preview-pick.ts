import { desc, like } from 'drizzle-orm';
import type { PickQuery, PickReply, PreviewVisit } from '../preview/preview.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { isCalled } from '../sync/person.ts';
import { addDays, fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import type { ApiFailure } from './failures.ts';
import { type VisitRow, visitById, visitsByTalons, visitsOfDays } from './mirror.ts';
import { createReadMemory } from './preview-reads.ts';
import { previewWorld } from './preview-world.ts';
import { events } from './schema.ts';
import { namesOf, visitView } from './visit-views.ts';

/** Visits to look at what the settings would do with: those that something happened to last, or what was typed. */
const SHOWN = 15;
/** Names are read by the day (talon-names.ts): not further than a week. */
const DAYS = { back: 3, ahead: 7 };

export async function pickVisits(
  ctx: AccountContext,
  settings: AccountSettings,
  { query }: PickQuery,
  branchIds: readonly number[],
): Promise<Result<PickReply, ApiFailure>> {
  const isShown = (row: VisitRow) =>
    row.state === 'booked' && row.talonId !== null && branchIds.includes(row.branchId);
  const named = query !== undefined && /\p{L}/u.test(query) && !visitById(ctx.store, query);
  const rows = (
    query === undefined ? recent(ctx, settings) : named ? near(ctx, settings) : numbered(ctx, settings, query)
  ).filter(isShown);
  const world = previewWorld(ctx, createReadMemory(ctx.clock), null);
  const people = await namesOfPeople(world, settings, named ? rows : rows.slice(0, SHOWN));
  const found = named ? rows.filter((row) => isCalled(people.get(row.id) ?? '', query)) : rows;
  const visits: PreviewVisit[] = [];
  for (const row of found.slice(0, SHOWN)) {
    const branch = settings.branches.find(({ id }) => id === row.branchId);
    if (branch) {
      const view = visitView(world, settings, row, branch, await namesOf(world, settings, row.sourceId));
      const { id, talonId, branchId, dealId, doctorName, start, statusId, statusName } = view;
      const patientName = people.get(row.id) ?? null;
      visits.push({ id, talonId, branchId, dealId, patientName, doctorName, start, statusId, statusName });
    }
  }
  return ok({ visits });
}

/** An account that was just connected has no events yet: then the visits of the next days. */
function recent(ctx: AccountContext, settings: AccountSettings): VisitRow[] {
  const told = ctx.store
    .select({ visitId: events.visitId })
    .from(events)
    .where(like(events.kind, 'visit.%'))
    .orderBy(desc(events.seq))
    .limit(SHOWN * 10)
    .all();
  const ids = [...new Set(told.flatMap(({ visitId }) => visitId ?? []))];
  const rows = ids.flatMap((id) => visitById(ctx.store, id) ?? []);
  if (rows.length > 0) {
    return rows;
  }
  const today = todayIn(ctx, settings);
  return near(ctx, settings)
    .filter(({ date }) => date >= today)
    .toSorted((left, right) => startOf(left).localeCompare(startOf(right)));
}

function startOf({ date, begin }: VisitRow): string {
  return `${date} ${begin}`;
}

function todayIn({ clock }: AccountContext, { account }: AccountSettings): string {
  return fromEpochMs(clock.now(), account.timeZone).date;
}

function near(ctx: AccountContext, settings: AccountSettings): VisitRow[] {
  const today = todayIn(ctx, settings);
  return settings.sources.flatMap(({ id }) =>
    visitsOfDays(ctx.store, id, addDays(today, -DAYS.back), addDays(today, DAYS.ahead)),
  );
}

function numbered(ctx: AccountContext, settings: AccountSettings, typed: string): VisitRow[] {
  const own = visitById(ctx.store, typed);
  const talonId = Number(typed.replace(/^[№#\s]+/, ''));
  return own
    ? [own]
    : Number.isSafeInteger(talonId)
      ? settings.sources.flatMap(({ id }) => visitsByTalons(ctx.store, id, [talonId]))
      : [];
}

/** Who they are, as ArchiMed+ tells; a silent one hides the names only. */
async function namesOfPeople(
  world: AccountContext,
  settings: AccountSettings,
  rows: readonly VisitRow[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const sourceId of new Set(rows.map((row) => row.sourceId))) {
    const client = await world.archimed(settings, sourceId);
    const ofSource = rows.filter((row) => row.sourceId === sourceId);
    const read = client && (await world.talonNames.of(client, ofSource, 'background'));
    for (const [visitId, { name }] of read?.ok ? read.value : []) {
      names.set(visitId, name);
    }
  }
  return names;
}
