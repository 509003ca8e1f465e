import { z } from '@hono/zod-openapi';
import { idSchema, onlyRead } from '../http/schemas.ts';
import { roleSchema } from '../session/session.schemas.ts';

export const userRowSchema = z.strictObject({
  userId: z.union([idSchema, z.literal('others')]),
  role: roleSchema,
  branches: z.union([z.array(idSchema), z.literal('all')]),
  defaultBranch: idSchema.nullable(),
});
export type UserRow = z.infer<typeof userRowSchema>;

export const userSettingsSchema = z.strictObject({
  rows: z
    .array(userRowSchema)
    .max(500)
    .refine((rows) => new Set(rows.map((row) => row.userId)).size === rows.length, {
      message: 'one row per user',
    }),
});
export type UserSettings = z.infer<typeof userSettingsSchema>;

export const usersPutSchema = userSettingsSchema.extend({ version: z.int().nonnegative() });
export type UsersPut = z.infer<typeof usersPutSchema>;

export const usersChangeSchema = usersPutSchema.extend({ users: onlyRead });

export const usersReplySchema = z.object({
  version: z.int(),
  rows: z.array(userRowSchema),
  users: z
    .array(z.object({ id: idSchema, name: z.string(), isAdmin: z.boolean(), isActive: z.boolean() }))
    .meta({ description: 'Users of the amoCRM account.' }),
});
export type UsersReply = z.infer<typeof usersReplySchema>;
