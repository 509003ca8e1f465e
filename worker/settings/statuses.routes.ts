import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { branchParams } from './branches.routes.ts';
import { statusesChangeSchema, statusesReplySchema } from './statuses.schemas.ts';
import { putStatuses, readStatuses } from './statuses.service.ts';
import { workOf } from './work-of.ts';

const common = { path: '/branches/{id}/statuses', security: secured, middleware: may('administer') } as const;
const responses = { 200: json(statusesReplySchema, "The table and the clinic's statuses"), ...failures };

const read = createRoute({
  ...common,
  method: 'get',
  summary: 'Which status moves a deal where',
  request: { params: branchParams },
  responses,
});

const put = createRoute({
  ...common,
  method: 'put',
  summary: 'Set which status moves a deal where',
  request: { params: branchParams, body: jsonBody(statusesChangeSchema) },
  responses,
});

export function statusesRoutes() {
  return createApi()
    .openapi(read, async (c) => {
      const branch = requireBranch(c.get('caller'), c.req.valid('param').id);
      return c.json(unwrap(await readStatuses(workOf(c), branch)), 200);
    })
    .openapi(put, async (c) => {
      const branch = requireBranch(c.get('caller'), c.req.valid('param').id);
      return c.json(unwrap(await putStatuses(workOf(c), branch, c.req.valid('json'))), 200);
    });
}
