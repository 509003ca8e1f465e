import { useId, useState } from 'preact/hooks';
import { Combobox, type ComboboxOption } from '../../ui/components/combobox.tsx';
import { matches } from '../../ui/words.ts';
import { t } from '../locales/common.ts';

export type Picked = { id: number; name: string; gone: boolean };

type Props = {
  label: string;
  hint?: string | undefined;
  error?: string | null;
  placeholder: string;
  picked: readonly Picked[];
  onChange: (ids: number[]) => void;
  query: string;
  onQuery: (query: string) => void;
  options: readonly ComboboxOption[];
  loading?: boolean;
  testId: string;
};

/** Several of many: what is chosen stands below as chips, the field finds more. */
export function MultiPick(props: Props) {
  const { picked, onChange, query, onQuery, testId } = props;
  const root = useId();
  const ids = picked.map(({ id }) => id);
  const remove = (id: number): void => {
    onChange(ids.filter((other) => other !== id));
    // The chip with the focus is gone: the keyboard goes on where another one is found.
    requestAnimationFrame(() => document.getElementById(root)?.querySelector('input')?.focus());
  };
  return (
    <div
      class="st-pick"
      id={root}
      // Words that nothing was chosen by must not look like a choice.
      onFocusOut={() => (query === '' ? undefined : onQuery(''))}
    >
      <Combobox
        label={props.label}
        hint={props.hint}
        error={props.error}
        placeholder={picked.length === 0 ? props.placeholder : t('pickMore')}
        query={query}
        onQuery={onQuery}
        options={props.options.filter(({ id }) => !ids.includes(Number(id)))}
        loading={props.loading ?? false}
        onPick={(id) => {
          onQuery('');
          onChange([...ids, Number(id)]);
        }}
        testId={testId}
        optionTestId={(id) => `${testId}-option-${id}`}
      />
      {picked.length === 0 ? null : (
        <ul class="st-chips">
          {picked.map(({ id, name, gone }) => (
            <li key={id}>
              <span class={gone ? 'st-chip st-chip--gone' : 'st-chip'} data-testid={`${testId}-chip-${id}`}>
                {gone ? '! ' : ''}
                {name}
                <button type="button" aria-label={`${t('undoChoice')}: ${name}`} onClick={() => remove(id)}>
                  ×
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type ListProps = Omit<Props, 'query' | 'onQuery'>;

/** From a list that is here already: words of the name or of the line below it find the entry. */
export function ListPick(props: ListProps) {
  const [query, setQuery] = useState('');
  const options = props.options.filter(({ label, note }) => matches(`${label} ${note ?? ''}`, query));
  return <MultiPick {...props} query={query} onQuery={setQuery} options={options} />;
}
