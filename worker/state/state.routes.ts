import { createRoute } from '@hono/zod-openapi';
import { createApi, failures, json, secured } from '../http/api.ts';
import type { Caller } from '../http/app-env.ts';
import { fail, unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { branchParams } from '../settings/branches.routes.ts';
import { judgedReplySchema, reconcilingReplySchema, stateReplySchema } from './state.schemas.ts';

const read = createRoute({
  method: 'get',
  path: '/state',
  summary: "How the administrator's branches and amoCRM are doing",
  security: secured,
  middleware: may('administer'),
  responses: { 200: json(stateReplySchema, 'State'), ...failures },
});

const approve = createRoute({
  method: 'post',
  path: '/state/branches/{id}/approve',
  summary:
    'Yes to what was held: the short list is believed, a stopped branch goes on with its waiting events',
  security: secured,
  middleware: may('administer'),
  request: { params: branchParams },
  responses: { 200: json(judgedReplySchema, 'What goes on'), ...failures },
});

const discard = createRoute({
  method: 'post',
  path: '/state/branches/{id}/discard',
  summary: 'No to what was held: waiting events end as ignored, a short list has to be found by more polls',
  security: secured,
  middleware: may('administer'),
  request: { params: branchParams },
  responses: { 200: json(judgedReplySchema, 'What was dropped'), ...failures },
});

const reconcile = createRoute({
  method: 'post',
  path: '/state/branches/{id}/reconcile',
  summary: "Compare the source's linked visits with ArchiMed+ and amoCRM now instead of at night",
  security: secured,
  middleware: may('administer'),
  request: { params: branchParams },
  responses: { 202: json(reconcilingReplySchema, 'Begun; the history tells how it ended'), ...failures },
});

export function stateRoutes() {
  return createApi()
    .openapi(read, async (c) => {
      const { account, access } = c.get('caller');
      return c.json(unwrap(await account.state(access.branches)), 200);
    })
    .openapi(approve, async (c) => {
      const { branch, account } = branchOf(c.get('caller'), c.req.valid('param').id);
      return c.json(unwrap(await account.judgeBranch(branch.id, true)), 200);
    })
    .openapi(discard, async (c) => {
      const { branch, account } = branchOf(c.get('caller'), c.req.valid('param').id);
      return c.json(unwrap(await account.judgeBranch(branch.id, false)), 200);
    })
    .openapi(reconcile, async (c) => {
      const { branch, account } = branchOf(c.get('caller'), c.req.valid('param').id);
      return c.json(unwrap(await account.reconcile(branch.id)), 202);
    });
}

/** A list and a night's work belong to the source: deciding about them takes the right to all its branches. */
function branchOf(caller: Caller, branchId: number) {
  const branch = requireBranch(caller, branchId);
  const isForeign = caller.settings.branches.some(
    ({ id, sourceId }) => sourceId === branch.sourceId && !caller.access.branches.includes(id),
  );
  if (isForeign) {
    fail(403, 'access.branch', 'У этой базы есть филиал, который вам не доступен.');
  }
  return { branch, account: caller.account };
}
