import { z } from 'zod';
import type { SourceDescription } from './description.ts';
import { directorySchemas } from './description.ts';
import type { Source } from './source.ts';
import { doctorsById, newStatusId } from './source.ts';

export type Edited =
  | { ok: true; entry: unknown }
  | { ok: false; problem: 'unknown' | 'taken' }
  | { ok: false; problem: 'invalid'; message: string };

/** A directory that somebody in the clinic edits while the API is read. Talons keep the ids they have. */
export type Directory = {
  rows(source: Source): readonly { id: number }[];
  add(source: Source, row: unknown): Edited;
  change(source: Source, id: number, change: object): Edited;
  remove(source: Source, id: number): boolean;
};

function directory<T extends { id: number }>(
  schema: z.ZodType<T>,
  rowsOf: (description: SourceDescription) => T[],
): Directory {
  const put = (source: Source, row: unknown, place: number): Edited => {
    const parsed = schema.safeParse(row);
    if (!parsed.success) return { ok: false, problem: 'invalid', message: z.prettifyError(parsed.error) };
    const rows = rowsOf(source.description);
    const twin = rows.findIndex((other) => other.id === parsed.data.id);
    if (twin !== -1 && twin !== place) return { ok: false, problem: 'taken' };
    rows[place] = parsed.data;
    follow(source);
    return { ok: true, entry: parsed.data };
  };
  return {
    rows: (source) => rowsOf(source.description),
    add: (source, row) => put(source, row, rowsOf(source.description).length),
    change(source, id, change) {
      const place = rowsOf(source.description).findIndex((row) => row.id === id);
      if (place === -1) return { ok: false, problem: 'unknown' };
      return put(source, { ...rowsOf(source.description)[place], ...change }, place);
    },
    remove(source, id) {
      const rows = rowsOf(source.description);
      const place = rows.findIndex((row) => row.id === id);
      if (place === -1) return false;
      rows.splice(place, 1);
      follow(source);
      return true;
    },
  };
}

/** What is derived from a description's directories. */
function follow(source: Source): void {
  source.doctors = doctorsById(source.description);
  source.newStatusId = newStatusId(source.description);
}

export const directories: Readonly<Record<string, Directory>> = {
  statuses: directory(directorySchemas.statuses, (description) => description.statuses),
  deleteReasons: directory(directorySchemas.deleteReasons, (description) => description.deleteReasons),
  doctors: directory(directorySchemas.doctors, (description) => description.doctors),
  services: directory(directorySchemas.services, (description) => description.services),
  groups: directory(directorySchemas.groups, (description) => description.groups),
  buildings: directory(directorySchemas.buildings, (description) => description.buildings),
  specializations: directory(directorySchemas.specializations, (description) => description.specializations),
  branches: directory(directorySchemas.branches, (description) => description.branches),
  zones: directory(directorySchemas.zones, (description) => description.zones),
  scientificDegrees: directory(
    directorySchemas.scientificDegrees,
    (description) => description.scientificDegrees,
  ),
  accounts: directory(directorySchemas.accounts, (description) => description.accounts),
};
