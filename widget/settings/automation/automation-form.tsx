import type { AutomationReply } from '../../../worker/settings/automation.schemas.ts';
import { t } from '../locales/automation.ts';
import type { EditorView } from '../shared/editor-section.tsx';
import { RadioGroup } from '../shared/radio-group.tsx';
import { StageSelect } from '../shared/stage-select.tsx';
import { AlertGroup } from './alert-group.tsx';
import type { AutomationLists } from './automation-changes.ts';
import { type AutomationDraft, automationErrors } from './automation-draft.ts';
import { HistoryGroup } from './history-group.tsx';
import { LimitsGroup } from './limits-group.tsx';
import { StagesGroup } from './stages-group.tsx';
import { TaskGroup } from './task-group.tsx';
import { TemplateField } from './template-field.tsx';
import { UserSelect } from './user-select.tsx';

export type GroupProps = { view: EditorView<AutomationReply, AutomationDraft>; lists: AutomationLists };

export function AutomationForm({ view, lists }: GroupProps) {
  const { draft, change } = view;
  return (
    <>
      <TaskGroup view={view} lists={lists} />
      <DealsGroup view={view} lists={lists} />
      <StagesGroup view={view} lists={lists} />
      <div class="st-card">
        <RadioGroup
          label={t('group.policy')}
          value={draft.policy}
          options={(['many', 'one', 'new-after-completed'] as const).map((policy) => ({
            value: policy,
            label: t(`policy.${policy}`),
            hint: t(`policy.${policy}.hint`),
          }))}
          onChange={(policy) => change((old) => ({ ...old, policy }))}
          testId="policy"
        />
      </div>
      <LimitsGroup view={view} />
      <AlertGroup view={view} lists={lists} />
      <HistoryGroup view={view} />
    </>
  );
}

function DealsGroup({ view, lists }: GroupProps) {
  const { draft, change, showErrors } = view;
  const { defaultResponsible } = draft;
  return (
    <fieldset class="st-card">
      <legend>{t('group.deals')}</legend>
      <div class="st-columns">
        <StageSelect
          label={t('newDealStage')}
          hint={t('newDealStage.hint')}
          pipelines={lists.pipelines}
          value={draft.newDealStage}
          emptyLabel={t('newDealStage.none')}
          onChange={(newDealStage) => change((old) => ({ ...old, newDealStage }))}
          testId="new-deal-stage"
        />
        <UserSelect
          label={t('defaultResponsible')}
          hint={t('defaultResponsible.hint')}
          none={t('defaultResponsible.none')}
          users={lists.users}
          value={defaultResponsible}
          onChange={(picked) => change((old) => ({ ...old, defaultResponsible: picked }))}
          testId="default-responsible"
        />
      </div>
      <TemplateField
        label={t('newDealTitle')}
        value={draft.newDealTitle}
        error={showErrors && automationErrors(draft).title ? t('error.title') : null}
        maxLength={200}
        onInput={(newDealTitle) => change((old) => ({ ...old, newDealTitle }))}
        testId="new-deal-title"
      />
    </fieldset>
  );
}
