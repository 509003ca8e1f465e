import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { Badge, Button, Select } from '../../ui/components/index.ts';
import type { SelectOption } from '../../ui/components/select.tsx';
import { getLang } from '../../ui/i18n.ts';
import { ru, t } from '../locales/fields.ts';
import { goneField } from '../shared/gone.ts';
import {
  availableFor,
  chosen,
  entityOf,
  type FieldFault,
  type FieldOption,
  type FieldsDraft,
  optionsFor,
} from './fields-draft.ts';

type Props = {
  name: FieldName;
  reply: FieldsReply;
  draft: FieldsDraft;
  fault: FieldFault | undefined;
  required: boolean;
  creating: boolean;
  blocked: boolean;
  /** Called like this value and of a fitting type. */
  suggestion: FieldOption | null;
  /** Called like it, but of another type. */
  unfit: FieldOption | null;
  onChange: (id: number | null) => void;
  onTake: (field: FieldOption) => void;
  onCreate: () => void;
};

export function FieldRow(props: Props) {
  const { name, reply, draft, fault, required, creating, blocked, suggestion, unfit, onChange } = props;
  const current = chosen(draft, name);
  const fields = optionsFor(name, reply, current);
  const needed = typesText(reply.fitting[name] ?? []);
  const options: SelectOption[] = fields.map((field) => ({
    value: String(field.id),
    label: fieldText(field),
  }));
  if (current !== null && !fields.some(({ id }) => id === current)) {
    options.push({ value: String(current), label: goneField(entityOf(name), current) });
  }
  // Those that cannot be chosen are shown all the same: nobody has to wonder where his field is.
  const others = availableFor(name, reply).filter(({ id }) => !fields.some((field) => field.id === id));
  options.push(
    ...others.map((field) => ({
      value: String(field.id),
      label: fieldText(field),
      group: t('unfitGroup', { types: needed }),
      disabled: true,
    })),
  );
  const hints = [
    ...(fields.length === 0 ? [t('noFitting')] : []),
    ...(current === null && suggestion === null && unfit !== null
      ? [t('unfitNamesake', { name: unfit.name, type: typeName(unfit.type), types: needed })]
      : []),
    ...(isServiceList(name, fields, current) ? [t('services.hint')] : []),
  ];
  return (
    <div class="st-field" data-testid={`field-${name}`}>
      <div class="st-field__name">
        {t(name)}{' '}
        {required ? <Badge tone={current === null ? 'warning' : 'neutral'}>{t('required')}</Badge> : null}
      </div>
      <span class="st-field__arrow" aria-hidden="true">
        →
      </span>
      <div class="st-stack">
        <Select
          label={t(name)}
          quietLabel
          required={required}
          value={current === null ? '' : String(current)}
          placeholder={t('notWritten')}
          options={options}
          error={fault === undefined ? null : t(`fault.${fault}`, { types: needed })}
          hint={hints.length === 0 ? undefined : hints.join(' ')}
          onChange={(picked) => onChange(picked === '' ? null : Number(picked))}
          testId={`field-select-${name}`}
        />
        {suggestion === null ? null : (
          <p class="am-small">
            {t('suggested', { name: fieldText(suggestion) })}{' '}
            <button
              type="button"
              class="st-link"
              aria-label={t('take.label', { field: suggestion.name, name: t(name) })}
              data-testid={`field-take-${name}`}
              onClick={() => props.onTake(suggestion)}
            >
              {t('take')}
            </button>
          </p>
        )}
      </div>
      <div class="st-field__create">
        {current === null || fault === 'gone' ? (
          <Button
            small
            busy={creating}
            disabled={blocked && !creating}
            aria-label={t('create.label', { name: t(name) })}
            onClick={props.onCreate}
            testId={`field-create-${name}`}
          >
            {t('create')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function isServiceList(name: FieldName, fields: readonly FieldOption[], current: number | null): boolean {
  return name === 'lead.services' && fields.find(({ id }) => id === current)?.type === 'multiselect';
}

function fieldText({ name, type }: FieldOption): string {
  return `${name} (${typeName(type)})`;
}

/** «текст» или «текстовая область». */
function typesText(types: readonly string[]): string {
  return new Intl.ListFormat(getLang(), { type: 'disjunction' }).format(
    types.map((type) => t('type.quoted', { type: typeName(type) })),
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
