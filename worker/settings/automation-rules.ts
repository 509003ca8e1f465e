import { type ApiFailure, problem } from '../account/failures.ts';
import type { TaskType } from '../amocrm/account.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { AutomationSettings, MatchingSettings } from './automation.schemas.ts';
import type { AccountSettings } from './settings.repository.ts';
import { unknownStages } from './stages.ts';

/** Stages, pipelines and task types must be amoCRM's own. `null`: nothing is wrong. */
export function automationProblem(
  settings: AutomationSettings,
  branches: AccountSettings['branches'],
  amocrm: { pipelines: readonly Pipeline[]; taskTypes: readonly TaskType[] },
): ApiFailure | null {
  const creating = branches.find((branch) => branch.createDeals);
  if (settings.newDealStage === null && creating) {
    return problem(
      422,
      'automation.stage_needed',
      `Филиал «${creating.title}» создаёт сделки: этап для новых сделок нужен. Сначала выключите создание.`,
      { branchId: creating.id },
    );
  }
  const unknown =
    unknownStages(amocrm.pipelines, settings.newDealStage ? [settings.newDealStage] : [], {
      movable: true,
    })[0] ??
    unknownStages(amocrm.pipelines, [...settings.hideOnStages, ...settings.protectedStages], {
      movable: false,
    })[0];
  if (unknown) {
    return problem(
      422,
      'automation.unknown_stage',
      'Одного из выбранных этапов в amoCRM нет. Выберите другой.',
      unknown,
    );
  }
  // Not those of the journal: they only say where its button is shown, and a deleted one is named on the page.
  const pipelineId = settings.syncPipelines?.find(
    (id) => !amocrm.pipelines.some((pipeline) => pipeline.id === id),
  );
  if (pipelineId !== undefined) {
    const message = 'Одной из выбранных воронок в amoCRM нет. Выберите другую.';
    return problem(422, 'automation.unknown_pipeline', message, { pipelineId });
  }
  const { enabled, typeId } = settings.task;
  return enabled && !amocrm.taskTypes.some((type) => type.id === typeId)
    ? problem(422, 'automation.unknown_task_type', 'Такого типа задач в amoCRM нет. Выберите другой.', {
        typeId,
      })
    : null;
}

export function matchingProblem(
  settings: MatchingSettings,
  pipelines: readonly Pipeline[],
): ApiFailure | null {
  const unknown = unknownStages(pipelines, settings.stages ?? [], { movable: false })[0];
  return unknown
    ? problem(
        422,
        'matching.unknown_stage',
        'Одного из выбранных этапов в amoCRM нет. Выберите другой.',
        unknown,
      )
    : null;
}
