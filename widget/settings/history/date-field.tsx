import { Field, type FieldProps } from '../../ui/components/index.ts';

type Props = FieldProps & { value: string; onInput: (value: string) => void; testId: string };

/** The platform's own calendar; `yyyy-mm-dd`, '' while nothing is chosen. */
export function DateField({ value, onInput, testId, ...field }: Props) {
  return (
    <Field {...field}>
      {({ id, describedBy, invalid }) => (
        <input
          type="date"
          id={id}
          class="am-input"
          value={value}
          data-testid={testId}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
