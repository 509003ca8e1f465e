import { TextField } from '../../ui/components/index.ts';
import { t } from '../locales/automation.ts';
import { type AutomationDraft, automationErrors } from './automation-draft.ts';
import type { GroupProps } from './automation-form.tsx';

/** What is unusual stops the branch until somebody has looked (product.md §4). */
export function LimitsGroup({ view }: Pick<GroupProps, 'view'>) {
  const { draft, change } = view;
  const errors = automationErrors(draft);
  const field = (name: keyof AutomationDraft['limits']) => (
    <TextField
      label={t(`limits.${name}`)}
      error={errors[name] ? t('error.limit') : null}
      type="number"
      inputMode="numeric"
      value={Number.isNaN(draft.limits[name]) ? '' : String(draft.limits[name])}
      onInput={(text) =>
        change((old) => ({
          ...old,
          limits: { ...old.limits, [name]: text.trim() === '' ? Number.NaN : Number(text) },
        }))
      }
      testId={`limits-${name}`}
    />
  );
  return (
    <fieldset class="st-card">
      <legend>{t('group.limits')}</legend>
      <p class="am-field__hint">{t('limits.hint')}</p>
      <div class="st-columns st-columns--time">
        {field('moves')}
        {field('creations')}
      </div>
    </fieldset>
  );
}
