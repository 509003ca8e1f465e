import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export type FieldControl = { id: string; describedBy: string | undefined; invalid: boolean };

export type FieldProps = {
  label: string;
  hint?: string | undefined;
  error?: string | null | undefined;
  required?: boolean | undefined;
  /** The label is for screen readers only. */
  quietLabel?: boolean | undefined;
};

/** Label, control, hint and error belong together for eyes and for screen readers. */
export function Field(props: FieldProps & { children: (control: FieldControl) => ComponentChildren }) {
  const id = useId();
  const error = props.error ?? null;
  const describedBy = error !== null ? `${id}-error` : props.hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class={error === null ? 'am-field' : 'am-field am-field--invalid'}>
      <label class={props.quietLabel ? 'am-field__label am-sr-only' : 'am-field__label'} for={id}>
        {props.label}
        {props.required ? (
          <span class="am-field__required" aria-hidden="true">
            {' *'}
          </span>
        ) : null}
      </label>
      {props.children({ id, describedBy, invalid: error !== null })}
      {error !== null ? (
        <p class="am-field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : props.hint === undefined ? null : (
        <p class="am-field__hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}
