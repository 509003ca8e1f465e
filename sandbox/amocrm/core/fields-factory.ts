import type { FieldDescription } from './description.ts';
import type { Ids } from './ids.ts';
import type { EntityKind, EnumOption, Field } from './model.ts';
import { hasOptions, smartAddressOptions } from './values.ts';

export const phoneCodes = ['WORK', 'WORKDD', 'MOB', 'FAX', 'HOME', 'OTHER'] as const;
export const emailCodes = ['WORK', 'PRIV', 'OTHER'] as const;

function optionsOf(ids: Ids, field: FieldDescription): EnumOption[] {
  // The six parts of an address are the same everywhere (amocrm-api.md §4.6).
  if (field.type === 'smart_address') return smartAddressOptions();
  if (!hasOptions(field.type)) return [];
  return (field.enums ?? []).map((option, i) => {
    const id = option.id ?? ids.next('option');
    ids.seen('option', id);
    return { id, value: option.value, sort: option.sort ?? i + 1, code: option.code ?? null };
  });
}

function buildField(ids: Ids, field: FieldDescription, sort: number): Field {
  const id = field.id ?? ids.next('field');
  ids.seen('field', id);
  return {
    id,
    name: field.name,
    type: field.type,
    code: field.code ?? null,
    sort: field.sort ?? sort,
    groupId: null,
    isApiOnly: field.isApiOnly ?? false,
    isPredefined: field.isPredefined ?? false,
    enums: optionsOf(ids, field),
    requiredStatuses: field.requiredStatuses ?? [],
    hiddenStatuses: field.hiddenStatuses ?? [],
    currency: field.type === 'monetary' ? (field.currency ?? 'RUB') : null,
    remind: field.type === 'birthday' ? (field.remind ?? 'never') : null,
    chainedLists: field.type === 'chained_list' ? (field.chainedLists ?? []) : [],
  };
}

function multitext(ids: Ids, name: string, code: string, codes: readonly string[]): Field {
  return buildField(
    ids,
    {
      name,
      type: 'multitext',
      code,
      isPredefined: true,
      enums: codes.map((value) => ({ value, code: value })),
    },
    code === 'PHONE' ? 4 : 6,
  );
}

function predefined(ids: Ids, kind: EntityKind): { code: string; build: () => Field }[] {
  if (kind === 'leads') return [];
  const shared = [
    { code: 'PHONE', build: () => multitext(ids, 'Телефон', 'PHONE', phoneCodes) },
    { code: 'EMAIL', build: () => multitext(ids, 'Email', 'EMAIL', emailCodes) },
  ];
  if (kind === 'contacts') return shared;
  const own = (name: string, type: 'url' | 'textarea', code: string, sort: number): Field =>
    buildField(ids, { name, type, code, isPredefined: true }, sort);
  return [
    ...shared,
    { code: 'WEB', build: () => own('Web', 'url', 'WEB', 8) },
    { code: 'ADDRESS', build: () => own('Адрес', 'textarea', 'ADDRESS', 10) },
  ];
}

/** The fields of a description after those that every account has (amocrm-api.md §4.3). */
export function buildFields(
  ids: Ids,
  kind: EntityKind,
  described: readonly FieldDescription[] = [],
): Field[] {
  const own = described.map((field, i) => buildField(ids, field, 500 + i * 10));
  const missing = predefined(ids, kind).filter(({ code }) => !own.some((field) => field.code === code));
  return [...missing.map(({ build }) => build()), ...own];
}
