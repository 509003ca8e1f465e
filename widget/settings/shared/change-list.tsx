import { t } from '../locales/common.ts';
import type { Change } from './change.ts';

/** Every change in full, what was and what is; `Summary` is the short one beside «Сохранить». */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <ul class="st-diff" data-testid="diff">
      {changes.map((change) => (
        <li key={change.label}>
          <span>{change.label}</span>
          <span>
            <span class="am-sr-only">{t('diff.was')} </span>
            <del>{change.from}</del>
            <span aria-hidden="true"> → </span>
            <span class="am-sr-only">, {t('diff.is')} </span>
            <ins>{change.to}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
