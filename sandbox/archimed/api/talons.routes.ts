import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import type { TalonChange, Written } from '../clinic/bookings.ts';
import { changeTalon, deleteTalon } from '../clinic/bookings.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { isListed } from '../clinic/source.ts';
import { fromRussianDate, toRussianDate } from '../clinic/wall-clock.ts';
import { idField, parseFields, readFields } from './body.ts';
import type { ApiEnv } from './env.ts';
import { failed } from './env.ts';
import type { FilterFields } from './list.ts';
import { list, single, withDeleted } from './list.ts';
import { apiWriter, createTalon, talonFields } from './new-talon.ts';
import { talonView } from './views.ts';

/** Filters that work on talons (archimed-api.md §10). */
const talonFilters: FilterFields<Talon> = {
  id: (talon) => String(talon.id),
  date: (talon) => toRussianDate(talon.date),
  patient_id: (talon) => String(talon.patientId),
  status_id: (talon) => String(talon.statusId),
};

const talonBody = z.object({
  ...talonFields,
  status_id: idField('Неверный статус'),
  delete_reason_id: idField('Неверная причина удаления'),
});

const brokenBody = 'Неверный формат запроса';
const notFound = 'Запись не найдена';

export function talonList(c: Context<ApiEnv>, keep: (talon: Talon) => boolean = () => true): Response {
  const source = c.get('source');
  const deletedToo = withDeleted(c);
  const wall = c.get('wall');
  const since = source.description.talonsSince ? sinceOf(new URL(c.req.url).searchParams) : '';
  const talons = [...source.talons.values()].filter(
    (talon) =>
      (deletedToo || !talon.deleted) &&
      isListed(source, talon, wall) &&
      keep(talon) &&
      `${talon.updatedAt.date} ${talon.updatedAt.time}` >= since,
  );
  return list(c, talons, (talon) => talonView(source, talon), talonFilters);
}

/** `2026-11-22 09:05:03`, or nothing when no filter asks for changes since a moment. */
function sinceOf(query: URLSearchParams): string {
  for (const [name, value] of query) {
    const filter = /^(filters\[\d+\])\[field\]$/.exec(name)?.[1];
    if (filter === undefined || value !== 'update_datetime' || query.get(`${filter}[operator]`) !== '>=')
      continue;
    const [date = '', time = ''] = (query.get(`${filter}[value]`) ?? '').split(' ');
    return `${fromRussianDate(date) ?? ''} ${time}`;
  }
  return '';
}

export function talonRoutes(): Hono<ApiEnv> {
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
    const made = createTalon(c.get('source'), fields, apiWriter(c.get('wall')));
    return made.ok ? c.json({ status: 'Ok', id: made.talon.id }) : failed(c, made.status, made.message);
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
    return answer(c, changeTalon(source, talon, change, apiWriter(c.get('wall'))));
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
    deleteTalon(source, talon, reasonId, apiWriter(c.get('wall')));
    return c.json({ status: 'Ok' });
  });

  return routes;
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
