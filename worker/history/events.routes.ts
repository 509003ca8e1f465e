import { createRoute, z } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import type { Caller } from '../http/app-env.ts';
import { unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import {
  eventReplySchema,
  eventRetryReplySchema,
  eventsQuerySchema,
  eventsReplySchema,
  eventsRetryReplySchema,
  eventsRetrySchema,
} from './events.schemas.ts';

const list = createRoute({
  method: 'get',
  path: '/events',
  summary: 'History, newest first',
  security: secured,
  middleware: may('administer'),
  request: { query: eventsQuerySchema },
  responses: { 200: json(eventsReplySchema, 'A page of events'), ...failures },
});

const read = createRoute({
  method: 'get',
  path: '/events/{id}',
  summary: 'One event with its attempts, what changed, and whether it can be retried',
  security: secured,
  middleware: may('administer'),
  request: { params: z.object({ id: z.string().min(1).max(60) }) },
  responses: { 200: json(eventReplySchema, 'The event'), ...failures },
});

const retryOne = createRoute({
  method: 'post',
  path: '/events/{id}/retry',
  summary: 'Retry an event now instead of when it is due, or once more after it failed',
  security: secured,
  middleware: may('administer'),
  request: { params: z.object({ id: z.string().min(1).max(60) }) },
  responses: {
    200: json(eventRetryReplySchema, 'The event; it is carried out in the background'),
    ...failures,
  },
});

const retryMany = createRoute({
  method: 'post',
  path: '/events/retry',
  summary: 'Retry what failed (or waits, or was left alone) and fits the filter, the oldest first',
  security: secured,
  middleware: may('administer'),
  request: { body: jsonBody(eventsRetrySchema) },
  responses: { 200: json(eventsRetryReplySchema, 'How many are retried'), ...failures },
});

export function eventsRoutes() {
  return createApi()
    .openapi(list, async (c) => {
      const caller = c.get('caller');
      const query = c.req.valid('query');
      if (query.branch !== undefined) {
        requireBranch(caller, query.branch);
      }
      return c.json(await caller.account.events(query, shownBranches(caller)), 200);
    })
    .openapi(read, async (c) => {
      const caller = c.get('caller');
      return c.json(unwrap(await caller.account.event(c.req.valid('param').id, shownBranches(caller))), 200);
    })
    .openapi(retryMany, async (c) => {
      const caller = c.get('caller');
      const filter = c.req.valid('json');
      if (filter.branch !== undefined) {
        requireBranch(caller, filter.branch);
      }
      const counts = await caller.account.retryEvents(filter, shownBranches(caller));
      const { accountId, userId } = caller.session;
      const { retried, skipped, left } = counts;
      c.get('services').log('events.retried', { account: accountId, user: userId, retried, skipped, left });
      return c.json(counts, 200);
    })
    .openapi(retryOne, async (c) => {
      const caller = c.get('caller');
      const event = unwrap(await caller.account.retryEvent(c.req.valid('param').id, shownBranches(caller)));
      const { accountId, userId } = caller.session;
      c.get('services').log('event.retried', { account: accountId, user: userId, event: event.id });
      return c.json({ event }, 200);
    });
}

/** null: the whole account, with what belongs to no branch. */
function shownBranches({ access }: Caller): number[] | null {
  return access.allBranches ? null : access.branches;
}
