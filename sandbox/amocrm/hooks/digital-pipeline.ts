import { z } from 'zod';
import type { Account, Lead } from '../core/model.ts';
import { encodePairs, flatten } from './form.ts';
import { type OutboundReply, send } from './outbound.ts';
import type { PhpValue } from './payload.ts';

/** The widget trigger of the Digital Pipeline (amocrm-api.md §5.4): one attempt, JSON or form. */

const TIMEOUT_MS = 2000;

/** Numbers in the order the reference names the codes in (§5.4: 1, 14–22). */
const eventTypes = { lead_added: 1, lead_status_changed: 14, lead_appeared_in_status: 15 } as const;
export type EventCode = keyof typeof eventTypes;
const eventCodes = ['lead_added', 'lead_status_changed', 'lead_appeared_in_status'] as const;

export const digitalPipelineInput = z.strictObject({
  leadId: z.int(),
  settings: z.record(z.string(), z.string()).default({}),
  direction: z.enum(['went_to_trigger', 'went_in_trigger', 'went_from_trigger']).default('went_to_trigger'),
  format: z.enum(['json', 'form']).default('json'),
  code: z.enum(eventCodes).default('lead_appeared_in_status'),
  url: z.url().optional(),
  /** What the event says; by default where the deal stands. */
  pipelineId: z.int().optional(),
  statusId: z.int().optional(),
  time: z.int().optional(),
});
export type DigitalPipelineInput = z.infer<typeof digitalPipelineInput>;

function bodyOf(
  account: Account,
  lead: Lead,
  input: DigitalPipelineInput,
  nowMs: number,
): { [key: string]: PhpValue } {
  return {
    event: {
      type: eventTypes[input.code],
      type_code: input.code,
      data: {
        id: lead.id,
        element_type: 2,
        status_id: input.statusId ?? lead.statusId,
        pipeline_id: input.pipelineId ?? lead.pipelineId,
        direction_of_movement: input.direction,
      },
      time: input.time ?? Math.floor(nowMs / 1000),
    },
    action: { settings: { widget: { settings: input.settings } } },
    subdomain: account.subdomain,
    account_id: account.id,
  };
}

export function sendDigitalPipeline(
  account: Account,
  lead: Lead,
  url: string,
  input: DigitalPipelineInput,
  nowMs: number,
): Promise<OutboundReply> {
  const body = bodyOf(account, lead, input, nowMs);
  const isJson = input.format === 'json';
  const pairs: [string, string][] = [];
  for (const [key, value] of Object.entries(body)) flatten(key, value, pairs);
  return send({
    method: 'POST',
    url,
    headers: {
      'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'amoCRM-Webhooks/3.0',
    },
    body: isJson ? JSON.stringify(body) : encodePairs(pairs),
    timeoutMs: TIMEOUT_MS,
  });
}
