import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { Badge, Button, Select } from '../../ui/components/index.ts';
import { ru, t } from '../locales/fields.ts';
import { chosen, type FieldFault, type FieldsDraft, optionsFor } from './fields-draft.ts';

type Props = {
  name: FieldName;
  reply: FieldsReply;
  draft: FieldsDraft;
  fault: FieldFault | undefined;
  required: boolean;
  creating: boolean;
  blocked: boolean;
  onChange: (id: number | null) => void;
  onCreate: () => void;
};

export function FieldRow(props: Props) {
  const { name, reply, draft, fault, required, creating, blocked, onChange, onCreate } = props;
  const current = chosen(draft, name);
  const fields = optionsFor(name, reply, current);
  const options = fields.map((field) => ({
    value: String(field.id),
    label: `${field.name} (${typeName(field.type)})`,
  }));
  if (current !== null && !fields.some(({ id }) => id === current)) {
    options.push({ value: String(current), label: t('goneOption', { id: current }) });
  }
  return (
    <div class="st-field">
      <div class="st-field__name">
        {t(name)}{' '}
        {required ? <Badge tone={current === null ? 'warning' : 'neutral'}>{t('required')}</Badge> : null}
      </div>
      <span class="st-field__arrow" aria-hidden="true">
        →
      </span>
      <Select
        label={t(name)}
        quietLabel
        required={required}
        value={current === null ? '' : String(current)}
        placeholder={t('notWritten')}
        options={options}
        error={fault === undefined ? null : t(`fault.${fault}`)}
        hint={options.length === 0 ? t('noFitting') : undefined}
        onChange={(picked) => onChange(picked === '' ? null : Number(picked))}
        testId={`field-select-${name}`}
      />
      <div class="st-field__create">
        {current === null || fault === 'gone' ? (
          <Button
            small
            busy={creating}
            disabled={blocked && !creating}
            aria-label={t('create.label', { name: t(name) })}
            onClick={onCreate}
            testId={`field-create-${name}`}
          >
            {t('create')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** amoCRM's own names of its field types; a type without a name here is shown by its code. */
function typeName(type: string): string {
  const key = `type.${type}`;
  return isKey(key) ? t(key) : type;
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}
