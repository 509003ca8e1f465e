import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { err, ok, type Result } from '../shared/result.ts';
import type { ArchimedFailure } from './failure.ts';

/**
 * The spellings of archimed-api.md §3 read into one: number or numeric string, bool or 0 | 1, none as null, 0 or "",
 * dates dd.mm.yyyy, times with or without seconds. What fits no spelling is an error, not a guess.
 */

export const wireInt = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\s*-?\d+\s*$/, 'not a whole number')
    .transform(Number),
]);

const wireReference = z.union([wireInt, z.literal(''), z.null()]);

function positiveOrNull(value: number | string | null | undefined): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}

/** A reference to something else: a positive id, or null for every way of saying "none". The key must be there. */
export const wireRef = wireReference.transform(positiveOrNull);

/** The same where the key itself may be left out. */
export const wireOptionalRef = wireReference.optional().transform(positiveOrNull);

/** An amount: null where it is not told. */
export const wireNumber = z
  .union([
    z.number(),
    z.literal('').transform(() => null),
    z
      .string()
      .regex(/^\s*-?\d+([.,]\d+)?\s*$/, 'not a number')
      .transform((value) => Number(value.replace(',', '.'))),
  ])
  .nullish()
  .transform((value) => value ?? null);

export const wireBool = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false', ''])])
  .nullish()
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true');

export const wireText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => (value ?? '').trim());

const WIRE_DATE = /^(\d{2})\.(\d{2})\.(\d{4})$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** dd.mm.yyyy → yyyy-mm-dd; null for a day that no calendar has. */
function isoDate(wire: string): string | null {
  const [, day, month, year] = WIRE_DATE.exec(wire) ?? [];
  const iso = ISO_DATE.test(wire) ? wire : `${year}-${month}-${day}`;
  try {
    return Temporal.PlainDate.from(iso).toString();
  } catch {
    return null;
  }
}

export const wireDate = z.string().transform((value, context) => {
  const date = isoDate(value.trim());
  if (date !== null) return date;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

/** Typed by hand for decades: an impossible birth date (00.00.0000, 31.02.1980) is read as not known. */
export const wireBirthDate = z
  .union([
    z
      .string()
      .trim()
      .regex(/^(|0|\d{2}\.\d{2}\.\d{4}|\d{4}-\d{2}-\d{2})$/, 'not a date'),
    z.literal(0),
  ])
  .nullish()
  .transform((value) => (typeof value === 'string' ? isoDate(value) : null));

const wireClock = /^(\d{1,2}):(\d{2})(:\d{2})?$/;

export const wireTime = z.string().transform((value, context) => {
  const [, hours, minutes] = wireClock.exec(value.trim()) ?? [];
  if (hours !== undefined && minutes !== undefined && Number(hours) <= 24 && Number(minutes) < 60) {
    return `${hours.padStart(2, '0')}:${minutes}`;
  }
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

/** dd.mm.yyyy HH:MM:SS → yyyy-mm-ddTHH:MM:SS on the clinic's wall clock (no zone): it can be compared as a string. */
export const wireDateTime = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === null || value === undefined || value.trim() === '') return null;
    const [date = '', time = ''] = value.trim().split(/[ T]/);
    const day = isoDate(date);
    const [, hours, minutes, seconds = ':00'] = wireClock.exec(time) ?? [];
    if (day !== null && hours !== undefined) return `${day}T${hours.padStart(2, '0')}:${minutes}${seconds}`;
    context.addIssue({ code: 'custom', message: 'not a date and time' });
    return z.NEVER;
  });

/** yyyy-mm-dd → dd.mm.yyyy */
export function toWireDate(date: string): string {
  return date.split('-').reverse().join('.');
}

/** yyyy-mm-ddTHH:MM:SS → dd.mm.yyyy HH:MM:SS */
export function toWireDateTime(moment: string): string {
  const [date = '', time = ''] = moment.split('T');
  return `${toWireDate(date)} ${time}`;
}

/** "path: what is wrong" of the first problem; zod's texts name types, never values. */
export function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unreadable' : `${issue.path.join('.') || '(top)'}: ${issue.message}`;
}

export function badReply(detail: string): { readonly ok: false; readonly error: ArchimedFailure } {
  return err({ kind: 'bad_reply', detail });
}

export type Page<T> = { readonly rows: readonly T[]; readonly total: number | null };

/** A list comes as an envelope with `data`, as `{doctors: […]}` or bare (archimed-api.md §2). */
export function parsePage<T>(body: unknown, row: z.ZodType<T>): Result<Page<T>, ArchimedFailure> {
  const shape = z
    .union([
      z.array(z.unknown()).transform((rows) => ({ rows, key: '', total: null })),
      z
        .object({ data: z.array(z.unknown()), total: wireInt.nullish() })
        .transform(({ data, total }) => ({ rows: data, key: 'data.', total: total ?? null })),
      z
        .object({ doctors: z.array(z.unknown()) })
        .transform(({ doctors }) => ({ rows: doctors, key: 'doctors.', total: null })),
    ])
    .safeParse(body);
  if (!shape.success) return badReply('not a list');
  const rows: T[] = [];
  for (const [index, raw] of shape.data.rows.entries()) {
    const parsed = row.safeParse(raw);
    if (!parsed.success) return badReply(`${shape.data.key}${index}.${firstProblem(parsed.error)}`);
    rows.push(parsed.data);
  }
  return ok({ rows, total: shape.data.total });
}

/** A single object; an id that does not exist is answered with an empty reply (archimed-api.md §2, §10). */
export function parseOne<T>(body: unknown, row: z.ZodType<T>): Result<T | null, ArchimedFailure> {
  const empty = body === null || body === '' || body === false || (Array.isArray(body) && body.length === 0);
  if (empty) return ok(null);
  const parsed = row.safeParse(body);
  return parsed.success ? ok(parsed.data) : badReply(firstProblem(parsed.error));
}
