import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../messages.ts';
import { Field, type FieldProps } from './field.tsx';

export type ComboboxOption = {
  id: string;
  label: string;
  /** Second line, e.g. the speciality of a doctor or the price of a service. */
  note?: string;
  group?: string;
  disabled?: boolean;
};

type Props = FieldProps & {
  /** The text in the input. The owner filters or fetches `options` by it. */
  query: string;
  onQuery: (query: string) => void;
  options: readonly ComboboxOption[];
  onPick: (id: string) => void;
  /** Shows a cross that empties the choice. */
  onClear?: (() => void) | undefined;
  loading?: boolean;
  /** What is typed needs nothing of the list: it does not lie over what follows. */
  quiet?: boolean;
  disabled?: boolean;
  placeholder?: string;
  testId?: string;
  optionTestId?: (id: string) => string;
};

/** Text input with a list (ARIA 1.2 combobox): arrows move, Enter takes, Esc closes without leaving the window. */
export function Combobox(props: Props) {
  const { query, onQuery, options, onPick, loading = false, quiet = false, disabled = false } = props;
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = isOpen && !quiet;
  const [active, setActive] = useState(-1);

  const pick = (option: ComboboxOption | undefined): void => {
    if (option === undefined || option.disabled) return;
    setOpen(false);
    setActive(-1);
    onPick(option.id);
  };
  const move = (step: number): void => {
    if (options.length === 0) return;
    setOpen(true);
    setActive((active + step + options.length + (active === -1 && step < 0 ? 1 : 0)) % options.length);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      pick(options[active === -1 ? 0 : active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <Field
      label={props.label}
      hint={props.hint}
      error={props.error}
      required={props.required}
      quietLabel={props.quietLabel}
    >
      {({ id, describedBy, invalid }) => (
        <div class="am-combobox">
          <input
            ref={input}
            id={id}
            class="am-input"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            data-testid={props.testId}
            placeholder={props.placeholder}
            disabled={disabled}
            value={query}
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
            aria-invalid={invalid}
            aria-describedby={describedBy}
            onInput={(event) => {
              setOpen(true);
              setActive(-1);
              onQuery(event.currentTarget.value);
            }}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
          {props.onClear === undefined ? null : (
            <button
              type="button"
              class="am-combobox__clear"
              aria-label={t('combobox.clear')}
              onClick={() => {
                props.onClear?.();
                input.current?.focus();
              }}
            >
              ×
            </button>
          )}
          {/* mousedown is stopped so that the input keeps the focus until the click has picked */}
          <div
            id={listId}
            role="listbox"
            // A scrolling list would be a tab stop of its own, and the focus would be lost as it closes.
            tabIndex={-1}
            aria-label={props.label}
            class="am-combobox__list"
            hidden={!open}
            onMouseDown={(event) => event.preventDefault()}
          >
            {options.map((option, index) => (
              <Option
                key={option.id}
                option={option}
                id={`${listId}-${index}`}
                active={index === active}
                heading={option.group !== undefined && option.group !== options[index - 1]?.group}
                testId={props.optionTestId?.(option.id)}
                onPick={() => pick(option)}
              />
            ))}
            {options.length === 0 ? (
              <div class="am-combobox__empty">
                {t(loading ? 'loading' : 'combobox.empty')}
                {loading ? '…' : ''}
              </div>
            ) : null}
          </div>
        </div>
      )}
    </Field>
  );
}

function Option(props: {
  option: ComboboxOption;
  id: string;
  active: boolean;
  heading: boolean;
  testId: string | undefined;
  onPick: () => void;
}) {
  const { option } = props;
  return (
    <>
      {props.heading ? (
        <div class="am-combobox__group" role="presentation">
          {option.group}
        </div>
      ) : null}
      {/* The keyboard acts on the input (aria-activedescendant), the option itself never has the focus. */}
      <button
        type="button"
        tabIndex={-1}
        ref={(element) => {
          if (props.active) element?.scrollIntoView({ block: 'nearest' });
        }}
        id={props.id}
        role="option"
        aria-selected={props.active}
        aria-disabled={option.disabled}
        class={`am-combobox__option${props.active ? ' am-combobox__option--active' : ''}`}
        data-testid={props.testId}
        onClick={props.onPick}
      >
        <span>{option.label}</span>
        {option.note === undefined ? null : <span class="am-combobox__note">{option.note}</span>}
      </button>
    </>
  );
}
