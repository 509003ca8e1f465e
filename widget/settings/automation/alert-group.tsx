import { TextField } from '../../ui/components/index.ts';
import { t } from '../locales/automation.ts';
import { automationErrors } from './automation-draft.ts';
import type { GroupProps } from './automation-form.tsx';
import { UserSelect } from './user-select.tsx';

/** Who is told in amoCRM when something waits for a person (product.md §3.5, «Состояние»). */
export function AlertGroup({ view, lists }: GroupProps) {
  const { draft, change } = view;
  const { alert } = draft;
  const set = (part: Partial<typeof alert>): void =>
    change((old) => ({ ...old, alert: { ...old.alert, ...part } }));
  return (
    <fieldset class="st-card">
      <legend>{t('group.alert')}</legend>
      <UserSelect
        label={t('alertUser')}
        hint={t('alertUser.hint')}
        none={t('alertUser.none')}
        users={lists.users}
        value={alert.userId}
        onChange={(userId) => set({ userId })}
        testId="alert-user"
      />
      {alert.userId === null ? null : (
        <div class="st-narrow">
          <TextField
            label={t('alertMinutes')}
            hint={t('alertMinutes.hint')}
            error={automationErrors(draft).alertMinutes ? t('error.alertMinutes') : null}
            type="number"
            inputMode="numeric"
            value={Number.isNaN(alert.minutes) ? '' : String(alert.minutes)}
            onInput={(text) => set({ minutes: text.trim() === '' ? Number.NaN : Number(text) })}
            testId="alert-minutes"
          />
        </div>
      )}
    </fieldset>
  );
}
