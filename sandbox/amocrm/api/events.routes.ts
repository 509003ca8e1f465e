import { Hono } from 'hono';
import type { Account, CrmEvent } from '../core/model.ts';
import { parseBrackets } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, withOf } from '../http/hal.ts';
import { problem } from '../http/problem.ts';
import { eventMatches, filterError } from './event-filters.ts';
import { eventTypes } from './event-types.ts';

const MAX_PAGE = 100;
const paths = { lead: 'leads', contact: 'contacts', company: 'companies', task: 'tasks' } as const;

/** `with=lead_name,contact_name,company_name`. */
function nameOf(account: Account, event: CrmEvent, withs: ReadonlySet<string>): { name?: string } {
  if (event.entityType === 'task' || !withs.has(`${event.entityType}_name`)) return {};
  const name = account[paths[event.entityType]].get(event.entityId)?.name;
  return name === undefined ? {} : { name };
}

function render(account: Account, event: CrmEvent, withs: ReadonlySet<string>): unknown {
  const { entityType, entityId } = event;
  return {
    id: event.id,
    type: event.type,
    entity_id: entityId,
    entity_type: entityType,
    created_by: event.createdBy,
    created_at: event.createdAt,
    value_after: event.valueAfter,
    value_before: event.valueBefore,
    account_id: account.id,
    ...selfLink(account, `/events/${event.id}`),
    _embedded: {
      entity: {
        id: entityId,
        ...nameOf(account, event, withs),
        ...selfLink(account, `/${paths[entityType]}/${entityId}`),
      },
    },
  };
}

/** Newest first; at most 100 a page (amocrm-api.md §4.15). */
function listEvents(c: ApiContext): Response {
  const { account } = c.var;
  const { filter } = parseBrackets(new URL(c.req.url).search);
  const error = filterError(filter);
  if (error !== null) return problem(400, error);
  const rows = account.events
    .filter((event) => eventMatches(event, filter))
    .reverse()
    .map((event) => render(account, event, withOf(c)));
  return listPage(c, '/events', 'events', rows, MAX_PAGE);
}

export function eventsRoutes(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/events', (c) => listEvents(c));
  app.get('/events/types', (c) => eventTypes(c.var.account, c.req.query('language_code')));
  app.get('/events/:id', (c) => {
    const event = c.var.account.events.find((candidate) => candidate.id === c.req.param('id'));
    return event === undefined ? noContent() : hal(render(c.var.account, event, withOf(c)));
  });
  return app;
}
