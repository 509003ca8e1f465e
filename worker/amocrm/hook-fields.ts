import type { FormTree } from './bracket-form.ts';

/**
 * Custom fields as a hook tells them (amocrm-api.md §5.3): `[custom_fields][n][id|code|values]`, a value at
 * `[values][m][value]` or, of a date, directly at `[values][m]`. Empty fields are left out.
 */

/** The first value of a field; null: it is empty. */
export function hookField(raw: FormTree, fieldId: number | null): string | null {
  const field = fieldId === null ? undefined : fieldsOf(raw).find(({ id }) => id === String(fieldId));
  return (field && valuesOf(field)[0]) ?? null;
}

/** As typed; of the predefined field, whose code is the same in every account. */
export function hookPhones(raw: FormTree): string[] {
  return fieldsOf(raw)
    .filter(({ code }) => code === 'PHONE')
    .flatMap(valuesOf);
}

/** null: it does not say. */
export function hookNumber(raw: FormTree, key: string): number | null {
  return wholeNumber(raw[key]);
}

/** null: empty, or no whole number above zero. */
export function hookFieldNumber(raw: FormTree, fieldId: number | null): number | null {
  return wholeNumber(hookField(raw, fieldId) ?? undefined);
}

function wholeNumber(node: string | FormTree | undefined): number | null {
  return typeof node === 'string' && /^[1-9]\d{0,14}$/.test(node.trim()) ? Number(node) : null;
}

function fieldsOf(raw: FormTree): FormTree[] {
  return typeof raw.custom_fields === 'object' ? branches(raw.custom_fields) : [];
}

function valuesOf(field: FormTree): string[] {
  const { values } = field;
  if (typeof values !== 'object') {
    return [];
  }
  return Object.values(values)
    .map((node) => (typeof node === 'object' ? node.value : node))
    .filter((value) => typeof value === 'string' && value !== '')
    .map(String);
}

function branches(tree: FormTree): FormTree[] {
  return Object.values(tree).filter((node) => typeof node === 'object');
}
