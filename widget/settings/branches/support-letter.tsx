import { useRef } from 'preact/hooks';
import { t } from '../locales/branches.ts';
import { CopyButton } from '../shared/copy-button.tsx';

export function SupportLetter({ open }: { open: boolean }) {
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <details class="st-card st-letter" open={open} data-testid="support-letter">
      <summary>{t('letter.title')}</summary>
      <textarea
        ref={area}
        class="am-input am-input--area"
        rows={12}
        readOnly
        aria-label={t('letter.title')}
        value={t('letter.text')}
      />
      <CopyButton
        text={t('letter.text')}
        label={t('letter.copy')}
        selectOnRefusal={() => area.current?.select()}
        testId="support-letter-copy"
      />
    </details>
  );
}
