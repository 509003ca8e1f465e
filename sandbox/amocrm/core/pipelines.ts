import type { Change } from './change.ts';
import type { Ids } from './ids.ts';
import { updateLead } from './leads.ts';
import type { Account, Lead, Pipeline, Status } from './model.ts';
import { LOST, WON } from './model.ts';
import { buildPipelines } from './pipelines-factory.ts';

/** Pipelines and their stages as administrators change them (amocrm-api.md §4.9, limits §3.2). */

export const MAX_PIPELINES = 50;
/** Those of the system count too. */
export const MAX_STATUSES = 100;

export const stageColors: readonly string[] = [
  '#fffeb2',
  '#fffd7f',
  '#fff000',
  '#ffeab2',
  '#ffdc7f',
  '#ffce5a',
  '#ffdbdb',
  '#ffc8c8',
  '#ff8f92',
  '#d6eaff',
  '#c1e0ff',
  '#98cbff',
  '#ebffb1',
  '#deff81',
  '#87f2c0',
  '#f9deff',
  '#f3beff',
  '#ccc8f9',
  '#eb93ff',
  '#f2f3f4',
  '#e6e8ea',
  // Not of the palette, but defaults of amoCRM itself.
  '#99ccff',
  '#ffcc66',
];

export type StageRefusal = 'system-stage' | 'last-stage' | 'last-pipeline' | 'has-leads';

/** The unsorted stage is not shown while unsorted is off. */
export function shownStatuses(pipeline: Pipeline): Status[] {
  return pipeline.statuses
    .filter((status) => status.type === 0 || pipeline.isUnsortedOn)
    .sort((a, b) => a.sort - b.sort);
}

export function isSystemStage(status: Status): boolean {
  return status.type === 1 || status.id === WON || status.id === LOST;
}

export type StageInput = { name: string; sort?: number | undefined; color?: string | undefined };

export function addStage(ids: Ids, pipeline: Pipeline, input: StageInput): Status {
  const own = pipeline.statuses.filter((status) => !isSystemStage(status));
  const status: Status = {
    id: ids.next('status'),
    name: input.name,
    sort: input.sort ?? Math.max(10, ...own.map((stage) => stage.sort)) + 10,
    color: input.color ?? stageColors[own.length % 20] ?? '#99ccff',
    type: 0,
    isEditable: true,
    descriptions: [],
  };
  // Won and lost stay at the end.
  pipeline.statuses.splice(pipeline.statuses.length - 2, 0, status);
  pipeline.statuses.sort((a, b) => a.sort - b.sort);
  return status;
}

export type PipelineInput = {
  name: string;
  sort?: number | undefined;
  isMain?: boolean | undefined;
  isUnsortedOn?: boolean | undefined;
  stages?: readonly StageInput[] | undefined;
};

function makeMain(account: Account, main: Pipeline): void {
  for (const pipeline of account.pipelines) pipeline.isMain = pipeline === main;
}

export function addPipeline(account: Account, ids: Ids, input: PipelineInput): Pipeline {
  const id = ids.next('pipeline');
  const unsorted = { id: ids.next('status'), name: 'Неразобранное', sort: 10, unsorted: true };
  const [pipeline] = buildPipelines(ids, [{ id, name: input.name, stages: [unsorted] }]);
  if (pipeline === undefined) throw new Error('a described pipeline is built');
  pipeline.sort = input.sort ?? account.pipelines.length + 1;
  pipeline.isMain = false;
  pipeline.isUnsortedOn = input.isUnsortedOn ?? true;
  const stages = input.stages ?? [];
  for (const stage of stages.length > 0 ? stages : [{ name: 'Первичный контакт' }])
    addStage(ids, pipeline, stage);
  account.pipelines.push(pipeline);
  if (input.isMain === true) makeMain(account, pipeline);
  return pipeline;
}

export function changePipeline(account: Account, pipeline: Pipeline, input: Partial<PipelineInput>): void {
  pipeline.name = input.name ?? pipeline.name;
  pipeline.sort = input.sort ?? pipeline.sort;
  pipeline.isUnsortedOn = input.isUnsortedOn ?? pipeline.isUnsortedOn;
  if (input.isMain === true) makeMain(account, pipeline);
}

function liveLeads(account: Account, fits: (lead: Lead) => boolean): Lead[] {
  return [...account.leads.values()].filter((lead) => !lead.isDeleted && fits(lead));
}

/** The last pipeline stays, and one that still has deals. */
export function deletePipeline(account: Account, pipeline: Pipeline): StageRefusal | null {
  if (account.pipelines.length === 1) return 'last-pipeline';
  if (liveLeads(account, (lead) => lead.pipelineId === pipeline.id).length > 0) return 'has-leads';
  account.pipelines = account.pipelines.filter((candidate) => candidate !== pipeline);
  const [first] = account.pipelines;
  if (pipeline.isMain && first !== undefined) makeMain(account, first);
  return null;
}

/** Its deals go to the first stage, each with the hooks and the event of a move. */
export function deleteStage(change: Change, pipeline: Pipeline, status: Status): StageRefusal | null {
  if (isSystemStage(status)) return 'system-stage';
  const rest = pipeline.statuses.filter((candidate) => candidate !== status);
  const first = rest.find((candidate) => !isSystemStage(candidate));
  if (first === undefined) return 'last-stage';
  const moved = liveLeads(
    change.account,
    (lead) => lead.pipelineId === pipeline.id && lead.statusId === status.id,
  );
  pipeline.statuses = rest;
  for (const lead of moved) updateLead(change, lead, { statusId: first.id });
  return null;
}
