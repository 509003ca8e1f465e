import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { changedSinceFilter, fields, filters, paths, talonForm } from './assumptions.ts';
import { FILTER_IGNORED } from './failure.ts';
import {
  deletedQuery,
  fieldsQuery,
  filterQuery,
  type ListOptions,
  readAll,
  readTail,
  type Tail,
} from './lists.ts';
import type { ArchimedResult, Form, Transport } from './transport.ts';
import {
  badReply,
  parseOne,
  toWireDate,
  toWireDateTime,
  wireBool,
  wireDate,
  wireDateTime,
  wireInt,
  wireOptionalRef,
  wireRef,
  wireText,
  wireTime,
} from './wire.ts';

/** A visit as ArchiMed+ tells it. Dates yyyy-mm-dd, times HH:MM, all on the clinic's wall clock. */
export type Talon = {
  readonly id: number;
  readonly patientId: number | null;
  readonly patientName: string;
  readonly patientPhone: string;
  readonly date: string;
  readonly begin: string;
  readonly end: string;
  readonly room: string;
  readonly doctorId: number | null;
  readonly doctorName: string;
  readonly speciality: string;
  readonly statusId: number | null;
  readonly deleted: boolean;
  readonly deleteReasonId: number | null;
  readonly info: string;
  /** yyyy-mm-ddTHH:MM:SS without a zone. */
  readonly updatedAt: string | null;
  readonly createdAt: string | null;
  readonly recordType: string;
};

export type NewTalon = {
  readonly doctorId: number;
  readonly date: string;
  readonly begin: string;
  readonly end: string;
  readonly patientId: number;
  readonly info?: string;
};

export type TalonChanges = Partial<Omit<NewTalon, 'patientId'>> & {
  readonly statusId?: number;
  readonly deleteReasonId?: number;
};

// `docs` must be there: that `fields[]` keeps it is not proven, and a talon would seem to have no doctor.
const doctors = z.array(z.object({ id: wireInt, name: wireText, type: wireText })).nullable();

const talonRow: z.ZodType<Talon> = z
  .object({
    id: wireInt,
    patient_id: wireRef,
    patient_name: wireText,
    patient_phone: wireText,
    info: wireText,
    begintime: wireTime,
    endtime: wireTime,
    date: wireDate,
    room: wireText,
    status_id: wireRef,
    creation_datetime: wireDateTime,
    update_datetime: wireDateTime,
    record_type: wireText,
    delete_reason_id: wireOptionalRef,
    deleted: wireBool,
    docs: doctors,
  })
  .transform((row) => {
    const doctor = row.docs?.[0];
    return {
      id: row.id,
      patientId: row.patient_id,
      patientName: row.patient_name,
      patientPhone: row.patient_phone,
      date: row.date,
      begin: row.begintime,
      end: row.endtime,
      room: row.room,
      doctorId: doctor?.id ?? null,
      doctorName: doctor?.name ?? '',
      speciality: doctor?.type ?? '',
      statusId: row.status_id,
      deleted: row.deleted,
      deleteReasonId: row.delete_reason_id,
      info: row.info,
      updatedAt: row.update_datetime,
      createdAt: row.creation_datetime,
      recordType: row.record_type,
    };
  });

export type Talons = {
  listByDate(priority: Priority, date: string, options?: ListOptions): ArchimedResult<readonly Talon[]>;
  /** Changed at `since` or later (yyyy-mm-ddTHH:MM:SS of the clinic's clock); `bad_reply` where the filter is ignored. */
  listChangedSince(
    priority: Priority,
    since: string,
    options?: ListOptions,
  ): ArchimedResult<readonly Talon[]>;
  /** The newest talons, ascending: with ids above `afterId`, or the last page. */
  listTail(
    priority: Priority,
    options?: ListOptions & { readonly afterId?: number },
  ): ArchimedResult<Tail<Talon>>;
  byPatient(priority: Priority, patientId: number, options?: ListOptions): ArchimedResult<readonly Talon[]>;
  /** null: unknown, or deleted and not asked for with deleted ones. */
  byId(priority: Priority, id: number, options?: ListOptions): ArchimedResult<Talon | null>;
  create(priority: Priority, talon: NewTalon): ArchimedResult<{ readonly id: number }>;
  update(priority: Priority, id: number, changes: TalonChanges): ArchimedResult<null>;
  remove(priority: Priority, id: number, deleteReasonId: number | null): ArchimedResult<null>;
};

export function createTalons(transport: Transport): Talons {
  const only = fieldsQuery(fields.talon);
  return {
    listByDate(priority, date, options = {}) {
      const query = [...only, ...filterQuery(filters.talonDate, toWireDate(date)), ...deletedQuery(options)];
      // A foreign row ends the first page: without the filter this would read every talon the clinic ever had.
      const ofTheDay = talonRow.refine((talon) => talon.date === date, `of another day, ${FILTER_IGNORED}`);
      return readAll(transport, priority, paths.talons, query, ofTheDay);
    },
    listChangedSince(priority, since, options = {}) {
      const { field, operator } = changedSinceFilter;
      const filter = filterQuery(field, toWireDateTime(since), operator);
      const changed = talonRow.refine(
        (talon) => talon.updatedAt !== null && talon.updatedAt >= since,
        `changed earlier, ${FILTER_IGNORED}`,
      );
      return readAll(
        transport,
        priority,
        paths.talons,
        [...only, ...filter, ...deletedQuery(options)],
        changed,
      );
    },
    listTail(priority, { afterId, ...options } = {}) {
      const query = [...only, ...deletedQuery(options)];
      return readTail(transport, priority, paths.talons, query, talonRow, afterId ?? null);
    },
    async byPatient(priority, patientId, options = {}) {
      const path = `${paths.medcards}/${patientId}/${paths.talons}`;
      const rows = await readAll(transport, priority, path, [...only, ...deletedQuery(options)], talonRow);
      return rows.ok ? ok(rows.value.filter((talon) => talon.patientId === patientId)) : rows;
    },
    async byId(priority, id, options = {}) {
      const reply = await transport.get(priority, `${paths.talons}/${id}`, [
        ...only,
        ...deletedQuery(options),
      ]);
      return reply.ok ? parseOne(reply.value, talonRow) : reply;
    },
    async create(priority, talon) {
      const reply = await transport.write(priority, 'POST', paths.talons, toForm(talon));
      if (!reply.ok) return reply;
      return reply.value.id === null ? badReply('id: not told') : ok({ id: reply.value.id });
    },
    async update(priority, id, changes) {
      const reply = await transport.write(priority, 'PUT', `${paths.talons}/${id}`, toForm(changes));
      return reply.ok ? ok(null) : reply;
    },
    async remove(priority, id, deleteReasonId) {
      const form = deleteReasonId === null ? {} : toForm({ deleteReasonId });
      const reply = await transport.write(priority, 'DELETE', `${paths.talons}/${id}`, form);
      return reply.ok ? ok(null) : reply;
    },
  };
}

function toForm(values: TalonChanges & { readonly patientId?: number }): Form {
  const form: Record<string, string> = {};
  const { date, ...others } = values;
  if (date !== undefined) form[talonForm.date] = toWireDate(date);
  for (const name of [
    'doctorId',
    'begin',
    'end',
    'patientId',
    'info',
    'statusId',
    'deleteReasonId',
  ] as const) {
    const value = others[name];
    if (value !== undefined) form[talonForm[name]] = String(value);
  }
  return form;
}
