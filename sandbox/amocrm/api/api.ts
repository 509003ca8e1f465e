import { Hono, type MiddlewareHandler } from 'hono';
import { entityKinds } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { apiGate } from '../http/gate.ts';
import { notFound, problem } from '../http/problem.ts';
import { rightsGate } from '../http/rights-gate.ts';
import { accountRoutes } from './account.routes.ts';
import { callsRoutes } from './calls.routes.ts';
import { companiesRoutes } from './companies.routes.ts';
import { contactsRoutes } from './contacts.routes.ts';
import { customFieldsRoutes } from './custom-fields.routes.ts';
import { eventsRoutes } from './events.routes.ts';
import { fieldGroupsRoutes } from './field-groups.routes.ts';
import { leadsRoutes } from './leads.routes.ts';
import { leadsComplexRoutes } from './leads-complex.routes.ts';
import { linksRoutes } from './links.routes.ts';
import { lossReasonsRoutes } from './loss-reasons.routes.ts';
import { notesRoutes } from './notes.routes.ts';
import { pipelineStatusesRoutes } from './pipeline-statuses.routes.ts';
import { pipelinesRoutes } from './pipelines.routes.ts';
import { rolesRoutes } from './roles.routes.ts';
import { tagsRoutes, widgetsRoutes } from './tags-widgets.routes.ts';
import { tasksRoutes } from './tasks.routes.ts';
import { unsortedRoutes } from './unsorted.routes.ts';
import { usersRoutes } from './users.routes.ts';
import { webhooksRoutes } from './webhooks.routes.ts';

/** `/api/v4` (amocrm-api.md §3 and §4). The double's own pages come through another gate: no limits, no log. */
export function createApi(world: World, gate: MiddlewareHandler<ApiEnv> = apiGate(world)): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  api.use('*', gate);
  api.use('*', rightsGate());
  api.route('/', accountRoutes(world.nowMs));
  api.route('/', usersRoutes(world));
  api.route('/', rolesRoutes(world));
  api.route('/', pipelinesRoutes(world));
  api.route('/', pipelineStatusesRoutes(world));
  api.route('/', lossReasonsRoutes());
  api.route('/', unsortedRoutes(world));
  api.route('/', callsRoutes(world));
  for (const kind of entityKinds) {
    api.route(`/${kind}/custom_fields/groups`, fieldGroupsRoutes(world, kind));
    api.route(`/${kind}/custom_fields`, customFieldsRoutes(world, kind));
    api.route(`/${kind}`, notesRoutes(world, kind));
    api.route(`/${kind}`, tagsRoutes(world, kind));
  }
  api.route('/', linksRoutes(world));
  api.route('/', leadsComplexRoutes(world));
  api.route('/', leadsRoutes(world));
  api.route('/', contactsRoutes(world));
  api.route('/', companiesRoutes(world));
  api.route('/', tasksRoutes(world));
  api.route('/', eventsRoutes());
  api.route('/', webhooksRoutes(world));
  api.route('/', widgetsRoutes(world));
  api.all('*', (c) => {
    const path = c.req.path.replace(/^\/(?:api|ajax)\/v4/, '');
    const known = api.routes.some((route) => route.method !== 'ALL' && patternFits(route.path, path));
    return known ? problem(405, 'Method not allowed') : notFound();
  });
  return api;
}

function patternFits(pattern: string, path: string): boolean {
  const parts = pattern.replace(/:\w+\{\[0-9\]\+\}/g, '\\d+').replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${parts.replace(/\/$/, '')}/?$`).test(path);
}
