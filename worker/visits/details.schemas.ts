import { z } from '@hono/zod-openapi';
import { serviceSchema } from '../directories/directories.schemas.ts';
import { idSchema } from '../http/schemas.ts';
import { meaningSchema } from '../settings/statuses.schemas.ts';
import { visitSchema } from './visits.schemas.ts';

export const visitDetailsSchema = z.object({
  visit: visitSchema,
  patientName: z.string(),
  patientPhone: z.string(),
  services: z.array(serviceSchema),
  unknownServices: z
    .array(z.string())
    .meta({ description: 'Codes in the note that the clinic no longer has.' }),
  preparation: z
    .array(z.string())
    .meta({ description: "What to do before, from the services' own text in ArchiMed+." }),
  comment: z.string().meta({ description: "The visit's note without our line of services." }),
  address: z.string().meta({ description: "Of the building; '' where ArchiMed+ does not tell." }),
  statuses: z
    .array(z.object({ id: idSchema, name: z.string(), meaning: meaningSchema.nullable() }))
    .meta({ description: "The clinic's directory: what the visit's status can be set to." }),
});
export type VisitDetails = z.infer<typeof visitDetailsSchema>;
