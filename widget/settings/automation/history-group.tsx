import { TextField } from '../../ui/components/index.ts';
import { t } from '../locales/automation.ts';
import { automationErrors } from './automation-draft.ts';
import type { GroupProps } from './automation-form.tsx';

/** How long «История запросов» is kept (product.md §3.7). */
export function HistoryGroup({ view }: Pick<GroupProps, 'view'>) {
  const { draft, change } = view;
  return (
    <fieldset class="st-card">
      <legend>{t('group.history')}</legend>
      <div class="st-narrow">
        <TextField
          label={t('historyDays')}
          hint={t('historyDays.hint')}
          error={automationErrors(draft).historyDays ? t('error.historyDays') : null}
          type="number"
          inputMode="numeric"
          value={Number.isNaN(draft.historyDays) ? '' : String(draft.historyDays)}
          onInput={(text) =>
            change((old) => ({ ...old, historyDays: text.trim() === '' ? Number.NaN : Number(text) }))
          }
          testId="history-days"
        />
      </div>
    </fieldset>
  );
}
