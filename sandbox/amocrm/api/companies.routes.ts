import type { Hono } from 'hono';
import { z } from 'zod';
import { createCompany, updateCompany } from '../core/companies.ts';
import type { World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { commonFields, commonPatch, commonProblems, tagRef } from './entity-input.ts';
import { companyMatches } from './filters.ts';
import { peopleRoutes } from './people.routes.ts';
import { renderCompany } from './render.ts';

/** As a contact without first and last name (amocrm-api.md §4.4). */
export const companyCreateSchema = z.strictObject({
  ...commonFields,
  _embedded: z.strictObject({ tags: z.array(tagRef).nullable().optional() }).optional(),
});

export type CompanyInput = z.infer<typeof companyCreateSchema>;

export function companiesRoutes(world: World): Hono<ApiEnv> {
  return peopleRoutes(world, {
    kind: 'companies',
    createSchema: companyCreateSchema,
    updateSchema: companyCreateSchema.extend({ id: z.int() }),
    all: (account) => account.companies,
    matches: companyMatches,
    problems: (account, input) => commonProblems(account, 'companies', input),
    create: (change, input: CompanyInput) => createCompany(change, commonPatch(change, 'companies', input)),
    update: (change, company, input) =>
      updateCompany(change, company, commonPatch(change, 'companies', input)),
    render: renderCompany,
  });
}
