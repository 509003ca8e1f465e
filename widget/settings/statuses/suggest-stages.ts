import type { PipelinesReply, Stage } from '../../../worker/settings/automation.schemas.ts';
import type { Meaning, StatusKey } from '../../../worker/settings/statuses.schemas.ts';

type Pipeline = PipelinesReply['pipelines'][number];
type StageOption = Pipeline['stages'][number];
export type StatusToPlace = { statusId: StatusKey; name: string; meaning: Meaning | null };

/** How clinics name the stage of a meaning; the first that matches wins, so the negative words come first. */
const wordsOf: Record<Meaning | 'deleted', readonly RegExp[]> = {
  'no-show': [/не\s*(приш|яви|доше|прих)/, /неяв/, /no.?show/, /missed/],
  cancelled: [/отмен/, /отказ/, /cancel/],
  deleted: [/удал/, /отмен/, /cancel/, /delet/],
  confirmed: [/подтвер/, /confirm/],
  completed: [/(при[её]м|визит).*(состоял|заверш|оконч|проведен)/, /заверш/, /состоял/, /complet/],
  arrived: [/приш[её]?л/, /пришл/, /на при[её]ме/, /в клинике/, /arriv/],
  booked: [/записан/, /^запись/, /запись на/, /назначен/, /booked/, /scheduled/],
};
const negative = /^не\s|\sне\s|неяв|отмен|отказ|cancel|no.?show/;

/**
 * A stage for each status: the same name, else a name that says the same meaning; for a completed visit, with no stage
 * of its own, «Успешно реализовано». Nothing fits: no suggestion. The main pipeline is asked first.
 */
export function suggestStages(statuses: StatusToPlace[], pipelines: Pipeline[]): Map<StatusKey, Stage> {
  const ordered = [...pipelines].sort((a, b) => Number(b.isMain) - Number(a.isMain));
  const suggestions = new Map<StatusKey, Stage>();
  for (const status of statuses) {
    const found = findStage(status, ordered);
    if (found) suggestions.set(status.statusId, found);
  }
  return suggestions;
}

function findStage(status: StatusToPlace, pipelines: Pipeline[]): Stage | null {
  const wanted = status.statusId === 'deleted' ? 'deleted' : status.meaning;
  const rules: Array<(stage: StageOption) => boolean> = [(stage) => plain(stage.name) === plain(status.name)];
  for (const word of wanted === null ? [] : wordsOf[wanted]) {
    rules.push((stage) => word.test(plain(stage.name)) && !contradicts(wanted, stage));
  }
  if (wanted === 'completed') rules.push((stage) => stage.kind === 'won');
  for (const pipeline of pipelines) {
    for (const rule of rules) {
      const stage = pipeline.stages.find((candidate) => candidate.kind !== 'unsorted' && rule(candidate));
      if (stage) return { pipelineId: pipeline.id, stageId: stage.id };
    }
  }
  return null;
}

function contradicts(wanted: Meaning | 'deleted' | null, stage: StageOption): boolean {
  const isNegative = wanted === 'no-show' || wanted === 'cancelled' || wanted === 'deleted';
  return !isNegative && negative.test(plain(stage.name));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}
