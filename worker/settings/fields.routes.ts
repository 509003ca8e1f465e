import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { mayAdministerAccount } from '../http/authorization.ts';
import { fieldsChangeSchema, fieldsCreateSchema, fieldsReplySchema } from './fields.schemas.ts';
import { createFields, putFields, readFields } from './fields.service.ts';
import { workOf } from './work-of.ts';

const common = { security: secured, middleware: mayAdministerAccount };
const responses = { 200: json(fieldsReplySchema, 'The mapping and what amoCRM has to map to'), ...failures };

const read = createRoute({ ...common, method: 'get', path: '/fields', summary: 'Mapped fields', responses });

const put = createRoute({
  ...common,
  method: 'put',
  path: '/fields',
  summary: 'Map fields',
  request: { body: jsonBody(fieldsChangeSchema) },
  responses,
});

const create = createRoute({
  ...common,
  method: 'post',
  path: '/fields/create',
  summary: 'Make fields in amoCRM and map them',
  request: { body: jsonBody(fieldsCreateSchema) },
  responses,
});

export function fieldsRoutes() {
  return createApi()
    .openapi(read, async (c) => c.json(unwrap(await readFields(workOf(c))), 200))
    .openapi(put, async (c) => c.json(unwrap(await putFields(workOf(c), c.req.valid('json'))), 200))
    .openapi(create, async (c) => c.json(unwrap(await createFields(workOf(c), c.req.valid('json'))), 200));
}
