import { readFile } from 'node:fs/promises';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { parsed } from '../admin/admin.routes.ts';
import type { Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { isDate } from '../clinic/wall-clock.ts';
import type { DeskResult } from '../desk/desk.ts';
import { deskBook, deskBooking, deskChange, deskChangeTalon } from '../desk/desk.ts';
import { dayView, findPatients } from './day-view.ts';

const contentTypes = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const;

/** The clinic's own program, as far as a receptionist needs it: a page and its JSON API. */
export function receptionRoutes(store: Store): Hono {
  const routes = new Hono({ strict: false });

  routes.get('/', (c) => page(c, 'index.html'));
  routes.get('/files/:name', (c) => page(c, c.req.param('name')));

  routes.get('/api/sources', (c) => {
    return c.json({ sources: store.all().map(({ description: { id, name } }) => ({ id, name })) });
  });

  routes.get('/api/day', (c) => {
    const source = chosen(c, store);
    if (source === undefined) return c.json({ error: 'Нет такой клиники' }, 404);
    const wall = store.wall(source);
    const date = c.req.query('date') ?? '';
    return c.json(dayView(source, isDate(date) ? date : wall.date, wall));
  });

  routes.get('/api/patients', (c) => {
    const source = chosen(c, store);
    if (source === undefined) return c.json({ error: 'Нет такой клиники' }, 404);
    return c.json({ patients: findPatients(source, c.req.query('query') ?? '') });
  });

  routes.post('/api/talons', async (c) => {
    const source = chosen(c, store);
    if (source === undefined) return c.json({ error: 'Нет такой клиники' }, 404);
    const body = await parsed(c, deskBooking);
    return body.ok ? answer(c, deskBook(source, body.value, store.wall(source))) : body.response;
  });

  routes.patch('/api/talons/:id', async (c) => {
    const source = chosen(c, store);
    if (source === undefined) return c.json({ error: 'Нет такой клиники' }, 404);
    const body = await parsed(c, deskChange);
    if (!body.ok) return body.response;
    return answer(c, deskChangeTalon(source, Number(c.req.param('id')), body.value, store.wall(source)));
  });

  return routes;
}

function chosen(c: Context, store: Store): Source | undefined {
  const id = c.req.query('source');
  return id === undefined || id === '' ? store.all()[0] : store.get(id);
}

function answer(c: Context, result: DeskResult): Response {
  return result.ok ? c.json({ id: result.talon.id }) : c.json({ error: result.message }, result.status);
}

async function page(c: Context, name: string): Promise<Response> {
  const extension = /^[a-z-]+\.(html|css|js)$/.exec(name)?.[1];
  const type =
    extension === 'html' || extension === 'css' || extension === 'js' ? contentTypes[extension] : null;
  if (type === null) return c.notFound();
  try {
    const text = await readFile(new URL(`./files/${name}`, import.meta.url), 'utf8');
    return c.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  } catch {
    return c.notFound();
  }
}
