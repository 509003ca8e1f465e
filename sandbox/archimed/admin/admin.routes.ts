import { Hono } from 'hono';
import { z } from 'zod';
import { keyPair, sourceDescription } from '../clinic/description.ts';
import { goodKey } from '../clinic/source.ts';
import type { Store } from '../clinic/store.ts';
import { deskBook, deskBooking, deskChange, deskChangeTalon } from '../desk/desk.ts';
import type { Faults } from '../faults/faults.ts';
import { faultDescription } from '../faults/faults.ts';
import type { RequestLog } from '../faults/request-log.ts';
import { clinicRoutes } from './clinic.routes.ts';
import { directoryEditRoutes } from './directory-edit.routes.ts';
import { sourceDump } from './dump.ts';
import { parsed, unknown, written } from './replies.ts';

/** Strings for tests and the demo, pulled from behind the stage; described in README.md. */
export function adminRoutes(store: Store, faults: Faults, log: RequestLog): Hono {
  const routes = new Hono({ strict: false });

  routes.post('/reset', (c) => {
    store.clear();
    faults.clear();
    log.clear();
    return c.json({ ok: true });
  });

  routes.get('/sources', (c) => {
    return c.json({ sources: store.all().map(({ description: { id, name } }) => ({ id, name })) });
  });

  routes.post('/sources', async (c) => {
    const body = await parsed(c, sourceDescription);
    if (!body.ok) return body.response;
    const added = store.add(body.value);
    return added.ok
      ? c.json({ id: added.source.description.id }, 201)
      : c.json({ error: added.message }, 409);
  });

  routes.get('/sources/:id', (c) => {
    const source = store.get(c.req.param('id'));
    return source === undefined ? unknown(c) : c.json(sourceDump(source, store.wall(source)));
  });

  routes.post('/sources/:id/keys', async (c) => {
    const source = store.get(c.req.param('id'));
    if (source === undefined) return unknown(c);
    const body = await parsed(c, keyPair);
    if (!body.ok) return body.response;
    const owner = store.byApiId(body.value.apiId);
    if (owner !== undefined && owner !== source)
      return c.json({ error: 'apiId belongs to another source' }, 409);
    source.keys.set(body.value.apiId, goodKey(body.value.apiSecret));
    return c.json({ ok: true }, 201);
  });

  routes.post('/sources/:id/keys/revoke', async (c) => {
    const source = store.get(c.req.param('id'));
    const body = await parsed(c, z.strictObject({ apiId: z.string() }));
    if (!body.ok) return body.response;
    const key = source?.keys.get(body.value.apiId);
    if (key === undefined) return unknown(c);
    key.revoked = true;
    return c.json({ ok: true });
  });

  routes.route('/sources/:id', clinicRoutes(store));
  routes.route('/sources/:id/directories', directoryEditRoutes(store));

  routes.post('/sources/:id/talons', async (c) => {
    const source = store.get(c.req.param('id'));
    if (source === undefined) return unknown(c);
    const body = await parsed(c, deskBooking);
    if (!body.ok) return body.response;
    return written(c, deskBook(source, body.value, store.wall(source)), 201);
  });

  routes.patch('/sources/:id/talons/:talonId', async (c) => {
    const source = store.get(c.req.param('id'));
    if (source === undefined) return unknown(c);
    const body = await parsed(c, deskChange);
    if (!body.ok) return body.response;
    const talonId = Number(c.req.param('talonId'));
    return written(c, deskChangeTalon(source, talonId, body.value, store.wall(source)), 200);
  });

  routes.post('/faults', async (c) => {
    const body = await parsed(c, faultDescription);
    return body.ok ? c.json({ id: faults.add(body.value) }, 201) : body.response;
  });
  routes.get('/faults', (c) => c.json({ faults: faults.list() }));
  routes.delete('/faults', (c) => {
    faults.clear();
    return c.json({ ok: true });
  });
  routes.delete('/faults/:id', (c) => {
    return faults.remove(Number(c.req.param('id'))) ? c.json({ ok: true }) : unknown(c);
  });

  routes.get('/requests', (c) => {
    const since = moment(c.req.query('since'));
    if (since === undefined) return c.json({ error: 'since: RFC 3339 or milliseconds' }, 400);
    return c.json({ requests: log.since(since) });
  });
  routes.delete('/requests', (c) => {
    log.clear();
    return c.json({ ok: true });
  });

  return routes;
}

function moment(text: string | undefined): number | undefined {
  if (text === undefined) return 0;
  const epochMs = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
