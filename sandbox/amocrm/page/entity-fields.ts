import type { Bootstrap, FieldView } from '../pages/view-types.ts';
import { api } from './api.ts';
import { el } from './dom.ts';
import { editable, fieldRow, row } from './field-editor.ts';
import { attempt } from './notice.ts';
import type { BaseEntity } from './state.ts';

/** Rows that every kind of card has: the responsible user and the custom fields. */

type Refresh = () => Promise<void>;

export function responsibleRow(
  boot: Bootstrap,
  entity: BaseEntity,
  card: { id: number; responsibleUserId: number },
  refresh: Refresh,
): HTMLElement {
  const name = boot.users.find((user) => user.id === card.responsibleUserId)?.name ?? 'Никто';
  const choices = (): HTMLSelectElement =>
    el(
      'select',
      { class: 'select' },
      ...boot.users
        .filter((user) => user.isActive || user.id === card.responsibleUserId)
        .map((user) =>
          el('option', { value: user.id, selected: user.id === card.responsibleUserId }, user.name),
        ),
    );
  return row(
    'Ответственный',
    editable('responsible', name, choices, async (id) => {
      await attempt(() => api.edit(entity, card.id, { responsible_user_id: Number(id) }));
      await refresh();
    }),
  );
}

export function fieldRows(
  boot: Bootstrap,
  entity: BaseEntity,
  card: { id: number; fields: readonly FieldView[] },
  prefix: string,
  refresh: Refresh,
): HTMLElement[] {
  return card.fields.map((field) =>
    fieldRow(field, `${prefix}-${field.id}`, boot.account.timezone, async (values) => {
      await attempt(() => api.saveField(entity, card.id, field.id, values));
      await refresh();
    }),
  );
}
