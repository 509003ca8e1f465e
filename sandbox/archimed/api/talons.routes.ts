import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import type { TalonChange, Writer, Written } from '../clinic/bookings.ts';
import { bookTalon, changeTalon, deleteTalon, usualEnd } from '../clinic/bookings.ts';
import { checkSlot, slotMessages } from '../clinic/slots.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { apiUser, createMedcard } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { toRussianDate } from '../clinic/wall-clock.ts';
import { dateField, idField, parseFields, readFields, timeField } from './body.ts';
import type { ApiEnv } from './env.ts';
import { failed } from './env.ts';
import type { FilterFields } from './list.ts';
import { list, single, withDeleted } from './list.ts';
import { readPerson } from './medcard-body.ts';
import { talonView } from './views.ts';

/** Filters that work on talons (archimed-api.md §10). */
const talonFilters: FilterFields<Talon> = {
  id: (talon) => String(talon.id),
  date: (talon) => toRussianDate(talon.date),
  patient_id: (talon) => String(talon.patientId),
  status_id: (talon) => String(talon.statusId),
};

const talonBody = z.object({
  doc_id: idField('Неверный врач (doc_id)'),
  date: dateField('Неверная дата'),
  begintime: timeField('Неверное время начала'),
  endtime: timeField('Неверное время окончания'),
  patient_id: idField('Неверный пациент (patient_id)'),
  info: z.string().optional(),
  status_id: idField('Неверный статус'),
  delete_reason_id: idField('Неверная причина удаления'),
});

/** A new talon takes neither: unknown fields are ignored. */
const newTalonBody = talonBody.omit({ status_id: true, delete_reason_id: true });

const brokenBody = 'Неверный формат запроса';
const notFound = 'Запись не найдена';

export function talonList(c: Context<ApiEnv>, keep: (talon: Talon) => boolean = () => true): Response {
  const source = c.get('source');
  const deletedToo = withDeleted(c);
  const talons = [...source.talons.values()].filter((talon) => (deletedToo || !talon.deleted) && keep(talon));
  return list(c, talons, (talon) => talonView(source, talon), talonFilters);
}

export function talonRoutes(store: Store): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>({ strict: false });

  routes.get('/talons', (c) => talonList(c));

  routes.get('/talons/:id', (c) => {
    const source = c.get('source');
    const talon = source.talons.get(Number(c.req.param('id')));
    const visible = talon !== undefined && (!talon.deleted || withDeleted(c)) ? talon : undefined;
    return single(c, visible, (row) => talonView(source, row));
  });

  routes.post('/talons', async (c) => {
    const fields = await readFields(c);
    if (fields === null) return failed(c, 400, brokenBody);
    const body = parseFields(newTalonBody, fields);
    if (!body.ok) return failed(c, 400, body.message);
    const source = c.get('source');
    const { doc_id: doctorId, date, begintime: begin, patient_id: knownId, info = '' } = body.value;
    if (doctorId === undefined || !source.doctors.has(doctorId))
      return failed(c, 400, 'Не указан врач (doc_id)');
    if (date === undefined) return failed(c, 400, 'Не указана дата (date)');
    if (begin === undefined) return failed(c, 400, 'Не указано время начала (begintime)');
    const end = body.value.endtime ?? usualEnd(source, doctorId, date, begin);
    if (end <= begin) return failed(c, 400, 'Время окончания раньше времени начала');
    if (knownId !== undefined && !source.medcards.has(knownId)) return failed(c, 400, 'Пациент не найден');
    const person = knownId === undefined ? readPerson(fields) : undefined;
    if (person !== undefined && !person.ok) return failed(c, 400, person.message);

    const writer = apiWriter(store, source);
    const slot = checkSlot(source, { doctorId, date, begin, end }, writer);
    if (!slot.ok) return failed(c, 403, slotMessages[slot.refusal]);
    // The card is made only once the slot is sure: a refusal leaves nothing behind.
    const patientId = person === undefined ? knownId : createMedcard(source, person.value, writer.wall).id;
    if (patientId === undefined) return failed(c, 400, 'Пациент не найден');
    return answer(c, bookTalon(source, { doctorId, date, begin, end, patientId, info }, writer));
  });

  routes.put('/talons/:id', async (c) => {
    const fields = await readFields(c);
    if (fields === null) return failed(c, 400, brokenBody);
    const source = c.get('source');
    const talon = source.talons.get(Number(c.req.param('id')));
    if (talon === undefined || talon.deleted) return failed(c, 404, notFound);
    const body = parseFields(talonBody, fields);
    if (!body.ok) return failed(c, 400, body.message);
    const change: TalonChange = {
      doctorId: body.value.doc_id,
      date: body.value.date,
      begin: body.value.begintime,
      end: body.value.endtime,
      info: body.value.info,
      statusId: body.value.status_id,
      deleteReasonId:
        fields.delete_reason_id === undefined ? undefined : (body.value.delete_reason_id ?? null),
    };
    const problem = invalidChange(source, talon, change);
    if (problem !== undefined) return failed(c, 400, problem);
    return answer(c, changeTalon(source, talon, change, apiWriter(store, source)));
  });

  routes.delete('/talons/:id', async (c) => {
    const fields = await readFields(c);
    if (fields === null) return failed(c, 400, brokenBody);
    const source = c.get('source');
    const talon = source.talons.get(Number(c.req.param('id')));
    if (talon === undefined) return failed(c, 404, notFound);
    const reason = c.req.query('delete_reason_id') ?? fields.delete_reason_id ?? '';
    const body = parseFields(talonBody, { delete_reason_id: reason });
    if (!body.ok) return failed(c, 400, body.message);
    const reasonId = body.value.delete_reason_id ?? null;
    if (!knows(source.description.deleteReasons, reasonId))
      return failed(c, 400, 'Неверная причина удаления');
    deleteTalon(source, talon, reasonId, apiWriter(store, source));
    return c.json({ status: 'Ok' });
  });

  return routes;
}

function apiWriter(store: Store, source: Source): Writer {
  return { desk: false, recordType: 'widget', creator: apiUser, wall: store.wall(source) };
}

function invalidChange(source: Source, talon: Talon, change: TalonChange): string | undefined {
  if (change.doctorId !== undefined && !source.doctors.has(change.doctorId)) return 'Неверный врач (doc_id)';
  if ((change.end ?? talon.end) <= (change.begin ?? talon.begin))
    return 'Время окончания раньше времени начала';
  if (!knows(source.description.statuses, change.statusId ?? null)) return 'Неверный статус';
  if (!knows(source.description.deleteReasons, change.deleteReasonId ?? null))
    return 'Неверная причина удаления';
  return undefined;
}

function knows(rows: readonly { id: number }[], id: number | null): boolean {
  return id === null || rows.some((row) => row.id === id);
}

function answer(c: Context<ApiEnv>, written: Written): Response {
  if (!written.ok) return failed(c, 403, written.message);
  return c.json({ status: 'Ok', id: written.talon.id });
}
