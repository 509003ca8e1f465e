import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import type { Talon } from '../archimed/talons.ts';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { diffTalon, type TalonFacts } from '../sync/poll-diff.ts';
import { insertEvent } from './inbox.ts';
import { visits } from './schema.ts';
import { prepared, type Store } from './store.ts';

/** Our copy of the talons: ids, times and a keyed hash of the rest. */
export type VisitRow = typeof visits.$inferSelect;

export function factsOf(talon: Talon, hash: (text: string) => string): TalonFacts {
  return {
    patientId: talon.patientId,
    doctorId: talon.doctorId ?? 0,
    date: talon.date,
    begin: talon.begin,
    end: talon.end,
    room: talon.room,
    statusId: talon.statusId,
    deleted: talon.deleted,
    contentHash: hash(JSON.stringify([talon.info, talon.patientName, talon.patientPhone])),
  };
}

export function factsOfRow(row: VisitRow): TalonFacts {
  const { patientId, doctorId, date, begin, end, room, statusId, deleted, contentHash } = row;
  return { patientId, doctorId, date, begin, end, room, statusId, deleted, contentHash };
}

/** Writes what was read and, when it differs, the event that says so. Synchronous, hence atomic. */
export function applyReading(
  store: Store,
  row: VisitRow,
  read: TalonFacts,
  context: {
    origin: 'poll' | 'click' | 'hook';
    now: number;
    branchId: number;
    meaningOf: (statusId: number) => Meaning | null;
  },
): boolean {
  const difference = diffTalon(row, read, context.meaningOf);
  if (!difference) {
    return false;
  }
  writeReading(store, row.id, read, context.branchId);
  insertChange(store, row, difference, context);
  return true;
}

/** The mirror alone. */
export function writeReading(store: Store, visitId: string, read: TalonFacts, branchId: number): void {
  store
    .update(visits)
    .set({ ...read, branchId })
    .where(eq(visits.id, visitId))
    .run();
}

/** The event that tells a difference. */
export function insertChange(
  store: Store,
  row: Pick<VisitRow, 'id' | 'dealId'>,
  difference: { kind: string; changes: readonly { field: string; from: string; to: string }[] },
  context: { origin: 'poll' | 'click' | 'hook' | 'night'; now: number; branchId: number },
): void {
  insertEvent(store, {
    kind: difference.kind,
    lane: visitLane(row.id),
    at: context.now,
    payload: { origin: context.origin, changes: difference.changes },
    branchId: context.branchId,
    visitId: row.id,
    ...(row.dealId === null ? {} : { dealId: row.dealId }),
    dueAt: context.now,
  });
}

export const noTask = { taskId: null, taskShows: null, taskDone: false };

export function insertVisit(
  store: Store,
  visit: Pick<
    VisitRow,
    'id' | 'sourceId' | 'talonId' | 'branchId' | 'state' | 'bookedByUs' | 'bookedAt' | 'dealId'
  > &
    TalonFacts,
): void {
  store
    .insert(visits)
    .values({ ...visit, ...noTask, linkState: visit.dealId === null ? 'none' : 'active' })
    .run();
}

export function visitLane(visitId: string): string {
  return `visit:${visitId}`;
}

export function visitById(store: Store, id: string): VisitRow | null {
  return visitAt(store).get({ id }) ?? null;
}

const visitAt = prepared((store) =>
  store
    .select()
    .from(visits)
    .where(eq(visits.id, sql.placeholder('id')))
    .prepare(),
);

export function visitByTalon(store: Store, sourceId: number, talonId: number): VisitRow | null {
  return ofTalon(store).get({ sourceId, talonId }) ?? null;
}

const ofTalon = prepared((store) =>
  store
    .select()
    .from(visits)
    .where(
      and(eq(visits.sourceId, sql.placeholder('sourceId')), eq(visits.talonId, sql.placeholder('talonId'))),
    )
    .prepare(),
);

export function visitsByTalons(store: Store, sourceId: number, talonIds: readonly number[]): VisitRow[] {
  const found: VisitRow[] = [];
  // At most 100 bound parameters a statement.
  for (let index = 0; index < talonIds.length; index += 90) {
    found.push(
      ...store
        .select()
        .from(visits)
        .where(and(eq(visits.sourceId, sourceId), inArray(visits.talonId, talonIds.slice(index, index + 90))))
        .all(),
    );
  }
  return found;
}

export function visitsOfDays(store: Store, sourceId: number, from: string, to: string): VisitRow[] {
  return store
    .select()
    .from(visits)
    .where(and(eq(visits.sourceId, sourceId), gte(visits.date, from), lte(visits.date, to)))
    .all();
}

export function visitsOfDeal(store: Store, dealId: number): VisitRow[] {
  return ofDeal(store).all({ dealId });
}

const ofDeal = prepared((store) =>
  store
    .select()
    .from(visits)
    .where(eq(visits.dealId, sql.placeholder('dealId')))
    .prepare(),
);

export function visitsOfPatient(store: Store, sourceId: number, patientId: number): VisitRow[] {
  return store
    .select()
    .from(visits)
    .where(and(eq(visits.sourceId, sourceId), eq(visits.patientId, patientId)))
    .all();
}
