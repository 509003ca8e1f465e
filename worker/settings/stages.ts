import type { Pipeline } from '../amocrm/pipelines.ts';
import type { PipelinesReply, Stage } from './automation.schemas.ts';

/** Stages that amoCRM does not have. `movable`: the stage of incoming leads takes no deals from elsewhere (amocrm-api.md §4.9). */
export function unknownStages(
  pipelines: readonly Pipeline[],
  stages: readonly Stage[],
  options: { movable: boolean },
): Stage[] {
  return stages.filter(({ pipelineId, stageId }) => {
    const pipeline = pipelines.find((candidate) => candidate.id === pipelineId);
    const stage = pipeline?.stages.find((candidate) => candidate.id === stageId);
    return !stage || (options.movable && stage.kind === 'unsorted');
  });
}

export function pipelinesReply(pipelines: readonly Pipeline[]): PipelinesReply {
  return {
    pipelines: pipelines
      .filter((pipeline) => !pipeline.isArchive)
      .toSorted((left, right) => left.sort - right.sort)
      .map(({ id, name, isMain, stages }) => ({
        id,
        name,
        isMain,
        stages: stages
          .toSorted((left, right) => left.sort - right.sort)
          .map((stage) => ({ id: stage.id, name: stage.name, color: stage.color, kind: stage.kind })),
      })),
  };
}
