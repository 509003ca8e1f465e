import { z } from 'zod';

/** manifest.json as far as this product uses it (amocrm-api.md §6.2); what is not listed is a mistake. */
const key = z.string().regex(/^[a-z_]+(\.[a-z_]+)+$/, 'must be a key of i18n');
const setting = z.strictObject({
  name: key,
  type: z.enum(['text', 'pass', 'users', 'users_lp', 'custom']),
  required: z.boolean(),
});

export const manifestSchema = z.strictObject({
  widget: z.strictObject({
    name: key,
    description: key,
    short_description: key,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must look like 1.0.0'),
    interface_version: z.literal(2),
    init_once: z.boolean(),
    locale: z.array(z.enum(['ru', 'en', 'es', 'pt'])).min(1),
    installation: z.boolean(),
    is_showcase: z.boolean().optional(),
    support: z
      .strictObject({ link: z.url({ protocol: /^https?$/ }).optional(), email: z.email().optional() })
      .refine(({ link, email }) => link !== undefined || email !== undefined, 'needs a link or an email'),
  }),
  locations: z.array(z.string()).min(1),
  settings: z.record(z.string(), setting),
  advanced: z.strictObject({ title: key }).optional(),
  dp: z
    .strictObject({
      title: key.optional(),
      settings: z.record(z.string(), setting),
      action_multiple: z.boolean(),
      webhook_url: z.url({ protocol: /^https?$/ }),
    })
    .optional(),
  tour: z
    .strictObject({
      is_tour: z.literal(true),
      tour_images: z.record(z.string(), z.array(z.string().regex(/^\/images\//)).min(1)),
      tour_description: key,
    })
    .optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;
