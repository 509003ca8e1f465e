import { t } from '../locales/common.ts';
import type { Change } from './change.ts';

const shown = 6;

export function Summary({ changes }: { changes: readonly Change[] }) {
  const rest = changes.length - shown;
  return (
    <details class="st-summary" open data-testid="changes">
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
