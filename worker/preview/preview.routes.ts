import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import type { Caller } from '../http/app-env.ts';
import { AppError, unwrap } from '../http/app-error.ts';
import { forbidden, may, requireBranch } from '../http/authorization.ts';
import {
  type Drafts,
  pickQuerySchema,
  pickReplySchema,
  replayReplySchema,
  replaySchema,
  simulateReplySchema,
  simulateSchema,
} from './preview.schemas.ts';

const pick = createRoute({
  method: 'get',
  path: '/simulate/visits',
  summary: 'Visits to try settings with: the latest, or found by number or name',
  security: secured,
  middleware: may('administer'),
  request: { query: pickQuerySchema },
  responses: { 200: json(pickReplySchema, 'A few visits'), ...failures },
});

const simulate = createRoute({
  method: 'post',
  path: '/simulate',
  summary: 'What the saved settings and those on screen would do with a visit; nothing is written anywhere',
  security: secured,
  middleware: may('administer'),
  request: { body: jsonBody(simulateSchema) },
  responses: { 200: json(simulateReplySchema, 'Both choices with their reasons'), ...failures },
});

const replay = createRoute({
  method: 'post',
  path: '/replay',
  summary: 'The events of the last 7 days decided again by both; from memory, nothing is asked or written',
  security: secured,
  middleware: may('administer'),
  request: { body: jsonBody(replaySchema) },
  responses: { 200: json(replayReplySchema, 'Counts, and the deals that would differ'), ...failures },
});

export function previewRoutes() {
  return createApi()
    .openapi(pick, async (c) => {
      const { account, access } = c.get('caller');
      return c.json(unwrap(await account.pickVisits(c.req.valid('query'), access.branches)), 200);
    })
    .openapi(simulate, async (c) => {
      const caller = c.get('caller');
      const request = c.req.valid('json');
      requireDrafts(caller, request.settings);
      if ('sample' in request.visit) {
        requireBranch(caller, request.visit.sample.branchId);
      }
      return c.json(unwrap(await caller.account.simulate(request, caller.access.branches)), 200);
    })
    .openapi(replay, async (c) => {
      const caller = c.get('caller');
      const { settings } = c.req.valid('json');
      requireDrafts(caller, settings);
      return c.json(unwrap(await caller.account.replay(settings, caller.access.branches)), 200);
    });
}

/** Who may not read a section does not try it out either (product.md §3.5). */
function requireDrafts(
  caller: Caller,
  { fields, automation, matching, statuses = [], branches = [] }: Drafts,
): void {
  if ((fields || automation || matching) && !caller.access.allBranches) {
    throw new AppError(forbidden);
  }
  for (const { branchId } of [...statuses, ...branches]) {
    requireBranch(caller, branchId);
  }
}
