import { z } from 'zod';

export type Files = Map<string, Uint8Array>;

const setting = z.looseObject({ name: z.string(), type: z.string(), required: z.boolean().optional() });

/** manifest.json, as far as the double uses it (amocrm-api.md §6.2); other documented keys pass. */
export const manifestSchema = z.looseObject({
  widget: z.looseObject({
    name: z.string(),
    description: z.string(),
    short_description: z.string(),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    interface_version: z.literal(2),
    init_once: z.boolean().optional(),
    locale: z.array(z.enum(['ru', 'en', 'es', 'pt'])).min(1),
    installation: z.boolean(),
    is_showcase: z.boolean().optional(),
    support: z.looseObject({ link: z.string().optional(), email: z.string().optional() }),
  }),
  locations: z.array(z.string()).min(1),
  settings: z.record(z.string(), setting).default({}),
  advanced: z.looseObject({ title: z.string() }).optional(),
  dp: z
    .looseObject({
      title: z.string().optional(),
      settings: z.record(z.string(), setting).default({}),
      action_multiple: z.boolean(),
      webhook_url: z.string().optional(),
    })
    .optional(),
  tour: z
    .looseObject({
      is_tour: z.boolean(),
      tour_images: z.record(z.string(), z.array(z.string())).optional(),
      tour_description: z.string().optional(),
    })
    .optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

export type Archive = {
  code: string;
  manifest: Manifest;
  i18n: Record<string, unknown>;
  files: Files;
};
