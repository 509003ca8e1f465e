import { z } from 'zod';
import { levels, type Rights } from '../core/people.ts';
import type { RightsPatch } from '../core/people-factory.ts';

/** `rights` in both directions (amocrm-api.md §4.10). */

const level = z.enum(levels);
const entity = z.strictObject({
  view: level.optional(),
  edit: level.optional(),
  add: level.optional(),
  delete: level.optional(),
  export: level.optional(),
});

export const rightsSchema = z.strictObject({
  leads: entity.optional(),
  contacts: entity.optional(),
  companies: entity.optional(),
  tasks: z.strictObject({ edit: level.optional(), delete: level.optional() }).optional(),
  mail_access: z.boolean().optional(),
  catalog_access: z.boolean().optional(),
  status_rights: z
    .array(
      z.strictObject({
        entity_type: z.literal('leads'),
        pipeline_id: z.int(),
        status_id: z.int(),
        rights: z.strictObject({ view: level, edit: level, delete: level, export: level.optional() }),
      }),
    )
    .nullable()
    .optional(),
});

export function rightsInput(input: z.infer<typeof rightsSchema>): RightsPatch {
  const { leads, contacts, companies, tasks } = input;
  return {
    leads,
    contacts,
    companies,
    tasks,
    mailAccess: input.mail_access,
    catalogAccess: input.catalog_access,
    statusRights: input.status_rights?.map(({ pipeline_id, status_id, rights }) => ({
      pipelineId: pipeline_id,
      statusId: status_id,
      rights: { view: rights.view, edit: rights.edit, delete: rights.delete },
    })),
  };
}

export function renderRights(rights: Rights): Record<string, unknown> {
  const { leads, contacts, companies, tasks, statusRights } = rights;
  return {
    leads,
    contacts,
    companies,
    tasks,
    mail_access: rights.mailAccess,
    catalog_access: rights.catalogAccess,
    status_rights:
      statusRights.length === 0
        ? null
        : statusRights.map((row) => ({
            entity_type: 'leads',
            pipeline_id: row.pipelineId,
            status_id: row.statusId,
            rights: row.rights,
          })),
  };
}
