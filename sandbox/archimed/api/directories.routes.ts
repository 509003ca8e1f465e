import type { Context } from 'hono';
import { Hono } from 'hono';
import type { ApiEnv } from './env.ts';
import { list, single } from './list.ts';
import { talonList } from './talons.routes.ts';
import { doctorView, serviceView } from './views.ts';

/** Doctors, services and the small dictionaries (archimed-api.md §4). `branchs` is spelled so. */
export function directoryRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>({ strict: false });

  routes.get('/doctors', (c) => {
    const source = c.get('source');
    return list(c, [...source.doctors.values()], (doctor) => doctorView(source, doctor));
  });
  routes.get('/doctors/:id', (c) => {
    const source = c.get('source');
    return single(c, source.doctors.get(Number(c.req.param('id'))), (doctor) => doctorView(source, doctor));
  });
  routes.get('/doctors/:id/talons', (c) => {
    const doctorId = Number(c.req.param('id'));
    return talonList(c, (talon) => talon.doctorId === doctorId);
  });

  routes.get('/services', (c) => {
    const source = c.get('source');
    return list(c, byId(source.description.services), (service) => serviceView(source, service));
  });
  routes.get('/services/:id', (c) => {
    const source = c.get('source');
    const id = Number(c.req.param('id'));
    const service = source.description.services.find((row) => row.id === id);
    return single(c, service, (row) => serviceView(source, row));
  });
  routes.get('/groupservices', (c) =>
    list(c, byId(c.get('source').description.groups), ({ id, code, name, ownerId }) => ({
      id,
      code,
      name,
      owner: ownerId ?? 0,
    })),
  );

  routes.get('/buildings', (c) =>
    list(c, byId(c.get('source').description.buildings), ({ id, name, address }) => ({ id, name, address })),
  );
  routes.get('/talonstatuses', (c) => dictionary(c, c.get('source').description.statuses));
  routes.get('/talonstatuses/:id', (c) => {
    const id = Number(c.req.param('id'));
    const status = c.get('source').description.statuses.find((row) => row.id === id);
    return single(c, status, (row) => ({ id: row.id, name: row.name }));
  });
  routes.get('/talondeletereasons', (c) => dictionary(c, c.get('source').description.deleteReasons));
  routes.get('/specializations', (c) => dictionary(c, c.get('source').description.specializations));
  routes.get('/branchs', (c) => dictionary(c, c.get('source').description.branches));
  routes.get('/zones', (c) => dictionary(c, c.get('source').description.zones));
  // The reply of `accounts` was never seen (archimed-api.md §4, 25): the program's users, like the other dictionaries.
  routes.get('/accounts', (c) => dictionary(c, c.get('source').description.accounts));
  routes.get('/scientific_degrees', (c) => dictionary(c, c.get('source').description.scientificDegrees));

  return routes;
}

function dictionary(c: Context<ApiEnv>, rows: readonly { id: number; name: string }[]): Response {
  return list(c, byId(rows), ({ id, name }) => ({ id, name }));
}

function byId<T extends { id: number }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.id - b.id);
}
