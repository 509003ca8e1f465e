import { Hono } from 'hono';
import type { Account, CrmEvent } from '../core/model.ts';
import { child, inRange, listOf, type Nested, numbersOf, parseBrackets, rangeOf } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink } from '../http/hal.ts';
import { problem } from '../http/problem.ts';

const MAX_PAGE = 100;
const paths = { lead: 'leads', contact: 'contacts', company: 'companies', task: 'tasks' } as const;

function render(account: Account, event: CrmEvent): unknown {
  return {
    id: event.id,
    type: event.type,
    entity_id: event.entityId,
    entity_type: event.entityType,
    created_by: event.createdBy,
    created_at: event.createdAt,
    value_after: event.valueAfter,
    value_before: event.valueBefore,
    account_id: account.id,
    ...selfLink(account, `/events/${event.id}`),
    _embedded: {
      entity: { id: event.entityId, ...selfLink(account, `/${paths[event.entityType]}/${event.entityId}`) },
    },
  };
}

function typeMatches(event: CrmEvent, types: readonly string[]): boolean {
  if (types.length === 0) return true;
  const anyField =
    types.includes('custom_field_value_changed') && /^custom_field_\d+_value_changed$/.test(event.type);
  return anyField || types.includes(event.type);
}

/** `filter[value_after][leads_statuses][i][pipeline_id|status_id]` (amocrm-api.md §4.15). */
function statusMatches(values: readonly unknown[], node: Nested | string | undefined): boolean {
  const wanted = child(node, 'leads_statuses');
  if (typeof wanted !== 'object') return true;
  const text = JSON.stringify(values);
  return Object.values(wanted).some((pair) => {
    const statusId = listOf(child(pair, 'status_id'))[0];
    const pipelineId = listOf(child(pair, 'pipeline_id'))[0];
    return (
      text === JSON.stringify([{ lead_status: { id: Number(statusId), pipeline_id: Number(pipelineId) } }])
    );
  });
}

function listEvents(c: ApiContext): Response {
  const { account } = c.var;
  const { filter } = parseBrackets(new URL(c.req.url).search);
  const types = listOf(child(filter, 'type'));
  const entities = listOf(child(filter, 'entity'));
  const ids = numbersOf(child(filter, 'entity_id'));
  const authors = numbersOf(child(filter, 'created_by'));
  const created = rangeOf(child(filter, 'created_at'));
  if (ids.length > 10 || authors.length > 10) return problem(400, 'Too many values in filter');
  // Ids count only together with exactly one entity.
  if (ids.length > 0 && entities.length !== 1)
    return problem(400, 'Filter by entity_id requires exactly one entity');
  const rows = account.events.filter(
    (event) =>
      typeMatches(event, types) &&
      (entities.length === 0 || entities.includes(event.entityType)) &&
      (ids.length === 0 || ids.includes(event.entityId)) &&
      (authors.length === 0 || authors.includes(event.createdBy)) &&
      inRange(event.createdAt, created) &&
      statusMatches(event.valueAfter, child(filter, 'value_after')) &&
      statusMatches(event.valueBefore, child(filter, 'value_before')),
  );
  const newestFirst = rows.reverse().map((event) => render(account, event));
  return listPage(c, '/events', 'events', newestFirst, MAX_PAGE);
}

export function eventsRoutes(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/events', (c) => listEvents(c));
  app.get('/events/:id', (c) => {
    const event = c.var.account.events.find((candidate) => candidate.id === c.req.param('id'));
    return event === undefined ? noContent() : hal(render(c.var.account, event));
  });
  return app;
}
