import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/fields.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import { goneField } from '../shared/gone.ts';
import {
  chosen,
  entityOf,
  type FieldsDraft,
  optionsFor,
  toFieldsPut,
  visibleFields,
} from './fields-draft.ts';

export function fieldChanges(reply: FieldsReply, draft: FieldsDraft): Change[] {
  const after = toFieldsPut(draft, reply.version);
  const names = [...new Set([...visibleFields(true), ...visibleFields(false)])];
  return [
    ...names.flatMap((name) =>
      changed(
        t(name),
        fieldTitle(name, reply, chosen(reply, name)),
        fieldTitle(name, reply, chosen(after, name)),
      ),
    ),
    ...changed(t('budget'), onOff(reply.lead.budget), onOff(after.lead.budget)),
  ];
}

function fieldTitle(name: FieldName, reply: FieldsReply, id: number | null): string {
  if (id === null) return common('nothing');
  return optionsFor(name, reply, id).find((field) => field.id === id)?.name ?? goneField(entityOf(name), id);
}
