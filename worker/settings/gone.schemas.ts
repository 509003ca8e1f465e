import { z } from '@hono/zod-openapi';
import { idSchema } from '../http/schemas.ts';

/** What amoCRM had and has no more, by the name it had last: what is deleted there can still be named (product.md §3.6). */
export const goneReplySchema = z.object({
  fields: z.array(z.object({ of: z.enum(['lead', 'contact']), id: idSchema, name: z.string() })),
  pipelines: z.array(z.object({ id: idSchema, name: z.string() })),
  stages: z.array(z.object({ pipelineId: idSchema, stageId: idSchema, name: z.string() })),
});
export type GoneReply = z.infer<typeof goneReplySchema>;
