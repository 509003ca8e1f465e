import { z } from '@hono/zod-openapi';
import { dateSchema, idSchema, instantSchema } from '../http/schemas.ts';
import { visitSchema } from '../visits/visits.schemas.ts';

/** Kept with the review: ids and codes, nothing personal (product.md §5). */
export const candidatesSchema = z.array(
  z.object({
    contactId: idSchema,
    likeness: z.enum(['same', 'maybe']),
    why: z.array(z.enum(['name', 'part_of_name', 'no_name', 'birth_date'])),
  }),
);

const personSchema = z.object({
  name: z.string(),
  phones: z.array(z.string()),
  birthDate: dateSchema.nullable(),
});

const candidateSchema = candidatesSchema.element.extend({
  contact: personSchema
    .nullable()
    .meta({ description: 'As amoCRM tells it now; null: it was deleted, or amoCRM does not answer.' }),
});

export const reviewSchema = z
  .object({
    id: z.string(),
    at: instantSchema,
    visit: visitSchema,
    patient: personSchema
      .nullable()
      .meta({ description: 'As ArchiMed+ tells it now; null: it does not answer, or has no such card.' }),
    candidates: z.array(candidateSchema).meta({ description: 'The likeliest first.' }),
  })
  .openapi('Review');
export type Review = z.infer<typeof reviewSchema>;

export const reviewsQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export type ReviewsQuery = z.infer<typeof reviewsQuerySchema>;

export const reviewsReplySchema = z.object({
  items: z.array(reviewSchema).meta({ description: 'Open ones of your branches, the oldest first.' }),
  next: z.string().nullable(),
});
export type ReviewsReply = z.infer<typeof reviewsReplySchema>;

export const decisionBodySchema = z.discriminatedUnion('action', [
  z
    .strictObject({ action: z.literal('accept'), contactId: idSchema })
    .meta({ description: 'The patient is this contact; the deal is looked for among its deals.' }),
  z.strictObject({ action: z.literal('create') }).meta({ description: 'Somebody new: contact and deal.' }),
  z
    .strictObject({ action: z.literal('dismiss') })
    .meta({ description: 'Nothing is done for this visit until somebody links it by hand.' }),
]);
export type ReviewDecision = z.infer<typeof decisionBodySchema>;

export const decidedReplySchema = z.object({ visit: visitSchema });
