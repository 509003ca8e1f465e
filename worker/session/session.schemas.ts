import { z } from '@hono/zod-openapi';
import { idSchema, instantSchema } from '../http/schemas.ts';

export const roleSchema = z.enum(['none', 'view', 'book', 'administer']);
export type Role = z.infer<typeof roleSchema>;

export const sessionUserSchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  isAdmin: z.boolean().meta({ description: 'Administrator of the amoCRM account: may do everything.' }),
  branches: z.array(idSchema).meta({ description: 'Branches the user may use.' }),
  defaultBranch: idSchema.nullable(),
});
export type SessionUser = z.infer<typeof sessionUserSchema>;

export const sessionReplySchema = z.object({
  token: z.string(),
  expiresAt: instantSchema,
  user: sessionUserSchema,
});
export type SessionReply = z.infer<typeof sessionReplySchema>;

export const sessionCodeSchema = z.strictObject({ code: z.string().min(20).max(200) });

export const handoffReplySchema = z.object({ url: z.url() });

export const meReplySchema = z.object({
  user: sessionUserSchema,
  account: z.object({ id: idSchema, name: z.string(), domain: z.string(), origin: z.string() }),
  branches: z.array(
    z.object({
      id: idSchema,
      title: z.string(),
      timeZone: z.string(),
      main: z.boolean(),
      enabled: z.boolean(),
    }),
  ),
  hideOnStages: z.array(z.object({ pipelineId: idSchema, stageId: idSchema })),
  journalPipelines: z
    .array(idSchema)
    .meta({ description: 'Where the journal is offered, display only; empty: in all pipelines.' }),
  version: z.string(),
  dp_token: z.string().optional().meta({
    description:
      "Of this account, for administrators: an action of amoCRM's Digital Pipeline carries it in its settings, under this name, to `POST /hooks/amocrm/digital-pipeline`.",
  }),
});
export type MeReply = z.infer<typeof meReplySchema>;
