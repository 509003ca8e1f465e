import type { Context } from 'hono';
import { Hono } from 'hono';
import { parsed } from '../admin/replies.ts';
import type { Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { isDate } from '../clinic/wall-clock.ts';
import type { DeskResult } from '../desk/desk.ts';
import { deskBook, deskBooking, deskChange, deskChangeTalon } from '../desk/desk.ts';
import { dayView } from './day-view.ts';
import { journalOf } from './journal-view.ts';
import { pageFile } from './page-files.ts';
import { findPatients, findServices, patientCard, removedVisits } from './patients-view.ts';

/** The clinic's own program, as far as a receptionist needs it: a page and its JSON API. */
export function receptionRoutes(store: Store): Hono {
  const routes = new Hono({ strict: false });

  routes.get('/', (c) => pageFile(c, 'index.html'));
  routes.get('/files/:name', (c) => pageFile(c, c.req.param('name')));

  routes.get('/api/sources', (c) => {
    return c.json({ sources: store.all().map(({ description: { id, name } }) => ({ id, name })) });
  });

  /** Every other call is about one source: the first one when none is named. */
  const about = (c: Context, reply: (source: Source) => Response | Promise<Response>) => {
    const id = c.req.query('source');
    const source = id === undefined || id === '' ? store.all()[0] : store.get(id);
    return source === undefined ? c.json({ error: 'Нет такой клиники' }, 404) : reply(source);
  };
  const query = (c: Context): string => c.req.query('query') ?? '';

  routes.get('/api/day', (c) =>
    about(c, (source) => {
      const wall = store.wall(source);
      const date = c.req.query('date') ?? '';
      return c.json(dayView(source, isDate(date) ? date : wall.date, wall));
    }),
  );
  routes.get('/api/patients', (c) =>
    about(c, (source) => c.json({ patients: findPatients(source, query(c)) })),
  );
  routes.get('/api/patients/:id', (c) =>
    about(c, (source) => {
      const card = patientCard(source, Number(c.req.param('id')), store.wall(source));
      return card === undefined ? c.json({ error: 'Пациент не найден' }, 404) : c.json(card);
    }),
  );
  routes.get('/api/services', (c) =>
    about(c, (source) => c.json({ services: findServices(source, query(c)) })),
  );
  routes.get('/api/removed', (c) =>
    about(c, (source) => c.json({ visits: removedVisits(source, store.wall(source)) })),
  );
  routes.get('/api/journal', (c) =>
    about(c, (source) => c.json({ rows: journalOf(source, store.wall(source)) })),
  );

  routes.post('/api/restart', (c) =>
    about(c, (source) => {
      store.restart(source);
      return c.json({ ok: true });
    }),
  );

  routes.post('/api/talons', (c) =>
    about(c, async (source) => {
      const body = await parsed(c, deskBooking);
      return body.ok ? answer(c, deskBook(source, body.value, store.wall(source))) : body.response;
    }),
  );
  routes.patch('/api/talons/:id', (c) =>
    about(c, async (source) => {
      const body = await parsed(c, deskChange);
      if (!body.ok) return body.response;
      return answer(c, deskChangeTalon(source, Number(c.req.param('id')), body.value, store.wall(source)));
    }),
  );

  return routes;
}

function answer(c: Context, result: DeskResult): Response {
  return result.ok ? c.json({ id: result.talon.id }) : c.json({ error: result.message }, result.status);
}
