import { z } from 'zod';
import type { Account } from '../core/model.ts';
import type { Problem } from '../http/problem.ts';
import { choiceProblem } from '../http/problem.ts';
import { companyCreateSchema } from './companies.routes.ts';
import { contactCreateSchema } from './contacts.routes.ts';
import { commonProblems } from './entity-input.ts';
import { leadCreateSchema, leadProblems } from './lead-input.ts';

/** Bodies of amocrm-api.md §4.13. */

const formMetadata = z.strictObject({
  form_id: z.union([z.string(), z.int()]).optional(),
  form_name: z.string().optional(),
  form_page: z.string().optional(),
  ip: z.string().optional(),
  form_sent_at: z.int().optional(),
  referer: z.string().optional(),
  visitor_uid: z.string().optional(),
});

const sipMetadata = z.strictObject({
  is_call_event_needed: z.boolean().optional(),
  uniq: z.string().optional(),
  duration: z.int().optional(),
  service_code: z.string().optional(),
  link: z.string().optional(),
  phone: z.union([z.string(), z.int()]).optional(),
  called_at: z.int().optional(),
  from: z.string().optional(),
});

function bodyOf<M extends z.ZodType>(metadata: M) {
  return z.strictObject({
    source_uid: z.string(),
    source_name: z.string(),
    pipeline_id: z.int().optional(),
    created_at: z.int().optional(),
    metadata,
    _embedded: z.strictObject({
      leads: z.array(leadCreateSchema).max(1).optional(),
      contacts: z.array(contactCreateSchema).max(1).optional(),
      companies: z.array(companyCreateSchema).max(1).optional(),
    }),
    request_id: z.string().optional(),
  });
}

export const unsortedSchemas = { forms: bodyOf(formMetadata), sip: bodyOf(sipMetadata) };
export type UnsortedBody = z.infer<typeof unsortedSchemas.forms> | z.infer<typeof unsortedSchemas.sip>;

function under(path: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, path: `_embedded.${path}.0.${problem.path}` }));
}

export function unsortedProblems(account: Account, input: UnsortedBody): Problem[] {
  const { leads = [], contacts = [], companies = [] } = input._embedded;
  const known = account.pipelines.some((pipeline) => pipeline.id === input.pipeline_id);
  return [
    ...(input.pipeline_id === undefined || known ? [] : [choiceProblem('pipeline_id')]),
    ...under(
      'leads',
      leads.flatMap((lead) => leadProblems(account, lead, null)),
    ),
    ...under(
      'contacts',
      contacts.flatMap((contact) => commonProblems(account, 'contacts', contact)),
    ),
    ...under(
      'companies',
      companies.flatMap((company) => commonProblems(account, 'companies', company)),
    ),
  ];
}

export const acceptSchema = z.strictObject({
  user_id: z.int().optional(),
  status_id: z.int().optional(),
});
export const declineSchema = z.strictObject({ user_id: z.int().optional() });
export const linkSchema = z.strictObject({
  user_id: z.int().optional(),
  link: z.strictObject({
    entity_id: z.int(),
    entity_type: z.literal('leads'),
    metadata: z.strictObject({ contact_id: z.int() }).optional(),
  }),
});
