import type { Account, EntityKind, FieldValues } from '../core/model.ts';
import type { FieldView, TagView } from './view-types.ts';

export function fieldViews(account: Account, kind: EntityKind, values: FieldValues): FieldView[] {
  return account.fields[kind].map((field) => ({
    id: field.id,
    name: field.name,
    code: field.code,
    type: field.type,
    isApiOnly: field.isApiOnly,
    values: values.get(field.id) ?? [],
    enums: field.enums.map(({ id, value }) => ({ id, value })),
    currency: field.currency,
  }));
}

/** The values of a predefined field (`PHONE`, `EMAIL`) as plain text. */
export function textsOf(account: Account, kind: EntityKind, values: FieldValues, code: string): string[] {
  const field = account.fields[kind].find((candidate) => candidate.code === code);
  return (field === undefined ? [] : (values.get(field.id) ?? [])).map((item) => String(item.value));
}

export function tagViews(account: Account, kind: EntityKind, ids: readonly number[]): TagView[] {
  return ids.flatMap((id) => {
    const tag = account.tags[kind].find((candidate) => candidate.id === id);
    return tag === undefined ? [] : [{ id, name: tag.name }];
  });
}

export function userName(account: Account, id: number): string {
  return account.users.find((user) => user.id === id)?.name ?? 'Робот';
}
