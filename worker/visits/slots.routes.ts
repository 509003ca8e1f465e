import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { fail, unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { daysBetween, isoOf } from '../sync/wall-clock.ts';
import {
  patientsReplySchema,
  patientsSearchSchema,
  slotsQuerySchema,
  slotsReplySchema,
} from './visits.schemas.ts';

/** ArchiMed+ tells at most 31 days at once (archimed-api.md §10), both ends included. */
const MOST_DAYS = 30;

const slots = createRoute({
  method: 'get',
  path: '/slots',
  summary: 'Free time by the live schedule',
  security: secured,
  middleware: may('view'),
  request: { query: slotsQuerySchema },
  responses: { 200: json(slotsReplySchema, 'Free slots'), ...failures },
});

const patients = createRoute({
  method: 'post',
  path: '/patients/search',
  summary: "Patients known under the phone of a deal's contact, or under one that is typed",
  security: secured,
  middleware: may('book'),
  request: { body: jsonBody(patientsSearchSchema) },
  responses: { 200: json(patientsReplySchema, "Patients, and the deal's contact"), ...failures },
});

export function slotsRoutes() {
  return createApi()
    .openapi(slots, async (c) => {
      const query = c.req.valid('query');
      const caller = c.get('caller');
      const days = daysBetween(query.from, query.to);
      if (days < 0 || days > MOST_DAYS) {
        fail(400, 'request.invalid', 'Можно спросить не больше 31 дня.', [
          { path: 'to', message: `from … to is ${days + 1} days, 1 to ${MOST_DAYS + 1} are allowed` },
        ]);
      }
      if (caller.settings.branches.length === 0) {
        const asOf = isoOf(c.get('services').clock.now());
        return c.json({ slots: [], schedulePublished: false, asOf }, 200);
      }
      requireBranch(caller, query.branch);
      return c.json(unwrap(await caller.account.slots(query)), 200);
    })
    .openapi(patients, async (c) => {
      const search = c.req.valid('json');
      const caller = c.get('caller');
      if (caller.settings.branches.length === 0) {
        return c.json({ patients: [], contact: null }, 200);
      }
      const branchIds =
        'branchId' in search ? [requireBranch(caller, search.branchId).id] : caller.access.branches;
      const query = {
        dealId: 'dealId' in search ? search.dealId : null,
        phone: 'phone' in search ? search.phone : null,
        branchIds,
      };
      return c.json(unwrap(await caller.account.searchPatients(query)), 200);
    });
}
