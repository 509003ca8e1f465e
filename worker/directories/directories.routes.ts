import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Reply } from '../account/account.api.ts';
import { createApi, failures, json, secured } from '../http/api.ts';
import type { AppEnv, Caller } from '../http/app-env.ts';
import { unwrap } from '../http/app-error.ts';
import { may, requireBranch } from '../http/authorization.ts';
import { isoOf } from '../sync/wall-clock.ts';
import {
  branchQuerySchema,
  cancelReasonsReplySchema,
  doctorsReplySchema,
  serviceGroupsReplySchema,
  servicesQuerySchema,
  servicesReplySchema,
  specializationsReplySchema,
} from './directories.schemas.ts';

/** A clinic's own lists, of one branch. Before any branch is set they are empty (product.md §3.5). */
const common = { method: 'get', security: secured, middleware: may('view') } as const;

const doctors = createRoute({
  ...common,
  path: '/doctors',
  summary: 'Doctors who can be booked',
  request: { query: branchQuerySchema },
  responses: { 200: json(doctorsReplySchema, 'Doctors'), ...failures },
});

const services = createRoute({
  ...common,
  path: '/services',
  summary: 'Services by code and name',
  request: { query: servicesQuerySchema },
  responses: { 200: json(servicesReplySchema, 'The first that match'), ...failures },
});

const serviceGroups = createRoute({
  ...common,
  path: '/services/groups',
  summary: 'Groups of services',
  request: { query: branchQuerySchema },
  responses: { 200: json(serviceGroupsReplySchema, 'Groups, those within others too'), ...failures },
});

const specializations = createRoute({
  ...common,
  path: '/specializations',
  summary: 'Specialities of doctors',
  request: { query: branchQuerySchema },
  responses: { 200: json(specializationsReplySchema, 'Specialities'), ...failures },
});

const cancelReasons = createRoute({
  ...common,
  path: '/cancel-reasons',
  summary: 'Reasons for a cancellation',
  request: { query: branchQuerySchema },
  responses: { 200: json(cancelReasonsReplySchema, 'Reasons'), ...failures },
});

export function directoriesRoutes() {
  return createApi()
    .openapi(doctors, async (c) => {
      const { branch } = c.req.valid('query');
      const found = await ofBranch(c, branch, (account) => account.doctors(branch));
      return c.json(found ?? { doctors: [], asOf: isoOf(c.get('services').clock.now()) }, 200);
    })
    .openapi(services, async (c) => {
      const { branch, query = '', ids } = c.req.valid('query');
      const wanted = ids?.split(',').map(Number) ?? null;
      const found = await ofBranch(c, branch, (account) => account.services(branch, query, wanted));
      return c.json(found ?? { services: [], total: 0 }, 200);
    })
    .openapi(serviceGroups, async (c) => {
      const { branch } = c.req.valid('query');
      const found = await ofBranch(c, branch, (account) => account.serviceGroups(branch));
      return c.json({ groups: [...(found ?? [])] }, 200);
    })
    .openapi(specializations, async (c) => {
      const { branch } = c.req.valid('query');
      const found = await ofBranch(c, branch, (account) => account.specializations(branch));
      return c.json({ specializations: [...(found ?? [])] }, 200);
    })
    .openapi(cancelReasons, async (c) => {
      const { branch } = c.req.valid('query');
      const found = await ofBranch(c, branch, (account) => account.cancelReasons(branch));
      return c.json({ reasons: found ?? [] }, 200);
    });
}

/** null: the account has no branch at all. */
async function ofBranch<T>(
  c: Context<AppEnv>,
  branchId: number,
  ask: (account: Caller['account']) => Reply<T>,
): Promise<T | null> {
  const caller = c.get('caller');
  if (caller.settings.branches.length === 0) {
    return null;
  }
  requireBranch(caller, branchId);
  return unwrap(await ask(caller.account));
}
