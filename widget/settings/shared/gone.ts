import { signal } from '@preact/signals';
import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type { GoneReply } from '../../../worker/settings/gone.schemas.ts';
import { t } from '../locales/common.ts';

/** What amoCRM had and has no more; empty until it is read. Everything chosen that is not in amoCRM's lists is named by it. */
export const gone = signal<GoneReply>({ fields: [], pipelines: [], stages: [] });

export function goneStage({ pipelineId, stageId }: Stage): string {
  const known = gone.value.stages.find(
    (stage) => stage.pipelineId === pipelineId && stage.stageId === stageId,
  );
  return known ? t('stage.gone', { name: known.name }) : t('stage.unknown', { id: stageId });
}

export function gonePipeline(id: number): string {
  const known = gone.value.pipelines.find((pipeline) => pipeline.id === id);
  return known ? t('pipeline.gone', { name: known.name }) : t('pipeline.unknown', { id });
}

export function goneField(of: 'lead' | 'contact', id: number): string {
  const known = gone.value.fields.find((field) => field.of === of && field.id === id);
  return known ? t('field.gone', { name: known.name }) : t('field.unknown', { id });
}
