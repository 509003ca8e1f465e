import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** One filled field of a deal or contact. Unfilled fields are absent (amocrm-api.md §4.6). */
export type FieldValue = {
  readonly fieldId: number;
  readonly code: string | null;
  readonly type: string;
  readonly values: ReadonlyArray<{
    readonly value: unknown;
    readonly enumId: number | null;
    readonly enumCode: string | null;
  }>;
};

export type SelectedOption = { readonly enumId: number | null; readonly value: string };
export type Phone = { readonly value: string; readonly enumCode: string | null };

export const fieldValues: z.ZodType<readonly FieldValue[]> = z
  .array(
    z
      .object({
        field_id: z.number().int(),
        field_code: z.string().nullish(),
        field_type: z.string(),
        values: z.array(
          z
            .object({
              value: z.unknown(),
              enum_id: z.number().int().nullish(),
              enum_code: z.string().nullish(),
              // One sample of the docs prints this name (§4.3).
              enum: z.string().nullish(),
            })
            .transform((item) => ({
              value: item.value,
              enumId: item.enum_id ?? null,
              enumCode: item.enum_code ?? item.enum ?? null,
            })),
        ),
      })
      .transform((field) => ({
        fieldId: field.field_id,
        code: field.field_code ?? null,
        type: field.field_type,
        values: field.values,
      })),
  )
  .nullish()
  .transform((fields) => fields ?? []);

export function findField(fields: readonly FieldValue[], fieldId: number): FieldValue | null {
  return fields.find((field) => field.fieldId === fieldId) ?? null;
}

function first(field: FieldValue | null): unknown {
  return field?.values[0]?.value;
}

/** text, textarea, url and whatever else is one text; null when not filled. */
export function readText(field: FieldValue | null): string | null {
  const value = first(field);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function readNumeric(field: FieldValue | null): number | null {
  const value = readText(field)?.trim().replace(',', '.');
  if (value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function readCheckbox(field: FieldValue | null): boolean {
  const value = first(field);
  return value === true || value === 1 || value === '1';
}

export function readSelect(field: FieldValue | null): SelectedOption | null {
  return readMultiselect(field)[0] ?? null;
}

export function readMultiselect(field: FieldValue | null): readonly SelectedOption[] {
  return (field?.values ?? []).map(({ value, enumId }) => ({ enumId, value: String(value ?? '') }));
}

/** date_time: Unix seconds. */
export function readDateTime(field: FieldValue | null): number | null {
  const value = first(field);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '') return null;
  if (/^-?\d+$/.test(value)) return Number(value);
  try {
    return Math.floor(Temporal.Instant.from(value).epochMilliseconds / 1000);
  } catch {
    return null;
  }
}

const DAY_SECONDS = 86_400;

/**
 * date and birthday as yyyy-mm-dd. The sheet's samples are midnight UTC; a midnight of the account's own time zone
 * is what people who fill the field by hand may leave: everything that is no midnight UTC is read in that zone.
 */
export function readDate(field: FieldValue | null, timeZone: string): string | null {
  const seconds = readDateTime(field);
  if (seconds === null) return null;
  const zone = seconds % DAY_SECONDS === 0 ? 'UTC' : timeZone;
  const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
  return instant.toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** multitext: phones, mail addresses; as typed (§4.3). */
export function readMultitext(field: FieldValue | null): readonly Phone[] {
  return (field?.values ?? [])
    .map(({ value, enumCode }) => ({ value: String(value ?? ''), enumCode }))
    .filter(({ value }) => value !== '');
}

export function readPhones(fields: readonly FieldValue[]): readonly Phone[] {
  return fields.filter(({ code }) => code === 'PHONE').flatMap(readMultitext);
}
