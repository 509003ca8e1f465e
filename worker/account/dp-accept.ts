import type { ActionEvent } from '../amocrm/digital-pipeline.ts';
import { readDpAction } from '../settings/dp-action.schemas.ts';
import type { AccountContext } from './context.ts';
import { insertEvent, isRepeated } from './inbox.ts';

/** An action of the Digital Pipeline became due: durable when this returns. false: it was delivered before. */
export async function acceptAction(
  ctx: AccountContext,
  event: ActionEvent,
  settings: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { dealId, pipelineId, stageId, hasLeft, time } = event;
  const hash = await ctx.hasher();
  const chosen = Object.entries(settings).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const digest = hash(JSON.stringify(['dp', dealId, chosen, time]));
  const lane = actionLane(dealId);
  const isNew = ctx.store.transaction(() => {
    if (isRepeated(ctx.store, lane, digest, true)) {
      return false;
    }
    const now = ctx.clock.now();
    insertEvent(ctx.store, {
      kind: 'lead.dp_action',
      lane,
      digest,
      at: now,
      payload: {
        origin: 'hook',
        action: readDpAction(settings.dp_action),
        stage: { pipelineId, stageId },
        hasLeft,
      },
      dealId,
      dueAt: now,
    });
    return true;
  });
  if (isNew) {
    ctx.wake();
  }
  return isNew;
}

/** Of its own: hooks of the deal are hints that cover each other, an action is to be carried out. */
export function actionLane(dealId: number): string {
  return `dp:${dealId}`;
}
