import { useRef } from 'preact/hooks';
import { TextArea } from '../../ui/components/index.ts';
import { t } from '../locales/automation.ts';
import { exampleOf, placeholders, unknownPlaceholders } from './templates.ts';

type Props = {
  label: string;
  value: string;
  error: string | null;
  maxLength: number;
  onInput: (value: string) => void;
  testId: string;
};

/** A text with words in braces; the buttons put one where the cursor is. */
export function TemplateField({ label, value, error, maxLength, onInput, testId }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const unknown = unknownPlaceholders(value);
  const insert = (placeholder: string): void => {
    const area = root.current?.querySelector('textarea');
    const at = area?.selectionStart ?? value.length;
    onInput(value.slice(0, at) + placeholder + value.slice(area?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(at + placeholder.length, at + placeholder.length);
    });
  };
  return (
    <div ref={root} class="st-stack">
      <TextArea
        label={label}
        value={value}
        error={error}
        maxLength={maxLength}
        onInput={onInput}
        testId={testId}
      />
      <div class="st-inserts">
        <span class="am-small am-muted">{t('insert')}:</span>
        {placeholders.map((placeholder) => (
          <button key={placeholder} type="button" class="st-insert" onClick={() => insert(placeholder)}>
            {placeholder}
          </button>
        ))}
      </div>
      {value.trim() === '' ? null : (
        <p class="am-small am-muted">{t('example', { text: exampleOf(value) })}</p>
      )}
      {unknown.length === 0 ? null : (
        <p class="am-small st-warning">{t('template.unknown', { list: unknown.join(', ') })}</p>
      )}
    </div>
  );
}
