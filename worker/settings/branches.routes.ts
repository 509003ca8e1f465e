import { createRoute, z } from '@hono/zod-openapi';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import { unwrap } from '../http/app-error.ts';
import { may, mayAdministerAccount, requireBranch } from '../http/authorization.ts';
import { idParamSchema } from '../http/schemas.ts';
import {
  branchCreateSchema,
  branchesReplySchema,
  branchPatchSchema,
  branchSchema,
  branchTestReplySchema,
} from './branches.schemas.ts';
import { addBranch, listBranches, patchBranch, removeBranch } from './branches.service.ts';
import { workOf } from './work-of.ts';

export const branchParams = z.object({ id: idParamSchema });

const list = createRoute({
  method: 'get',
  path: '/branches',
  summary: "The administrator's branches",
  security: secured,
  middleware: may('administer'),
  responses: { 200: json(branchesReplySchema, 'Branches'), ...failures },
});

const create = createRoute({
  method: 'post',
  path: '/branches',
  summary: 'Add a branch, switched off',
  security: secured,
  middleware: mayAdministerAccount,
  request: { body: jsonBody(branchCreateSchema) },
  responses: { 201: json(branchSchema, 'The new branch'), ...failures },
});

const patch = createRoute({
  method: 'patch',
  path: '/branches/{id}',
  summary: 'Change a branch, switch it on or off, replace its keys',
  security: secured,
  middleware: may('administer'),
  request: { params: branchParams, body: jsonBody(branchPatchSchema) },
  responses: { 200: json(branchSchema, 'The changed branch'), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/branches/{id}',
  summary: 'Remove a branch; its id is never used again',
  security: secured,
  middleware: mayAdministerAccount,
  request: { params: branchParams },
  responses: { 204: { description: 'Removed' }, ...failures },
});

const test = createRoute({
  method: 'post',
  path: '/branches/{id}/test',
  summary: 'Read everything anew with the stored key',
  security: secured,
  middleware: may('administer'),
  request: { params: branchParams },
  responses: { 200: json(branchTestReplySchema, 'What ArchiMed+ showed'), ...failures },
});

export function branchesRoutes() {
  return createApi()
    .openapi(list, async (c) => c.json(await listBranches(workOf(c)), 200))
    .openapi(create, async (c) => c.json(unwrap(await addBranch(workOf(c), c.req.valid('json'))), 201))
    .openapi(patch, async (c) => {
      const branch = requireBranch(c.get('caller'), c.req.valid('param').id);
      return c.json(unwrap(await patchBranch(workOf(c), branch, c.req.valid('json'))), 200);
    })
    .openapi(remove, async (c) => {
      await removeBranch(workOf(c), requireBranch(c.get('caller'), c.req.valid('param').id));
      return c.body(null, 204);
    })
    .openapi(test, async (c) => {
      const caller = c.get('caller');
      const branch = requireBranch(caller, c.req.valid('param').id);
      return c.json(unwrap(await caller.account.testBranch(branch.id)), 200);
    });
}
