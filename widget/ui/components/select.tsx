import { Field, type FieldProps } from './field.tsx';

export type SelectOption = { value: string; label: string; disabled?: boolean; group?: string };

type Props = FieldProps & {
  value: string;
  options: readonly SelectOption[];
  onChange: (value: string) => void;
  disabled?: boolean;
  /** Shown while nothing is chosen (value ''). */
  placeholder?: string;
  testId?: string;
};

export function Select(props: Props) {
  const {
    label,
    hint,
    error,
    required,
    quietLabel,
    value,
    options,
    onChange,
    disabled,
    placeholder,
    testId,
  } = props;
  return (
    <Field label={label} hint={hint} error={error} required={required} quietLabel={quietLabel}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          class="am-input am-input--select"
          data-testid={testId}
          value={value}
          disabled={disabled}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {placeholder === undefined ? null : (
            <option value="" selected={value === ''}>
              {placeholder}
            </option>
          )}
          {grouped(options).map(([group, list]) =>
            group === '' ? (
              list.map(renderOption(value))
            ) : (
              <optgroup label={group}>{list.map(renderOption(value))}</optgroup>
            ),
          )}
        </select>
      )}
    </Field>
  );
}

function renderOption(value: string) {
  return (option: SelectOption) => (
    <option
      key={option.value}
      value={option.value}
      disabled={option.disabled}
      selected={option.value === value}
    >
      {option.label}
    </option>
  );
}

function grouped(options: readonly SelectOption[]): [string, SelectOption[]][] {
  const groups = new Map<string, SelectOption[]>();
  for (const option of options) {
    const group = option.group ?? '';
    const list = groups.get(group);
    if (list === undefined) groups.set(group, [option]);
    else list.push(option);
  }
  return [...groups];
}
