import { useMemo } from 'preact/hooks';
import type { MatchingPut, MatchingSettings } from '../../../worker/settings/automation.schemas.ts';
import { Switch } from '../../ui/components/index.ts';
import { createEditor } from '../drafts/editor.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/matching.ts';
import { EditorSection, type EditorView } from '../shared/editor-section.tsx';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { RadioGroup } from '../shared/radio-group.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { StagePicker } from '../shared/stage-picker.tsx';
import { usePipelines } from '../shared/use-pipelines.ts';
import { type Pipeline, remember, useStore } from '../store.ts';
import { matchingChanges } from './matching-changes.ts';

export function MatchingSection() {
  const store = useStore();
  const editor = useMemo(
    () =>
      createEditor<MatchingPut, MatchingSettings>({
        read: () => remember(store.matching, store.api.matching()),
        toDraft: ({ version: _version, ...settings }) => settings,
        write: (draft, { version }) => remember(store.matching, store.api.putMatching({ ...draft, version })),
      }),
    [store],
  );
  const [pipelines, again] = usePipelines();
  return (
    <>
      <SectionHead title={common('section.matching')} intro={t('intro')} />
      <LoadedGate loaded={pipelines} onRetry={again}>
        {(list) => (
          <EditorSection
            editor={editor}
            changesOf={(reply, draft) => matchingChanges(reply, draft, list)}
            validOf={(_, draft) => draft.stages?.length !== 0}
            toDrafts={(_, matching) => ({ matching })}
          >
            {(view) => <MatchingForm view={view} pipelines={list} />}
          </EditorSection>
        )}
      </LoadedGate>
    </>
  );
}

type FormProps = { view: EditorView<MatchingPut, MatchingSettings>; pipelines: readonly Pipeline[] };

function MatchingForm({ view, pipelines }: FormProps) {
  const { draft, change, showErrors } = view;
  const set = (part: Partial<MatchingSettings>): void => change((old) => ({ ...old, ...part }));
  return (
    <>
      <div class="st-card">
        <Switch
          label={t('search')}
          hint={t('search.hint')}
          checked={draft.search}
          onChange={(search) => set({ search })}
          testId="matching-search"
        />
        {draft.search ? (
          <>
            <Switch
              label={t('stages.allOpen')}
              hint={t('stages.allOpen.hint')}
              checked={draft.stages === null}
              onChange={(all) => set({ stages: all ? null : openStages(pipelines) })}
              testId="matching-all-open"
            />
            {draft.stages === null ? null : (
              <StagePicker
                label={t('stages')}
                hint={t('stages.hint')}
                error={showErrors && draft.stages.length === 0 ? t('error.stages') : null}
                pipelines={pipelines}
                value={draft.stages}
                onChange={(stages) => set({ stages })}
                testId="matching-stages"
              />
            )}
          </>
        ) : null}
      </div>
      <div class="st-card">
        <Switch
          label={t('idIsEnough')}
          hint={t('idIsEnough.hint')}
          checked={draft.idIsEnough}
          onChange={(idIsEnough) => set({ idIsEnough })}
          testId="matching-id-is-enough"
        />
        <Switch
          label={t('keepTitle')}
          hint={t('keepTitle.hint')}
          checked={draft.keepTitle}
          onChange={(keepTitle) => set({ keepTitle })}
          testId="matching-keep-title"
        />
      </div>
      <div class="st-card">
        <RadioGroup
          label={t('priority')}
          value={draft.priority}
          options={(['earliest', 'latest', 'updated'] as const).map((priority) => ({
            value: priority,
            label: t(`priority.${priority}`),
            hint: t(`priority.${priority}.hint`),
          }))}
          onChange={(priority) => set({ priority })}
          testId="matching-priority"
        />
      </div>
    </>
  );
}

/** Choosing by hand starts from what «все открытые» meant. */
function openStages(pipelines: readonly Pipeline[]): NonNullable<MatchingSettings['stages']> {
  return pipelines.flatMap((pipeline) =>
    pipeline.stages
      .filter(({ kind }) => kind === 'open' || kind === 'unsorted')
      .map(({ id }) => ({ pipelineId: pipeline.id, stageId: id })),
  );
}
