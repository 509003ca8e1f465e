import { createRoute, z } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { mayAdministerAccount } from '../http/authorization.ts';
import { idParamSchema } from '../http/schemas.ts';
import { exportSettings, importSettings } from './transfer.service.ts';
import {
  importReplySchema,
  importSchema,
  oneVersionReplySchema,
  restoreReplySchema,
  settingsFileSchema,
  versionsQuerySchema,
  versionsReplySchema,
} from './versions.schemas.ts';
import { listVersions, oneVersion, restoreVersion } from './versions.service.ts';
import { workOf } from './work-of.ts';

const common = { security: secured, middleware: mayAdministerAccount };
const params = z.object({ n: idParamSchema });

const list = createRoute({
  ...common,
  method: 'get',
  path: '/settings/versions',
  summary: 'Saved versions of the settings, newest first',
  request: { query: versionsQuerySchema },
  responses: { 200: json(versionsReplySchema, 'A page of versions'), ...failures },
});

const read = createRoute({
  ...common,
  method: 'get',
  path: '/settings/versions/{n}',
  summary: 'One version and what it took the place of',
  request: { params },
  responses: { 200: json(oneVersionReplySchema, 'The version'), ...failures },
});

const restore = createRoute({
  ...common,
  method: 'post',
  path: '/settings/versions/{n}/restore',
  summary: 'Save an earlier version again, as a new one; refused when it no longer fits',
  request: { params },
  responses: { 200: json(restoreReplySchema, 'The new version of its section'), ...failures },
});

const exported = createRoute({
  ...common,
  method: 'get',
  path: '/settings/export',
  summary: 'All settings as a file, without keys',
  responses: { 200: json(settingsFileSchema, 'The file'), ...failures },
});

const imported = createRoute({
  ...common,
  method: 'post',
  path: '/settings/import',
  summary: 'Settings from a file of this account: checked first, then all of it or nothing',
  request: { body: jsonBody(importSchema) },
  responses: { 200: json(importReplySchema, 'The sections that differ'), ...failures },
});

export function versionsRoutes() {
  return createApi()
    .openapi(list, async (c) => c.json(await listVersions(workOf(c), c.req.valid('query')), 200))
    .openapi(read, async (c) => c.json(unwrap(await oneVersion(workOf(c), c.req.valid('param').n)), 200))
    .openapi(restore, async (c) =>
      c.json({ version: unwrap(await restoreVersion(workOf(c), c.req.valid('param').n)) }, 200),
    )
    .openapi(exported, (c) => c.json(exportSettings(workOf(c)), 200))
    .openapi(imported, async (c) =>
      c.json(unwrap(await importSettings(workOf(c), c.req.valid('json'))), 200),
    );
}
