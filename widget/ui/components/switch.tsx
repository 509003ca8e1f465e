import { useId } from 'preact/hooks';

type Props = {
  label: string;
  /** What it does, in one line. */
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  testId?: string;
};

export function Checkbox(props: Props) {
  return <Toggle {...props} look="checkbox" />;
}

export function Switch(props: Props) {
  return <Toggle {...props} look="switch" />;
}

function Toggle(props: Props & { look: 'checkbox' | 'switch' }) {
  const id = useId();
  return (
    <div class={`am-toggle am-toggle--${props.look}`}>
      <input
        id={id}
        type="checkbox"
        role={props.look === 'switch' ? 'switch' : undefined}
        data-testid={props.testId}
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{props.label}</label>
        {props.hint === undefined ? null : (
          <p class="am-field__hint" id={`${id}-hint`}>
            {props.hint}
          </p>
        )}
      </div>
    </div>
  );
}
