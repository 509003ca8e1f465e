import { z } from '@hono/zod-openapi';
import { idSchema, instantSchema } from '../http/schemas.ts';

const timeZoneSchema = z.string().refine(isTimeZone, 'unknown time zone');

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

const branchFields = {
  title: z.string().trim().min(1).max(100),
  apiId: z.string().trim().min(8).max(128),
  apiSecret: z.string().trim().min(8).max(128),
  timeZone: timeZoneSchema.meta({ example: 'Europe/Moscow' }),
  buildingId: idSchema.nullable().meta({ description: 'A building of ArchiMed+; null = the whole source.' }),
  main: z.boolean().meta({ description: 'Takes the visits of its source whose building no branch names.' }),
  createDeals: z.boolean().meta({ description: 'Create a deal for a reception visit that matches none.' }),
};

export const branchCreateSchema = z.strictObject(branchFields);
export type BranchCreate = z.infer<typeof branchCreateSchema>;

export const branchPatchSchema = z
  .strictObject({
    ...branchFields,
    enabled: z.boolean(),
    version: z.int().nonnegative().meta({
      description:
        'What the branch was read at; another one by now: 409 settings.conflict, nothing is changed.',
    }),
  })
  .partial()
  .refine((patch) => (patch.apiId === undefined) === (patch.apiSecret === undefined), {
    message: 'apiId and apiSecret change together',
  });
export type BranchPatch = z.infer<typeof branchPatchSchema>;

/** A branch as its versions keep it: everything but the secret, of which only the number of changes is told. */
export const branchBodySchema = z.strictObject({
  title: z.string(),
  apiId: z.string(),
  timeZone: z.string(),
  buildingId: idSchema.nullable(),
  main: z.boolean(),
  enabled: z.boolean(),
  createDeals: z.boolean(),
  keyChanges: z.int().nonnegative(),
  removed: z.boolean(),
});
export type BranchBody = z.infer<typeof branchBodySchema>;

/** What is known of a source without asking it: kept by the account's object. */
export const sourceHealthSchema = z.object({
  keyValid: z.boolean().nullable(),
  lastSuccessAt: instantSchema.nullable(),
  lastError: z.object({ code: z.string(), message: z.string(), at: instantSchema }).nullable(),
});
export type SourceHealth = z.infer<typeof sourceHealthSchema>;

export const branchSchema = z
  .object({
    id: idSchema,
    sourceId: idSchema,
    title: z.string(),
    apiId: z.string(),
    timeZone: z.string(),
    buildingId: idSchema.nullable(),
    main: z.boolean(),
    enabled: z.boolean(),
    createDeals: z.boolean(),
    version: z.int().meta({ description: 'Counts the changes of the branch; 0: none was kept.' }),
    callbackUrl: z
      .string()
      .meta({ description: 'Address for a callback of ArchiMed+; any body is a hint to poll.' }),
    health: sourceHealthSchema,
  })
  .openapi('Branch');
export type Branch = z.infer<typeof branchSchema>;

export const branchesReplySchema = z.object({ branches: z.array(branchSchema) });
export type BranchesReply = z.infer<typeof branchesReplySchema>;

export const branchTestReplySchema = z.object({
  doctors: z.int().meta({ description: 'Doctors that can be booked (service accounts left out).' }),
  buildings: z.array(z.object({ id: idSchema, name: z.string(), address: z.string() })),
  statuses: z.array(z.object({ id: idSchema, name: z.string() })),
  schedulePublished: z
    .boolean()
    .meta({ description: 'false: no interval in the next seven days reached us.' }),
});
export type BranchTestReply = z.infer<typeof branchTestReplySchema>;
