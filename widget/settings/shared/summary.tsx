import { t } from '../locales/common.ts';
import type { Change } from './change.ts';

const shown = 4;

/** `open`: what the user changed himself is listed, what is only proposed waits behind its count. */
export function Summary({ changes, open = true }: { changes: readonly Change[]; open?: boolean }) {
  const rest = changes.length - shown;
  return (
    <details class="st-summary" open={open} data-testid="changes">
      <summary>{t('changes', { n: changes.length })}</summary>
      <ul>
        {changes.slice(0, shown).map((change) => (
          <li key={change.label}>{t('was', change)}</li>
        ))}
        {rest > 0 ? <li class="am-muted">{t('moreChanges', { n: rest })}</li> : null}
      </ul>
    </details>
  );
}
