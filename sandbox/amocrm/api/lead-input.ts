import { z } from 'zod';
import type { Change } from '../core/change.ts';
import type { LeadPatch } from '../core/leads.ts';
import { type Account, isClosed, type Lead } from '../core/model.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { parseCustomValues } from './custom-values.ts';
import { commonFields, commonProblems, tagPatch, tagRef } from './entity-input.ts';

const linkRef = z.strictObject({ id: z.int(), is_main: z.boolean().optional() });
export const sourceSchema = z.strictObject({
  external_id: z.union([z.string(), z.int()]).optional(),
  type: z.string().optional(),
});

export const leadFields = {
  ...commonFields,
  price: z.int().optional(),
  status_id: z.int().optional(),
  pipeline_id: z.int().optional(),
  closed_at: z.int().nullable().optional(),
  loss_reason_id: z.int().nullable().optional(),
  visitor_uid: z.string().optional(),
};

export const leadCreateSchema = z.strictObject({
  ...leadFields,
  _embedded: z
    .strictObject({
      tags: z.array(tagRef).nullable().optional(),
      contacts: z.array(linkRef).optional(),
      companies: z.array(z.strictObject({ id: z.int() })).optional(),
      source: sourceSchema.optional(),
    })
    .optional(),
});

export const leadUpdateSchema = leadCreateSchema.extend({ id: z.int() });

export type LeadInput = z.infer<typeof leadCreateSchema>;

/** A stage is known only together with its pipeline; 142 and 143 are in every one (§4.9). */
function stageProblems(account: Account, input: LeadInput, current: Lead | null): Problem[] {
  const main = account.pipelines.find((pipeline) => pipeline.isMain);
  const pipelineId = input.pipeline_id ?? current?.pipelineId ?? main?.id;
  const pipeline = account.pipelines.find((candidate) => candidate.id === pipelineId);
  if (pipeline === undefined) return [choiceProblem('pipeline_id')];
  if (input.status_id === undefined || isClosed(input.status_id)) return [];
  return pipeline.statuses.some((status) => status.id === input.status_id)
    ? []
    : [choiceProblem('status_id')];
}

export function leadProblems(account: Account, input: LeadInput, current: Lead | null): Problem[] {
  const contacts = (input._embedded?.contacts ?? []).flatMap((row, i) =>
    account.contacts.get(row.id)?.isDeleted === false ? [] : [choiceProblem(`_embedded.contacts.${i}.id`)],
  );
  const companies = (input._embedded?.companies ?? []).map((_, i) =>
    choiceProblem(`_embedded.companies.${i}.id`),
  );
  const reason = typeof input.loss_reason_id === 'number' ? [choiceProblem('loss_reason_id')] : [];
  return [
    ...stageProblems(account, input, current),
    ...commonProblems(account, 'leads', input),
    ...contacts,
    ...companies,
    ...reason,
  ];
}

export function leadPatchOf(change: Change, input: LeadInput): LeadPatch {
  return {
    name: input.name,
    price: input.price,
    pipelineId: input.pipeline_id,
    statusId: input.status_id,
    responsibleUserId: input.responsible_user_id,
    lossReasonId: input.loss_reason_id,
    createdBy: input.created_by,
    updatedBy: input.updated_by,
    createdAt: input.created_at,
    updatedAt: input.updated_at,
    closedAt: input.closed_at,
    values: parseCustomValues(change.account, 'leads', input.custom_fields_values).values,
    tags: tagPatch(change.account, change.ids, 'leads', input),
    contacts: (input._embedded?.contacts ?? []).map((row) => ({ id: row.id, isMain: row.is_main ?? false })),
  };
}
