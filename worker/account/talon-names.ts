import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import type { VisitRow } from './mirror.ts';

/**
 * Whose visits these are, for pages that show people. Names are not stored (product.md §5): they are read by the day and
 * live in memory, so that a page which is drawn anew after every change asks ArchiMed+ once.
 */
export type TalonPerson = { name: string; phone: string };
export type TalonNames = {
  /** By our visit id. Rows of one source. */
  of(
    client: ArchimedClient,
    rows: readonly VisitRow[],
    priority?: Priority,
  ): Promise<Result<ReadonlyMap<string, TalonPerson>, ArchimedFailure>>;
  /** Its note, name or phone changed, or it may have. */
  forget(visitId: string): void;
};

const MOST = 20_000;

export function createTalonNames(): TalonNames {
  const known = new Map<string, TalonPerson>();

  return {
    async of(client, rows, priority = 'click') {
      const missing = rows.filter((row) => row.talonId !== null && !known.has(row.id));
      const days = [...new Set(missing.map((row) => row.date))];
      const lists = await Promise.all(
        days.map((day) => client.talons.listByDate(priority, day, { withDeleted: true })),
      );
      if (known.size > MOST) {
        known.clear();
      }
      const wanted = new Map(missing.map((row) => [row.talonId, row.id]));
      for (const list of lists) {
        if (!list.ok) {
          return list;
        }
        for (const { id, patientName, patientPhone } of list.value) {
          const visitId = wanted.get(id);
          if (visitId !== undefined) {
            known.set(visitId, { name: patientName, phone: patientPhone });
          }
        }
      }
      return ok(new Map(rows.flatMap((row) => entryOf(known, row.id))));
    },
    forget: (visitId) => void known.delete(visitId),
  };
}

function entryOf(known: ReadonlyMap<string, TalonPerson>, visitId: string): [string, TalonPerson][] {
  const person = known.get(visitId);
  return person ? [[visitId, person]] : [];
}
