import './preview.css';
import { useCallback } from 'preact/hooks';
import type { ApiResult } from '../../ui/http.ts';
import { LoadedGate } from '../shared/loaded-gate.tsx';
import { useLoaded } from '../shared/use-loaded.ts';
import { loadPipelines, type Pipeline, useStore } from '../store.ts';
import { emptySample, type SampleDraft } from './sample-draft.ts';
import { VisitPreview } from './visit-preview.tsx';

/** The dry run of the guided way: an invented visit of this branch is tried out at once, a real one can be picked. */
export function GuidePreview({ branchId }: { branchId: number }) {
  const store = useStore();
  const read = useCallback(async (): Promise<ApiResult<SampleDraft>> => {
    const [pipelines, doctors] = await Promise.all([loadPipelines(store), store.api.doctors(branchId)]);
    if (!pipelines.ok) return pipelines;
    const sample = emptySample(branchId, store.statuses.peek().get(branchId));
    // A visit without a doctor would tell a newcomer that his field stays empty.
    const doctorId = doctors.ok ? (doctors.value.doctors[0]?.id ?? null) : null;
    return { ok: true, value: { ...sample, doctorId, dealStage: firstStage(pipelines.value) } };
  }, [store, branchId]);
  const [loaded, again] = useLoaded(read);
  return (
    <LoadedGate loaded={loaded} onRetry={again}>
      {(sample) => (
        <div class="st-card st-trial">
          <div class="st-trial__sides">
            <VisitPreview begin={sample} />
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
