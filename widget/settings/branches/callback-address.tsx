import { useRef } from 'preact/hooks';
import { Field } from '../../ui/components/index.ts';
import { t } from '../locales/branches.ts';
import { CopyButton } from '../shared/copy-button.tsx';

export function CallbackAddress({ url }: { url: string }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <Field label={t('callback')} hint={t('callback.hint')}>
      {({ id, describedBy }) => (
        <div class="st-copy">
          <input
            ref={input}
            id={id}
            class="am-input"
            readOnly
            value={url}
            aria-describedby={describedBy}
            data-testid="branch-callback"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton
            text={url}
            selectOnRefusal={() => input.current?.focus()}
            testId="branch-callback-copy"
          />
        </div>
      )}
    </Field>
  );
}
