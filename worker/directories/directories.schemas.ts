import { z } from '@hono/zod-openapi';
import { idParamSchema, idSchema, instantSchema } from '../http/schemas.ts';

export const branchQuerySchema = z.strictObject({ branch: idParamSchema });

export const doctorsReplySchema = z.object({
  doctors: z.array(
    z.object({
      id: idSchema,
      name: z.string(),
      specialities: z.array(z.object({ id: idSchema, name: z.string() })),
      bookable: z
        .boolean()
        .meta({ description: 'false: the clinic has not set the length of a visit (max_time 0).' }),
    }),
  ),
  asOf: instantSchema,
});
export type DoctorsReply = z.infer<typeof doctorsReplySchema>;

export const servicesQuerySchema = z.strictObject({
  branch: idParamSchema,
  query: z.string().max(100).optional(),
  ids: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15}){0,499}$/)
    .optional()
    .meta({
      description: 'Only these services, all of them; those that the clinic no longer has are missing.',
    }),
});

export const serviceSchema = z.object({
  id: idSchema,
  code: z.string(),
  name: z.string(),
  groupName: z.string(),
  price: z.number().nonnegative().meta({ description: 'whole roubles' }),
  durationMinutes: z.int().nonnegative().meta({ description: '0 = not set' }),
});
export type ServiceReply = z.infer<typeof serviceSchema>;

export const servicesReplySchema = z.object({
  services: z.array(serviceSchema).meta({ description: 'The first 50 that match, by code; by ids all.' }),
  total: z.int(),
});
export type ServicesReply = z.infer<typeof servicesReplySchema>;

const named = z.object({ id: idSchema, name: z.string() });
export const serviceGroupsReplySchema = z.object({ groups: z.array(named) });
export type ServiceGroupsReply = z.infer<typeof serviceGroupsReplySchema>;
export const specializationsReplySchema = z.object({ specializations: z.array(named) });
export type SpecializationsReply = z.infer<typeof specializationsReplySchema>;
export const cancelReasonsReplySchema = z.object({ reasons: z.array(named) });
export type CancelReasonsReply = z.infer<typeof cancelReasonsReplySchema>;
