import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { fields, paths, servicePreparation } from './assumptions.ts';
import { fieldsQuery, readAll } from './lists.ts';
import type { ArchimedResult, Transport } from './transport.ts';
import { wireInt, wireNumber, wireOptionalRef, wireText } from './wire.ts';

export type Service = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly groupId: number | null;
  readonly groupName: string;
  /** Roubles. */
  readonly price: number | null;
  /** null: not set. */
  readonly durationMinutes: number | null;
  /** The clinic's own words about the service; what they are used for: assumptions.ts, `servicePreparation`. */
  readonly info: string;
};

export type ServiceGroup = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly parentId: number | null;
};

const serviceRow: z.ZodType<Service> = z
  .object({
    id: wireInt,
    code: wireText,
    name: wireText,
    group_id: wireOptionalRef,
    group_name: wireText,
    base_cost: wireNumber,
    duration: wireNumber,
    info: wireText,
  })
  .transform((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    groupId: row.group_id,
    groupName: row.group_name,
    price: row.base_cost,
    durationMinutes: row.duration === 0 ? null : row.duration,
    info: row.info.length > servicePreparation.mostLetters ? '' : row.info.trim(),
  }));

const groupRow: z.ZodType<ServiceGroup> = z
  .object({ id: wireInt, code: wireText, name: wireText, owner: wireOptionalRef })
  .transform(({ owner, ...row }) => ({ ...row, parentId: owner }));

export type Services = {
  list(priority: Priority): ArchimedResult<readonly Service[]>;
  groups(priority: Priority): ArchimedResult<readonly ServiceGroup[]>;
};

export function createServices(transport: Transport): Services {
  return {
    list: (priority) => readAll(transport, priority, paths.services, fieldsQuery(fields.service), serviceRow),
    groups: (priority) =>
      readAll(transport, priority, paths.serviceGroups, fieldsQuery(fields.serviceGroup), groupRow),
  };
}
