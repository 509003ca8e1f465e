import { useId } from 'preact/hooks';

export type RadioOption<Value extends string> = { value: Value; label: string; hint?: string };

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly RadioOption<Value>[];
  onChange: (value: Value) => void;
  testId: string;
};

export function RadioGroup<Value extends string>(props: Props<Value>) {
  const name = useId();
  return (
    <fieldset class="st-group">
      <legend>{props.label}</legend>
      {props.options.map((option) => (
        <div class="st-radio" key={option.value}>
          <input
            type="radio"
            id={`${name}-${option.value}`}
            name={name}
            checked={option.value === props.value}
            aria-describedby={option.hint === undefined ? undefined : `${name}-${option.value}-hint`}
            data-testid={`${props.testId}-${option.value}`}
            onChange={() => props.onChange(option.value)}
          />
          <div>
            <label for={`${name}-${option.value}`}>{option.label}</label>
            {option.hint === undefined ? null : (
              <p class="am-field__hint" id={`${name}-${option.value}-hint`}>
                {option.hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
