import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/fields.ts';
import { goneField } from '../shared/gone.ts';
import { chosen, entityOf } from './fields-draft.ts';

/** «значение «Врач» — удалённое поле «Лечащий врач»» */
export function lostFieldText(fields: FieldsReply, name: FieldName): string {
  const id = chosen(fields, name) ?? 0;
  return common('lost.field', { value: t(name), field: goneField(entityOf(name), id) });
}
