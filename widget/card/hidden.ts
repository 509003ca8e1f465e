import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { DealCard } from '../amocrm/card-context.ts';

/** «Скрывать окно записи на этапах»: nothing new is booked there; the visits there are stay in reach. */
export function isHiddenOn(me: Pick<MeReply, 'hideOnStages'>, card: DealCard): boolean {
  return me.hideOnStages.some(
    ({ pipelineId, stageId }) => pipelineId === card.pipelineId && stageId === card.stageId,
  );
}
