import './preview.css';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { usePipelines } from '../shared/use-pipelines.ts';
import { type Pipeline, useStore } from '../store.ts';
import { emptySample, type SampleDraft } from './sample-draft.ts';
import { VisitPreview } from './visit-preview.tsx';

/** The dry run of the guided way: an invented visit of this branch is tried out at once, a real one can be picked. */
export function GuidePreview({ branchId }: { branchId: number }) {
  const store = useStore();
  const [pipelines, again] = usePipelines();
  const sample = (list: readonly Pipeline[]): SampleDraft => ({
    ...emptySample(branchId, store.statuses.value.get(branchId)),
    dealStage: firstStage(list),
  });
  return (
    <LoadedGate loaded={pipelines} onRetry={again}>
      {(list) => (
        <div class="st-card st-trial">
          <div class="st-trial__sides">
            <VisitPreview begin={sample(list)} />
          </div>
        </div>
      )}
    </LoadedGate>
  );
}

/** Where a request from the site waits for its visit. */
function firstStage(pipelines: readonly Pipeline[]): SampleDraft['dealStage'] {
  const pipeline = pipelines.find(({ isMain }) => isMain) ?? pipelines[0];
  const stage = pipeline?.stages.find(({ kind }) => kind === 'open');
  return pipeline && stage ? { pipelineId: pipeline.id, stageId: stage.id } : null;
}
