import { z } from 'zod';
import type { Change } from '../core/change.ts';
import type { LeadPatch } from '../core/leads.ts';
import { type Account, isClosed, type Lead, type LeadSource, LOST } from '../core/model.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { commonFields, commonPatch, commonProblems, tagRef } from './entity-input.ts';

const linkRef = z.strictObject({ id: z.int(), is_main: z.boolean().optional() });
export const sourceSchema = z.strictObject({
  external_id: z.union([z.string(), z.int()]).optional(),
  type: z.literal('widget').optional(),
});

export const leadFields = {
  ...commonFields,
  price: z.int().optional(),
  status_id: z.int().optional(),
  pipeline_id: z.int().optional(),
  closed_at: z.int().nullable().optional(),
  loss_reason_id: z.int().nullable().optional(),
  visitor_uid: z.string().nullable().optional(),
};

export const leadCreateSchema = z.strictObject({
  ...leadFields,
  _embedded: z
    .strictObject({
      tags: z.array(tagRef).nullable().optional(),
      contacts: z.array(linkRef).optional(),
      companies: z
        .array(z.strictObject({ id: z.int() }))
        .max(1)
        .optional(),
      source: sourceSchema.optional(),
    })
    .optional(),
});

export const leadUpdateSchema = leadCreateSchema.extend({ id: z.int() });

export type LeadInput = z.infer<typeof leadCreateSchema>;

function sourceOf(account: Account, input: LeadInput): LeadSource | undefined {
  const externalId = input._embedded?.source?.external_id;
  return externalId === undefined
    ? undefined
    : account.sources.find((source) => source.externalId === String(externalId));
}

/** With `source.external_id` and no pipeline the deal goes to the source's (§4.1). */
export function pipelineOf(account: Account, input: LeadInput, current: Lead | null): number | undefined {
  const main = account.pipelines.find((pipeline) => pipeline.isMain);
  const fallback = current?.pipelineId ?? sourceOf(account, input)?.pipelineId ?? main?.id;
  return input.pipeline_id ?? fallback;
}

/** A stage is known only together with its pipeline; 142 and 143 are in every one (§4.9). */
function stageProblems(account: Account, input: LeadInput, current: Lead | null): Problem[] {
  const pipelineId = pipelineOf(account, input, current);
  const pipeline = account.pipelines.find((candidate) => candidate.id === pipelineId);
  if (pipeline === undefined) return [choiceProblem('pipeline_id')];
  if (input.status_id === undefined || isClosed(input.status_id)) return [];
  return pipeline.statuses.some((status) => status.id === input.status_id)
    ? []
    : [choiceProblem('status_id')];
}

/** A reason must exist, and the deal must be lost or become so by the same call (§4.1). */
function reasonProblems(account: Account, input: LeadInput, current: Lead | null): Problem[] {
  if (typeof input.loss_reason_id !== 'number') return [];
  const isKnown = account.lossReasons.some((reason) => reason.id === input.loss_reason_id);
  const isLost = (input.status_id ?? current?.statusId) === LOST;
  return isKnown && isLost ? [] : [choiceProblem('loss_reason_id')];
}

function linkProblems(account: Account, input: LeadInput): Problem[] {
  const missing = (kind: 'contacts' | 'companies'): Problem[] =>
    (input._embedded?.[kind] ?? []).flatMap((row, i) =>
      account[kind].get(row.id)?.isDeleted === false ? [] : [choiceProblem(`_embedded.${kind}.${i}.id`)],
    );
  return [...missing('contacts'), ...missing('companies')];
}

export function leadProblems(account: Account, input: LeadInput, current: Lead | null): Problem[] {
  const namesSource = input._embedded?.source?.external_id !== undefined;
  return [
    ...stageProblems(account, input, current),
    ...commonProblems(account, 'leads', input),
    ...linkProblems(account, input),
    ...reasonProblems(account, input, current),
    ...(namesSource && sourceOf(account, input) === undefined
      ? [choiceProblem('_embedded.source.external_id')]
      : []),
  ];
}

export function leadPatchOf(change: Change, input: LeadInput, current: Lead | null): LeadPatch {
  const { account } = change;
  const companies = input._embedded?.companies;
  const source = sourceOf(account, input);
  return {
    ...commonPatch(change, 'leads', input),
    price: input.price,
    pipelineId: current === null ? pipelineOf(account, input, null) : input.pipeline_id,
    statusId: input.status_id,
    lossReasonId: input.loss_reason_id,
    closedAt: input.closed_at,
    visitorUid: input.visitor_uid,
    contacts: (input._embedded?.contacts ?? []).map((row) => ({ id: row.id, isMain: row.is_main ?? false })),
    ...(companies?.[0] === undefined ? {} : { companyId: companies[0].id }),
    ...(source === undefined ? {} : { sourceId: source.id }),
  };
}
