import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { fields, paths } from './assumptions.ts';
import { fieldsQuery, readAll } from './lists.ts';
import type { ArchimedResult, Transport } from './transport.ts';
import { wireInt, wireText } from './wire.ts';

export type DirectoryEntry = { readonly id: number; readonly name: string };
export type Building = DirectoryEntry & { readonly address: string };

const entryRow: z.ZodType<DirectoryEntry> = z.object({ id: wireInt, name: wireText });
const buildingRow: z.ZodType<Building> = z.object({ id: wireInt, name: wireText, address: wireText });

type ListOf<T> = (priority: Priority) => ArchimedResult<readonly T[]>;

/** The clinic's own dictionaries: ids and names differ from clinic to clinic. */
export type Directories = {
  readonly statuses: ListOf<DirectoryEntry>;
  readonly deleteReasons: ListOf<DirectoryEntry>;
  readonly specializations: ListOf<DirectoryEntry>;
  readonly departments: ListOf<DirectoryEntry>;
  readonly buildings: ListOf<Building>;
};

export function createDirectories(transport: Transport): Directories {
  const list = (path: string): ListOf<DirectoryEntry> => {
    return (priority) => readAll(transport, priority, path, fieldsQuery(fields.dictionary), entryRow);
  };
  return {
    statuses: list(paths.talonStatuses),
    deleteReasons: list(paths.talonDeleteReasons),
    specializations: list(paths.specializations),
    departments: list(paths.departments),
    buildings: (priority) =>
      readAll(transport, priority, paths.buildings, fieldsQuery(fields.building), buildingRow),
  };
}
