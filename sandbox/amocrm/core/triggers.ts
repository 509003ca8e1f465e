import type { HookItem } from '../hooks/payload.ts';

/** Actions of the Digital Pipeline: what a stage does when a deal comes or goes (amocrm-api.md §5.4). */

export const directions = ['went_to_trigger', 'went_in_trigger', 'went_from_trigger'] as const;
/** `went_to`: on a move or a creation; `went_in`: on a move; `went_from`: on leaving. */
export type Direction = (typeof directions)[number];

export type TriggerAction =
  | { kind: 'widget'; settings: Record<string, string> }
  | { kind: 'webhook'; url: string };

export type StageTrigger = {
  id: number;
  pipelineId: number;
  statusId: number;
  direction: Direction;
  action: TriggerAction;
  createdBy: number;
  createdAt: number;
};

type Place = { pipelineId: number; statusId: number };
export type StageMove = { leadId: number; from: Place | null; to: Place };

/** The moves and creations among the hooks of one operation. */
export function movesOf(items: readonly HookItem[]): StageMove[] {
  return items.flatMap(({ root, action, data }): StageMove[] => {
    if (root !== 'leads' || (action !== 'add' && action !== 'status')) return [];
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
    const to = { pipelineId: Number(data.pipeline_id), statusId: Number(data.status_id) };
    const from =
      action === 'add'
        ? null
        : {
            pipelineId: Number(data.old_pipeline_id ?? data.pipeline_id),
            statusId: Number(data.old_status_id),
          };
    return [{ leadId: Number(data.id), from, to }];
  });
}

function isAt(trigger: StageTrigger, place: Place | null): boolean {
  return trigger.pipelineId === place?.pipelineId && trigger.statusId === place.statusId;
}

export function dueTriggers(triggers: readonly StageTrigger[], move: StageMove): StageTrigger[] {
  return triggers.filter((trigger) => {
    if (trigger.direction === 'went_from_trigger') return isAt(trigger, move.from);
    return isAt(trigger, move.to) && (trigger.direction === 'went_to_trigger' || move.from !== null);
  });
}
