import { t } from '../locales/automation.ts';
import { PipelineBoxes } from '../shared/pipeline-boxes.tsx';
import { StagePicker } from '../shared/stage-picker.tsx';
import { automationErrors } from './automation-draft.ts';
import type { GroupProps } from './automation-form.tsx';

export function StagesGroup({ view, lists }: GroupProps) {
  const { draft, change } = view;
  const { pipelines } = lists;
  return (
    <fieldset class="st-card">
      <legend>{t('group.stages')}</legend>
      <PipelineChoice view={view} lists={lists} />
      <JournalChoice view={view} lists={lists} />
      <StagePicker
        label={t('protectedStages')}
        hint={t('protectedStages.hint')}
        pipelines={pipelines}
        value={draft.protectedStages}
        onChange={(protectedStages) => change((old) => ({ ...old, protectedStages }))}
        testId="protected-stages"
      />
      <StagePicker
        label={t('hideOnStages')}
        hint={t('hideOnStages.hint')}
        pipelines={pipelines}
        value={draft.hideOnStages}
        onChange={(hideOnStages) => change((old) => ({ ...old, hideOnStages }))}
        testId="hide-on-stages"
      />
    </fieldset>
  );
}

/** null = all, also pipelines added later; a list = only these. */
function PipelineChoice({ view, lists }: GroupProps) {
  const { draft, change, showErrors } = view;
  const chosen = draft.syncPipelines;
  const missing = showErrors && automationErrors(draft).pipelines;
  const set = (syncPipelines: number[] | null): void => change((old) => ({ ...old, syncPipelines }));
  return (
    <fieldset class="st-group" data-testid="sync-pipelines">
      <legend>{t('syncPipelines')}</legend>
      <p class="am-field__hint">{t('syncPipelines.hint')}</p>
      <label class="st-box">
        <input
          type="checkbox"
          checked={chosen === null}
          aria-invalid={missing}
          onChange={(event) => set(event.currentTarget.checked ? null : lists.pipelines.map(({ id }) => id))}
        />
        <span>{t('syncPipelines.all')}</span>
      </label>
      {chosen === null ? null : <PipelineBoxes pipelines={lists.pipelines} value={chosen} onChange={set} />}
      {missing ? (
        <p class="am-field__error" role="alert">
          {t('error.pipelines')}
        </p>
      ) : null}
    </fieldset>
  );
}

/** Display only; nothing chosen = in all, also in pipelines added later. */
function JournalChoice({ view, lists }: GroupProps) {
  const { draft, change } = view;
  const chosen = draft.journalPipelines;
  const set = (journalPipelines: number[]): void => change((old) => ({ ...old, journalPipelines }));
  return (
    <fieldset class="st-group" data-testid="journal-pipelines">
      <legend>{t('journalPipelines')}</legend>
      <p class="am-field__hint">{t('journalPipelines.hint')}</p>
      <label class="st-box">
        <input
          type="checkbox"
          checked={chosen.length === 0}
          onChange={(event) => set(event.currentTarget.checked ? [] : lists.pipelines.map(({ id }) => id))}
        />
        <span>{t('syncPipelines.all')}</span>
      </label>
      {chosen.length === 0 ? null : (
        <PipelineBoxes pipelines={lists.pipelines} value={chosen} onChange={set} />
      )}
    </fieldset>
  );
}
