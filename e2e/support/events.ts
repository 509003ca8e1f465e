import { z } from 'zod';

/** One row of `GET /api/events`, as far as tests look at it. */
export const eventSchema = z.looseObject({
  kind: z.string(),
  outcome: z.string(),
  dealId: z.int().nullable(),
  visitId: z.string().nullable(),
  decision: z
    .object({
      actions: z.array(z.object({ kind: z.string(), text: z.string() })),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })),
    })
    .nullable(),
});
