import { Hono } from 'hono';
import type { Medcard } from '../clinic/source.ts';
import { createMedcard } from '../clinic/source.ts';
import { readFields } from './body.ts';
import type { ApiEnv } from './env.ts';
import { failed } from './env.ts';
import type { FilterFields } from './list.ts';
import { list, single } from './list.ts';
import { readPerson } from './medcard-body.ts';
import { talonList } from './talons.routes.ts';
import { medcardView } from './views.ts';

/** The stored string must be equal: `+7…` does not find `8…` (archimed-api.md §10). */
const medcardFilters: FilterFields<Medcard> = {
  id: (medcard) => String(medcard.id),
  number: (medcard) => medcard.number,
  phone: (medcard) => [medcard.phone, medcard.phone1],
};

export function medcardRoutes(): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>({ strict: false });

  routes.get('/medcards', (c) =>
    list(c, [...c.get('source').medcards.values()], medcardView, medcardFilters),
  );

  routes.get('/medcards/:id', (c) => {
    return single(c, c.get('source').medcards.get(Number(c.req.param('id'))), medcardView);
  });

  routes.get('/medcards/:id/talons', (c) => {
    const patientId = Number(c.req.param('id'));
    return talonList(c, (talon) => talon.patientId === patientId);
  });

  // No deduplication: a repeat makes a second card (archimed-api.md §10).
  routes.post('/medcards', async (c) => {
    const fields = await readFields(c);
    if (fields === null) return failed(c, 400, 'Неверный формат запроса');
    const person = readPerson(fields);
    if (!person.ok) return failed(c, 400, person.message);
    return c.json({ status: 'Ok', id: createMedcard(c.get('source'), person.value, c.get('wall')).id });
  });

  return routes;
}
