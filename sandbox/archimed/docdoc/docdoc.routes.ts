import { Hono } from 'hono';
import { readFields } from '../api/body.ts';
import type { ApiEnv } from '../api/env.ts';
import { failed } from '../api/env.ts';
import { apiWriter, createTalon } from '../api/new-talon.ts';
import { deleteTalon } from '../clinic/bookings.ts';
import type { Source, Talon } from '../clinic/source.ts';
import { fromRussianDate } from '../clinic/wall-clock.ts';
import { buildingsOf, docdocTalon, doctorRow, freeSlots, named } from './docdoc-views.ts';

const recordType = 'sberzdorovie';

/** The door of SberZdorovie: bare arrays, ids as strings, and nothing but its own talons (archimed-api.md §4.8). */
export function docdocRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>({ strict: false });

  routes.get('/buildings', (c) =>
    c.json(c.get('source').description.buildings.map((row) => ({ ...named(row), address: row.address }))),
  );
  routes.get('/talonstatuses', (c) => c.json(c.get('source').description.statuses.map(named)));
  routes.get('/talondeletereasons', (c) => c.json(c.get('source').description.deleteReasons.map(named)));

  routes.get('/doctors', (c) => {
    const building = c.req.query('buildid') ?? '';
    if (!/^\d+$/.test(building)) return failed(c, 400, 'Не указано здание (buildid)');
    const source = c.get('source');
    const doctors = [...source.doctors.values()].filter((row) =>
      buildingsOf(source, row).includes(Number(building)),
    );
    return c.json(doctors.map((doctor) => doctorRow(source, doctor)));
  });

  routes.get('/slot/:doctor/:start/:end', (c) => {
    const { doctor, start, end } = c.req.param();
    const from = fromRussianDate(start);
    const to = fromRussianDate(end);
    if (from === null || to === null || to < from) return failed(c, 400, 'Неверный период');
    return c.json(freeSlots(c.get('source'), Number(doctor), from, to, c.get('wall')));
  });

  routes.get('/talons/:id', (c) => {
    const talon = ownTalon(c.get('source'), c.req.param('id'));
    return c.json(talon === undefined || talon.deleted ? [] : [docdocTalon(c.get('source'), talon)]);
  });

  routes.post('/talons', async (c) => {
    const fields = await readFields(c);
    if (fields === null) return failed(c, 400, 'Неверный формат запроса');
    const made = createTalon(c.get('source'), fields, apiWriter(c.get('wall'), recordType));
    if (!made.ok) return failed(c, made.status, made.message);
    return c.json({ status: 'Ok', id: String(made.talon.id) });
  });

  // Deleting is the official way to cancel for an outside party.
  routes.delete('/talons/:id', async (c) => {
    const fields = await readFields(c);
    if (fields === null) return failed(c, 400, 'Неверный формат запроса');
    const source = c.get('source');
    const talon = ownTalon(source, c.req.param('id'));
    if (talon === undefined) return failed(c, 404, 'Запись не найдена');
    const reason = c.req.query('delete_reason_id') ?? fields.delete_reason_id ?? '';
    const known = source.description.deleteReasons.find((row) => String(row.id) === reason);
    if (reason !== '' && known === undefined) return failed(c, 400, 'Неверная причина удаления');
    deleteTalon(source, talon, known?.id ?? null, apiWriter(c.get('wall'), recordType));
    return c.json({ status: 'Ok' });
  });

  return routes;
}

function ownTalon(source: Source, id: string): Talon | undefined {
  const talon = source.talons.get(Number(id));
  return talon?.recordType === recordType ? talon : undefined;
}
