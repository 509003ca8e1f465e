import type { AccountDescription } from './description.ts';
import type { Ids } from './ids.ts';
import { type DuplicateControl, LOST, type Pipeline, type Status, WON } from './model.ts';

const closedStages: readonly Status[] = [
  {
    id: WON,
    name: 'Успешно реализовано',
    sort: 10_000,
    color: '#CCFF66',
    type: 0,
    isEditable: false,
    descriptions: [],
  },
  {
    id: LOST,
    name: 'Закрыто и не реализовано',
    sort: 11_000,
    color: '#D5D8DB',
    type: 0,
    isEditable: false,
    descriptions: [],
  },
];

/** A description may leave keys out; a given one counts. */
export function noDuplicateControl(): DuplicateControl {
  return {
    enabled: false,
    listed: false,
    byPhone: true,
    byEmail: false,
    fieldIds: [],
    statusIds: null,
    conflict: 'overwrite',
  };
}

type PipelineDescription = AccountDescription['pipelines'][number];

function buildPipeline(ids: Ids, described: PipelineDescription, index: number, isMain: boolean): Pipeline {
  const own = described.stages.filter((stage) => stage.id !== WON && stage.id !== LOST);
  const statuses = own.map((stage, i): Status => {
    ids.seen('status', stage.id);
    return {
      id: stage.id,
      name: stage.name,
      sort: stage.sort ?? (i + 1) * 10,
      color: stage.color ?? (stage.unsorted === true ? '#c1c1c1' : '#99ccff'),
      type: stage.unsorted === true ? 1 : 0,
      isEditable: stage.unsorted !== true,
      descriptions: [],
    };
  });
  const closed = closedStages.map((stage) => ({
    ...stage,
    name: described.stages.find((candidate) => candidate.id === stage.id)?.name ?? stage.name,
  }));
  return {
    id: described.id,
    name: described.name,
    sort: index + 1,
    isMain,
    isUnsortedOn: statuses.some((status) => status.type === 1),
    statuses: [...statuses, ...closed],
    duplicateControl: { ...noDuplicateControl(), ...described.duplicateControl },
  };
}

export function buildPipelines(ids: Ids, described: readonly PipelineDescription[]): Pipeline[] {
  const main = described.find((pipeline) => pipeline.isMain === true) ?? described[0];
  return described.map((pipeline, i) => buildPipeline(ids, pipeline, i, pipeline === main));
}
