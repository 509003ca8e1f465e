import { Field, type FieldProps } from './field.tsx';

type Common = FieldProps & {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  placeholder?: string;
  maxLength?: number;
  disabled?: boolean;
  testId?: string;
};

type InputType = 'text' | 'tel' | 'password' | 'number' | 'search';

type TextFieldProps = Common & {
  type?: InputType;
  inputMode?: 'text' | 'tel' | 'numeric';
  autocomplete?: string;
};

export function TextField(props: TextFieldProps) {
  return (
    <Field {...props}>
      {({ id, describedBy, invalid }) => (
        <Input
          type={props.type ?? 'text'}
          shared={{
            id,
            class: 'am-input',
            inputMode: props.inputMode,
            autocomplete: props.autocomplete ?? 'off',
            placeholder: props.placeholder,
            maxLength: props.maxLength,
            disabled: props.disabled,
            'data-testid': props.testId,
            value: props.value,
            'aria-required': props.required,
            'aria-invalid': invalid,
            'aria-describedby': describedBy,
            onBlur: props.onBlur,
            onInput: (event: { currentTarget: HTMLInputElement }) => props.onInput(event.currentTarget.value),
          }}
        />
      )}
    </Field>
  );
}

/** Preact types an input by its `type`, so each one is written out. */
function Input({ type, shared }: { type: InputType; shared: object }) {
  switch (type) {
    case 'tel':
      return <input type="tel" {...shared} />;
    case 'password':
      return <input type="password" {...shared} />;
    case 'number':
      return <input type="number" {...shared} />;
    case 'search':
      return <input type="search" {...shared} />;
    case 'text':
      return <input type="text" {...shared} />;
  }
}

export function TextArea(props: Common & { rows?: number }) {
  return (
    <Field {...props}>
      {({ id, describedBy, invalid }) => (
        <textarea
          rows={props.rows ?? 2}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          disabled={props.disabled}
          id={id}
          class="am-input am-input--area"
          data-testid={props.testId}
          value={props.value}
          aria-required={props.required}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onBlur={props.onBlur}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
