import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Directory, Edited } from '../clinic/directories.ts';
import { directories } from '../clinic/directories.ts';
import type { Source } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { parsed, unknown } from './replies.ts';

const anyObject = z.record(z.string(), z.unknown());

/** An entry is renamed, removed or added in the clinic's program while we work. */
export function directoryEditRoutes(store: Store): Hono {
  const routes = new Hono({ strict: false });

  const found = (c: Context): { source: Source; directory: Directory } | undefined => {
    const source = store.get(c.req.param('id') ?? '');
    const name = c.req.param('directory') ?? '';
    const directory = Object.hasOwn(directories, name) ? directories[name] : undefined;
    return source === undefined || directory === undefined ? undefined : { source, directory };
  };

  routes.get('/:directory', (c) => {
    const place = found(c);
    return place === undefined ? unknown(c) : c.json({ rows: place.directory.rows(place.source) });
  });

  routes.post('/:directory', async (c) => {
    const place = found(c);
    if (place === undefined) return unknown(c);
    const body = await parsed(c, anyObject);
    return body.ok ? edited(c, place.directory.add(place.source, body.value), 201) : body.response;
  });

  routes.patch('/:directory/:entry', async (c) => {
    const place = found(c);
    if (place === undefined) return unknown(c);
    const body = await parsed(c, anyObject);
    if (!body.ok) return body.response;
    return edited(c, place.directory.change(place.source, Number(c.req.param('entry')), body.value), 200);
  });

  routes.delete('/:directory/:entry', (c) => {
    const place = found(c);
    if (place === undefined) return unknown(c);
    const removed = place.directory.remove(place.source, Number(c.req.param('entry')));
    return removed ? c.json({ ok: true }) : unknown(c);
  });

  return routes;
}

function edited(c: Context, result: Edited, success: 200 | 201): Response {
  if (result.ok) return c.json({ entry: result.entry }, success);
  if (result.problem === 'invalid') return c.json({ error: result.message }, 400);
  return result.problem === 'unknown' ? unknown(c) : c.json({ error: 'this id is taken' }, 409);
}
