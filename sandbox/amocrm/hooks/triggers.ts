import type { Account, Lead } from '../core/model.ts';
import { dueTriggers, movesOf, type StageMove, type StageTrigger } from '../core/triggers.ts';
import { type EventCode, sendDigitalPipeline } from './digital-pipeline.ts';
import { encodePairs, flatten } from './form.ts';
import { type OutboundReply, send } from './outbound.ts';
import type { HookItem } from './payload.ts';

const TIMEOUT_MS = 2000;
const KEPT = 2000;

export type TriggerDelivery = {
  id: number;
  accountId: number;
  triggerId: number;
  leadId: number;
  kind: StageTrigger['action']['kind'];
  url: string;
  atMs: number;
  /** `null` while on its way. There is no second attempt after a bad answer (amocrm-api.md §5.4). */
  reply: OutboundReply | null;
};

export type TriggerSender = {
  announce(account: Account, webhookUrl: string | undefined, items: readonly HookItem[]): void;
  deliveries(): readonly TriggerDelivery[];
  clear(): void;
};

function codeOf(trigger: StageTrigger, move: StageMove): EventCode {
  if (move.from === null) return 'lead_added';
  return trigger.direction === 'went_to_trigger' ? 'lead_appeared_in_status' : 'lead_status_changed';
}

/** "API: send webhook": a form with the deal's place, old and new. */
function sendWebhook(url: string, move: StageMove): Promise<OutboundReply> {
  const pairs: [string, string][] = [];
  flatten(
    `leads[${move.from === null ? 'add' : 'status'}][0]`,
    {
      id: move.leadId,
      pipeline_id: move.to.pipelineId,
      status_id: move.to.statusId,
      old_pipeline_id: move.from?.pipelineId,
      old_status_id: move.from?.statusId,
    },
    pairs,
  );
  return send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'amoCRM-Webhooks/3.0' },
    body: encodePairs(pairs),
    timeoutMs: TIMEOUT_MS,
  });
}

function sendWidget(
  account: Account,
  lead: Lead,
  url: string,
  trigger: StageTrigger,
  move: StageMove,
  nowMs: number,
): Promise<OutboundReply> {
  // A deal that leaves is told about with the place it left.
  const place = trigger.direction === 'went_from_trigger' && move.from !== null ? move.from : move.to;
  return sendDigitalPipeline(
    account,
    lead,
    url,
    {
      leadId: lead.id,
      settings: trigger.action.kind === 'widget' ? trigger.action.settings : {},
      direction: trigger.direction,
      format: account.settings.digitalPipelineFormat ?? 'json',
      code: codeOf(trigger, move),
      ...place,
    },
    nowMs,
  );
}

export function createTriggerSender(nowMs: () => number): TriggerSender {
  let log: TriggerDelivery[] = [];
  let lastId = 0;

  function start(
    account: Account,
    trigger: StageTrigger,
    move: StageMove,
    webhookUrl: string | undefined,
  ): void {
    const lead = account.leads.get(move.leadId);
    const isWidget = trigger.action.kind === 'widget';
    const url = trigger.action.kind === 'widget' ? webhookUrl : trigger.action.url;
    if (lead === undefined || url === undefined || (isWidget && !account.widget.installed)) return;
    const atMs = nowMs();
    // At least once (amocrm-api.md §5.6): the second copy says the very same.
    const copies = account.settings.hooks.double ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      lastId += 1;
      const delivery: TriggerDelivery = {
        id: lastId,
        accountId: account.id,
        triggerId: trigger.id,
        leadId: lead.id,
        kind: trigger.action.kind,
        url,
        atMs,
        reply: null,
      };
      log = [...log, delivery].slice(-KEPT);
      const sending = isWidget ? sendWidget(account, lead, url, trigger, move, atMs) : sendWebhook(url, move);
      void sending.then((reply) => {
        delivery.reply = reply;
      });
    }
  }

  return {
    announce(account, webhookUrl, items) {
      const triggers = account.widget.triggers ?? [];
      if (triggers.length === 0) return;
      for (const move of movesOf(items)) {
        for (const trigger of dueTriggers(triggers, move)) start(account, trigger, move, webhookUrl);
      }
    },
    deliveries: () => log,
    clear() {
      log = [];
    },
  };
}
