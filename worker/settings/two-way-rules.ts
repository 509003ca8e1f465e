import { type ApiFailure, problem } from '../account/failures.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { sameStage } from '../sync/stage.ts';
import type { Stage } from './automation.schemas.ts';
import { unknownStages } from './stages.ts';
import type { StatusRow, StatusSettings } from './statuses.schemas.ts';

type Named = { id: number; name: string };

/** The map stage → status: known ends, a stage once, and no way round in a circle (product.md §3.4). */
export function twoWayProblem(
  body: StatusSettings,
  statuses: readonly Named[],
  pipelines: readonly Pipeline[],
): ApiFailure | null {
  const seen: Stage[] = [];
  for (const row of body.twoWay.rows) {
    const { statusId, ...stage } = row;
    if (!statuses.some(({ id }) => id === statusId)) {
      const message = `Статуса ${statusId} нет в справочнике этого филиала.`;
      return problem(422, 'statuses.unknown_status', message, { statusId });
    }
    if (unknownStages(pipelines, [stage], { movable: true }).length > 0) {
      const message = 'Такого этапа в amoCRM нет, или сделку нельзя на него перенести. Выберите другой.';
      return problem(422, 'statuses.unknown_stage', message, row);
    }
    const from = stageName(pipelines, stage);
    if (seen.some((other) => sameStage(other, stage))) {
      return problem(422, 'statuses.repeated_stage', `Этап «${from}» указан дважды.`, stage);
    }
    seen.push(stage);
    const away = tablesOf(body)
      .map((rows) => rows.find((candidate) => candidate.statusId === statusId))
      .map((candidate) => candidate && targetOf(candidate))
      .find((target) => target && !sameStage(target, stage));
    if (away) {
      const status = statuses.find(({ id }) => id === statusId)?.name ?? String(statusId);
      const message =
        `Этап «${from}» ставит статус «${status}», а этот статус переносит сделку на этап ` +
        `«${stageName(pipelines, away)}»: сделка не осталась бы там, куда её перенёс менеджер.`;
      return problem(422, 'statuses.two_way_loop', message, { ...row, movesTo: away });
    }
  }
  return null;
}

/** Every table that may decide about a visit of the branch. */
function tablesOf({ mode, rows, rules }: StatusSettings): readonly (readonly StatusRow[])[] {
  switch (mode) {
    case 'off':
      return [];
    case 'all':
      return [rows];
    case 'filtered':
      return [...rules.map((rule) => rule.rows), rows];
  }
}

function targetOf({ pipelineId, stageId }: StatusRow): Stage | null {
  return pipelineId !== null && stageId !== null ? { pipelineId, stageId } : null;
}

function stageName(pipelines: readonly Pipeline[], { pipelineId, stageId }: Stage): string {
  const pipeline = pipelines.find((candidate) => candidate.id === pipelineId);
  return pipeline?.stages.find((candidate) => candidate.id === stageId)?.name ?? String(stageId);
}
