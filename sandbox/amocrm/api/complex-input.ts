import { z } from 'zod';
import type { ComplexPatch } from '../core/absorb.ts';
import type { Change } from '../core/change.ts';
import type { Account } from '../core/model.ts';
import { choiceProblem, type Problem } from '../http/problem.ts';
import { companyCreateSchema } from './companies.routes.ts';
import { contactCreateSchema, contactPatchOf } from './contacts.routes.ts';
import type { CustomValuesInput } from './custom-values.ts';
import { commonPatch, commonProblems, tagRef } from './entity-input.ts';
import {
  type LeadInput,
  leadFields,
  leadPatchOf,
  leadProblems,
  pipelineOf,
  sourceSchema,
} from './lead-input.ts';

/** One deal with its contact and company (amocrm-api.md §4.2). */

const MAX_VALUES = 40;

export const complexSchema = z.strictObject({
  ...leadFields,
  _embedded: z
    .strictObject({
      tags: z.array(tagRef).nullable().optional(),
      contacts: z
        .array(contactCreateSchema.extend({ id: z.int().optional(), is_main: z.boolean().optional() }))
        .max(1)
        .optional(),
      companies: z
        .array(companyCreateSchema.extend({ id: z.int().optional() }))
        .max(1)
        .optional(),
      source: sourceSchema.optional(),
      metadata: z.looseObject({ category: z.enum(['forms', 'sip']) }).optional(),
    })
    .optional(),
});

export type ComplexInput = z.infer<typeof complexSchema>;

/** The lead part without what only this endpoint takes. */
function leadInput(input: ComplexInput): LeadInput {
  const { _embedded, ...rest } = input;
  return { ...rest, _embedded: { tags: _embedded?.tags, source: _embedded?.source } };
}

function tooMany(path: string, values: CustomValuesInput | undefined): Problem[] {
  if ((values ?? []).length <= MAX_VALUES) return [];
  const detail = `This collection should contain ${MAX_VALUES} elements or less.`;
  return [{ code: 'TooMany', path: `${path}custom_fields_values`, detail }];
}

function partProblems(account: Account, kind: 'contacts' | 'companies', input: ComplexInput): Problem[] {
  const part = input._embedded?.[kind]?.[0];
  if (part === undefined) return [];
  const prefix = `_embedded.${kind}.0.`;
  if (part.id !== undefined)
    return account[kind].get(part.id)?.isDeleted === false ? [] : [choiceProblem(`${prefix}id`)];
  const inner = commonProblems(account, kind, part);
  return [
    ...tooMany(prefix, part.custom_fields_values),
    ...inner.map((item) => ({ ...item, path: `${prefix}${item.path}` })),
  ];
}

/** A pipeline without an unsorted stage cannot take a request. */
function metadataProblems(account: Account, input: ComplexInput): Problem[] {
  if (input._embedded?.metadata === undefined) return [];
  const pipelineId = pipelineOf(account, leadInput(input), null);
  const pipeline = account.pipelines.find((candidate) => candidate.id === pipelineId);
  return pipeline?.isUnsortedOn === true ? [] : [choiceProblem('_embedded.metadata')];
}

export function complexProblems(account: Account, input: ComplexInput): Problem[] {
  return [
    ...leadProblems(account, leadInput(input), null),
    ...metadataProblems(account, input),
    ...tooMany('', input.custom_fields_values),
    ...partProblems(account, 'contacts', input),
    ...partProblems(account, 'companies', input),
  ];
}

export function complexPatch(change: Change, input: ComplexInput): ComplexPatch {
  const contact = input._embedded?.contacts?.[0];
  const company = input._embedded?.companies?.[0];
  const part = <I extends { id?: number | undefined }, P>(given: I | undefined, patchOf: (given: I) => P) => {
    if (given === undefined) return null;
    return given.id === undefined ? { patch: patchOf(given) } : { id: given.id };
  };
  return {
    lead: leadPatchOf(change, leadInput(input), null),
    contact: part(contact, (given) => contactPatchOf(change, given)),
    company: part(company, (given) => commonPatch(change, 'companies', given)),
  };
}
