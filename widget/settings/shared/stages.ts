import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import { t } from '../locales/common.ts';
import type { Pipeline } from '../store.ts';
import { goneStage } from './gone.ts';

export function sameStage(a: Stage, b: Stage): boolean {
  return a.pipelineId === b.pipelineId && a.stageId === b.stageId;
}

/** Stage ids are not unique without their pipeline: 142 and 143 stand in each (amocrm-api.md §4.9). */
export function stageKey({ pipelineId, stageId }: Stage): string {
  return `${pipelineId}:${stageId}`;
}

export function stageOfKey(key: string): Stage | null {
  const [pipelineId, stageId] = key.split(':').map(Number);
  return pipelineId && stageId ? { pipelineId, stageId } : null;
}

export function findStage(pipelines: readonly Pipeline[], stage: Stage) {
  const pipeline = pipelines.find(({ id }) => id === stage.pipelineId);
  const found = pipeline?.stages.find(({ id }) => id === stage.stageId);
  return pipeline && found ? { pipeline, stage: found } : null;
}

/** «Первичные пациенты: Записан»; a deleted one says so. */
export function stageLabel(pipelines: readonly Pipeline[], stage: Stage): string {
  const found = findStage(pipelines, stage);
  return found ? `${found.pipeline.name}: ${found.stage.name}` : goneStage(stage);
}

/** For a small place: the stage first, its pipeline only where there are several to confuse. */
export function stageShort(pipelines: readonly Pipeline[], stage: Stage): string {
  const found = findStage(pipelines, stage);
  if (found === null) return goneStage(stage);
  return pipelines.length > 1 ? `${found.stage.name} · ${found.pipeline.name}` : found.stage.name;
}

export function stagesLabel(pipelines: readonly Pipeline[], stages: readonly Stage[]): string {
  if (stages.length === 0) return t('none');
  return stages.map((stage) => stageLabel(pipelines, stage)).join(', ');
}

export function toggleStage(stages: readonly Stage[], stage: Stage): Stage[] {
  const without = stages.filter((other) => !sameStage(other, stage));
  return without.length < stages.length ? without : [...stages, stage];
}

export function togglePipeline(stages: readonly Stage[], pipeline: Pipeline): Stage[] {
  const all = pipeline.stages.map(({ id }) => ({ pipelineId: pipeline.id, stageId: id }));
  const others = stages.filter((stage) => stage.pipelineId !== pipeline.id);
  const complete = all.every((stage) => stages.some((chosen) => sameStage(chosen, stage)));
  return complete ? others : [...others, ...all];
}

/** Stage colours are the account's own; the text on them is the darker or the lighter one that can be read. */
export function textOn(color: string): string {
  const match = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (match === null) return 'inherit';
  const [r = 0, g = 0, b = 0] = match.slice(1).map((pair) => linear(Number.parseInt(pair, 16) / 255));
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return luminance > 0.22 ? '#20242b' : '#ffffff';
}

function linear(channel: number): number {
  return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
