import { Hono } from 'hono';
import { z } from 'zod';
import type { Fields } from '../api/body.ts';
import { apiWriter, createTalon } from '../api/new-talon.ts';
import { behaviour, behaviourChange } from '../clinic/behaviour.ts';
import type { Store } from '../clinic/store.ts';
import { toRussianDate } from '../clinic/wall-clock.ts';
import { deskBooking } from '../desk/desk.ts';
import { parsed, unknown, written } from './replies.ts';

const keyExpiry = z.strictObject({ apiId: z.string(), at: z.iso.datetime({ offset: true }).optional() });

/** Who books from outside, and the `record_type` that tells (archimed-api.md §10 "Who else writes"). */
const doors = { site: 'widget', aggregator: 'sberzdorovie' } as const;

/** How one clinic changes while it runs: behaviour, keys, bookings by its site and by an aggregator, a fresh start. */
export function clinicRoutes(store: Store): Hono {
  const routes = new Hono({ strict: false });

  routes.patch('/behaviour', async (c) => {
    const source = store.get(c.req.param('id') ?? '');
    if (source === undefined) return unknown(c);
    const body = await parsed(c, behaviourChange);
    if (!body.ok) return body.response;
    source.behaviour = behaviour.parse({ ...source.behaviour, ...body.value });
    return c.json(source.behaviour);
  });

  routes.post('/keys/expire', async (c) => {
    const body = await parsed(c, keyExpiry);
    if (!body.ok) return body.response;
    const key = store.get(c.req.param('id') ?? '')?.keys.get(body.value.apiId);
    if (key === undefined) return unknown(c);
    key.refusedFrom = body.value.at === undefined ? store.now() : Date.parse(body.value.at);
    return c.json({ ok: true });
  });

  // The same rules as the API's: nobody from outside may do what the desk may.
  routes.post('/bookings', async (c) => {
    const source = store.get(c.req.param('id') ?? '');
    if (source === undefined) return unknown(c);
    const door = await parsed(c, z.looseObject({ as: z.enum(['site', 'aggregator']) }));
    if (!door.ok) return door.response;
    const { as, ...rest } = door.value;
    const body = deskBooking.safeParse(rest);
    if (!body.success) return c.json({ error: z.prettifyError(body.error) }, 400);
    const made = createTalon(source, formOf(body.data), apiWriter(store.wall(source), doors[as]));
    return written(c, made.ok ? made : { ...made, status: made.status === 403 ? 409 : 422 }, 201);
  });

  routes.post('/restart', (c) => {
    const source = store.get(c.req.param('id') ?? '');
    if (source === undefined) return unknown(c);
    store.restart(source);
    return c.json({ ok: true });
  });

  return routes;
}

/** A booking as the form that the API takes. */
function formOf({
  doctorId,
  date,
  begin,
  end,
  patientId,
  person,
  info,
}: z.infer<typeof deskBooking>): Fields {
  const who: Fields =
    person === undefined
      ? { patient_id: String(patientId ?? '') }
      : {
          last_name: person.lastName,
          first_name: person.firstName,
          middle_name: person.middleName,
          birthdate: person.birthDate === null ? '' : toRussianDate(person.birthDate),
          phone: person.phone,
          phone_alt: person.phone1,
          email: person.email,
        };
  const when = { date: toRussianDate(date), begintime: begin, endtime: end ?? '' };
  return { doc_id: String(doctorId), ...when, ...who, info };
}
