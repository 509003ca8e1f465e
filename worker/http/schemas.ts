import { z } from '@hono/zod-openapi';

/** RFC 3339 with an offset, e.g. `2026-11-27T14:30:00+03:00`. */
export const instantSchema = z.iso.datetime({ offset: true });

/** Calendar date of the branch, `yyyy-mm-dd`. */
export const dateSchema = z.iso.date();

/** Ids of amoCRM and ArchiMed+ are positive integers. */
export const idSchema = z.int().positive();

export const idParamSchema = z.coerce.number().int().positive();

/** What a reply adds to a section comes back with it when the whole is sent again: known, and not looked at. */
export const onlyRead = z.unknown().optional().meta({ readOnly: true, description: 'Ignored when sent.' });

export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().meta({ example: 'visits.slot_taken' }),
      message: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .openapi('Error');
