import { z } from '@hono/zod-openapi';
import { dateSchema, idSchema } from '../http/schemas.ts';

/** «Поддержка» (product.md §3.5): how to reach the operator, and what a clinic takes along when it leaves. */
export const supportReplySchema = z.object({
  contact: z.string().nullable().meta({ description: 'Of whoever runs the Worker (SUPPORT_CONTACT).' }),
  version: z.string(),
});
export type SupportReply = z.infer<typeof supportReplySchema>;

export const linksQuerySchema = z.strictObject({ cursor: z.string().min(1).max(60).optional() });

/** Ids only: names and phones stand in the two systems. */
export const linkRowSchema = z.object({
  sourceId: idSchema,
  branchId: idSchema,
  talonId: idSchema.nullable().meta({ description: 'null: ArchiMed+ has not confirmed the visit yet.' }),
  patientId: idSchema.nullable(),
  dealId: idSchema,
  contactId: idSchema.nullable(),
  date: dateSchema,
  begin: z.string(),
  state: z.enum(['active', 'suspended']).meta({ description: 'suspended: the deal is deleted.' }),
});
export type LinkRow = z.infer<typeof linkRowSchema>;

export const linksReplySchema = z.object({ links: z.array(linkRowSchema), next: z.string().nullable() });
export type LinksReply = z.infer<typeof linksReplySchema>;
