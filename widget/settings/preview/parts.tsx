import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import { coloured } from '../shared/stage-select.tsx';
import { findStage, stageLabel } from '../shared/stages.ts';
import { useStore } from '../store.ts';

/** The stage in its pipeline's own colour; the pipeline's name where there are several to confuse. */
export function StageChip({ stage }: { stage: Stage }) {
  const pipelines = useStore().pipelines.value ?? [];
  const found = findStage(pipelines, stage);
  if (found === null) return <span class="st-chip st-chip--gone">{stageLabel(pipelines, stage)}</span>;
  return (
    <>
      <span class="st-chip" style={coloured(found.stage.color)}>
        {found.stage.name}
      </span>
      {pipelines.length > 1 ? <span class="am-small am-muted st-note">{found.pipeline.name}</span> : null}
    </>
  );
}

/** Leads to the deal in amoCRM, in a tab of its own: what is on the screen stays. */
export function DealLink({ id, text }: { id: number; text: string }) {
  const { account } = useStore().me;
  return (
    <a href={`${account.origin}/leads/detail/${id}`} target="_blank" rel="noreferrer">
      {text}
    </a>
  );
}
