import { createRoute, z } from '@hono/zod-openapi';
import type { ClickUser } from '../account/clicks.ts';
import { createApi, failures, json, jsonBody, secured } from '../http/api.ts';
import type { Caller } from '../http/app-env.ts';
import { fail, unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { requireIdempotencyKey } from './idempotency-key.ts';
import {
  visitCancelSchema,
  visitCreateSchema,
  visitPatchSchema,
  visitReplySchema,
  visitsQuerySchema,
  visitsReplySchema,
} from './visits.schemas.ts';

const params = z.object({ id: z.string().min(1).max(60) });
const visit = json(visitReplySchema, 'The visit');
/** The other system has not said yet: the slot stays held and the visit is looked up (contract.md). */
const checking = json(visitReplySchema, 'Outcome unknown: the same visit as «checking»');

const list = createRoute({
  method: 'get',
  path: '/visits',
  summary: "A deal's visits, the driving one first",
  security: secured,
  middleware: may('view'),
  request: { query: visitsQuerySchema },
  responses: { 200: json(visitsReplySchema, 'Visits'), ...failures },
});

const create = createRoute({
  method: 'post',
  path: '/visits',
  summary: 'Book',
  security: secured,
  middleware: may('book'),
  request: {
    // Checked by hand: a missing key has a code of its own.
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: jsonBody(visitCreateSchema),
  },
  responses: { 200: visit, 201: visit, 202: checking, ...failures },
});

const read = createRoute({
  method: 'get',
  path: '/visits/{id}',
  summary: 'One visit',
  security: secured,
  middleware: may('view'),
  request: { params },
  responses: { 200: visit, ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/visits/{id}',
  summary: 'Move a visit or change what it says',
  security: secured,
  middleware: may('book'),
  request: { params, body: jsonBody(visitPatchSchema) },
  responses: { 200: visit, 201: visit, 202: checking, ...failures },
});

const cancel = createRoute({
  method: 'post',
  path: '/visits/{id}/cancel',
  summary: 'Cancel a visit',
  security: secured,
  middleware: may('book'),
  request: { params, body: jsonBody(visitCancelSchema) },
  responses: { 200: visit, 201: visit, 202: checking, ...failures },
});

export function visitsRoutes() {
  return createApi()
    .openapi(list, async (c) => {
      const { settings, access, account } = c.get('caller');
      if (settings.branches.length === 0) {
        return c.json({ visits: [], asOf: null, problems: [] }, 200);
      }
      return c.json(unwrap(await account.visitsOfDeal(c.req.valid('query').deal, access.branches)), 200);
    })
    .openapi(create, async (c) => {
      const caller = c.get('caller');
      const key = requireIdempotencyKey(c.req.header('Idempotency-Key'));
      const input = c.req.valid('json');
      if (caller.settings.branches.length === 0) {
        fail(
          409,
          'setup.no_branch',
          'Ни один филиал не подключён. Администратору нужно добавить филиал в настройках.',
        );
      }
      requireBranch(caller, input.branchId);
      const { status, body } = unwrap(await caller.account.book(clickUser(caller), key, input));
      return c.json(body, status);
    })
    .openapi(read, async (c) => {
      const { access, account } = c.get('caller');
      return c.json(unwrap(await account.visit(c.req.valid('param').id, access.branches)), 200);
    })
    .openapi(change, async (c) => {
      const caller = c.get('caller');
      const { id } = c.req.valid('param');
      const { status, body } = unwrap(
        await caller.account.change(clickUser(caller), id, c.req.valid('json')),
      );
      return c.json(body, status);
    })
    .openapi(cancel, async (c) => {
      const caller = c.get('caller');
      const { id } = c.req.valid('param');
      const { reasonId } = c.req.valid('json');
      const { status, body } = unwrap(await caller.account.cancel(clickUser(caller), id, reasonId));
      return c.json(body, status);
    });
}

function clickUser({ session, access }: Caller): ClickUser {
  return { userId: session.userId, branchIds: access.branches };
}
