import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, secured } from '../http/api.ts';
import { fail, unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { daysBetween, isoOf } from '../sync/wall-clock.ts';
import {
  journalQuerySchema,
  journalReplySchema,
  scheduleQuerySchema,
  scheduleReplySchema,
} from './journal.schemas.ts';

const MOST_DAYS = 7;

const journal = createRoute({
  method: 'get',
  path: '/journal',
  summary: 'Visits of some days, in all branches or one',
  security: secured,
  middleware: may('view'),
  request: { query: journalQuerySchema },
  responses: { 200: json(journalReplySchema, 'Visits'), ...failures },
});

const schedule = createRoute({
  method: 'get',
  path: '/schedule',
  summary: "Doctors' time, free and taken, by the live schedule",
  security: secured,
  middleware: may('view'),
  request: { query: scheduleQuerySchema },
  responses: { 200: json(scheduleReplySchema, 'Shifts'), ...failures },
});

export function journalRoutes() {
  return createApi()
    .openapi(journal, async (c) => {
      const query = c.req.valid('query');
      const caller = c.get('caller');
      requireDays(query);
      if (query.branch !== undefined) {
        requireBranch(caller, query.branch);
      }
      return c.json(unwrap(await caller.account.journal(query, caller.access.branches)), 200);
    })
    .openapi(schedule, async (c) => {
      const query = c.req.valid('query');
      const caller = c.get('caller');
      requireDays(query);
      if (caller.settings.branches.length === 0) {
        const asOf = isoOf(c.get('services').clock.now());
        return c.json({ shifts: [], schedulePublished: false, asOf }, 200);
      }
      requireBranch(caller, query.branch);
      return c.json(unwrap(await caller.account.schedule(query)), 200);
    });
}

function requireDays({ from, to }: { from: string; to: string }): void {
  const days = daysBetween(from, to) + 1;
  if (days < 1 || days > MOST_DAYS) {
    fail(400, 'request.invalid', 'Можно спросить не больше 7 дней.', [
      { path: 'to', message: `from … to is ${days} days, 1 to ${MOST_DAYS} are allowed` },
    ]);
  }
}
