import { type ApiFailure, problem } from '../account/failures.ts';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { suggestMeaning } from '../sync/meaning.ts';
import { unknownStages } from './stages.ts';
import type { StatusesReply, StatusSettings } from './statuses.schemas.ts';

type Named = { id: number; name: string };

/** The clinic's own statuses and our «deleted»; meanings are suggested by name, the administrator decides (product.md §2). */
export function directoryOf(statuses: readonly Named[]): StatusesReply['directory'] {
  return [
    ...statuses.map(({ id, name }) => ({ statusId: id, name, suggestedMeaning: suggestMeaning(name) })),
    { statusId: 'deleted' as const, name: 'Удалена', suggestedMeaning: null },
  ];
}

/** The table and every rule's own; `branchIds`: the account's branches, which conditions may name. */
export function statusesProblem(
  { rows, rules }: Pick<StatusSettings, 'rows' | 'rules'>,
  statuses: readonly Named[],
  pipelines: readonly Pipeline[],
  branchIds: readonly number[],
): ApiFailure | null {
  const table = rowsProblem(rows, statuses, pipelines);
  if (table) {
    return table;
  }
  for (const [index, { when, rows: own }] of rules.entries()) {
    const number = index + 1;
    const pipelineId = when.pipelines?.find((id) => !pipelines.some((pipeline) => pipeline.id === id));
    if (pipelineId !== undefined) {
      const message = `Правило ${number}: такой воронки в amoCRM нет. Выберите другую.`;
      return problem(422, 'statuses.unknown_pipeline', message, { rule: number, pipelineId });
    }
    const branchId = when.branches?.find((id) => !branchIds.includes(id));
    if (branchId !== undefined) {
      const message = `Правило ${number}: такого филиала нет. Выберите другой.`;
      return problem(422, 'statuses.unknown_branch', message, { rule: number, branchId });
    }
    const wrong = rowsProblem(own, statuses, pipelines, { rule: number });
    if (wrong) {
      return { ...wrong, message: `Правило ${number}: ${wrong.message}` };
    }
  }
  return null;
}

function rowsProblem(
  rows: StatusSettings['rows'],
  statuses: readonly Named[],
  pipelines: readonly Pipeline[],
  where: { rule?: number } = {},
): ApiFailure | null {
  const known = new Set<number | 'deleted'>(['deleted', ...statuses.map(({ id }) => id)]);
  const seen = new Set<number | 'deleted'>();
  for (const { statusId, pipelineId, stageId } of rows) {
    if (!known.has(statusId)) {
      const message = `Статуса ${statusId} нет в справочнике этого филиала.`;
      return problem(422, 'statuses.unknown_status', message, { ...where, statusId });
    }
    if (seen.has(statusId)) {
      const name = statuses.find(({ id }) => id === statusId)?.name ?? 'Удалена';
      return problem(422, 'statuses.repeated', `Статус «${name}» указан дважды.`, { ...where, statusId });
    }
    seen.add(statusId);
    if (pipelineId !== null && stageId !== null) {
      const unknown = unknownStages(pipelines, [{ pipelineId, stageId }], { movable: true });
      if (unknown.length > 0) {
        const message = 'Такого этапа в amoCRM нет, или сделку нельзя на него перенести. Выберите другой.';
        return problem(422, 'statuses.unknown_stage', message, {
          ...where,
          statusId,
          pipelineId,
          stageId,
        });
      }
    }
  }
  return null;
}
