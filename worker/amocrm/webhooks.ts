import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { parseBody, parseRows } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type Webhook = {
  readonly id: number;
  readonly destination: string;
  readonly settings: readonly string[];
  /** Switched off by amoCRM after too many bad answers (amocrm-api.md §5.2). */
  readonly disabled: boolean;
};

const webhookRow: z.ZodType<Webhook> = z
  .object({
    id: z.number().int(),
    destination: z.string(),
    settings: z.array(z.string()),
    disabled: z.boolean().nullish(),
  })
  .transform((row) => ({ ...row, disabled: row.disabled ?? false }));

export type Webhooks = {
  byDestination(priority: Priority, destination: string): AmocrmResult<Webhook | null>;
  /** Creates or replaces the subscription of this address. */
  subscribe(priority: Priority, destination: string, settings: readonly string[]): AmocrmResult<Webhook>;
  /** Also when there was none. */
  unsubscribe(priority: Priority, destination: string): AmocrmResult<null>;
};

export function createWebhooks(transport: Transport): Webhooks {
  return {
    async byDestination(priority, destination) {
      const reply = await transport.get(priority, 'webhooks', [['filter[destination]', destination]]);
      const rows = reply.ok ? parseRows(reply.value, 'webhooks', webhookRow) : reply;
      return rows.ok ? ok(rows.value.find((hook) => hook.destination === destination) ?? null) : rows;
    },
    async subscribe(priority, destination, settings) {
      const reply = await transport.send(priority, 'POST', 'webhooks', { destination, settings });
      return reply.ok ? parseBody(reply.value, webhookRow) : reply;
    },
    async unsubscribe(priority, destination) {
      const reply = await transport.send(priority, 'DELETE', 'webhooks', { destination });
      return reply.ok || reply.error.kind === 'not_found' ? ok(null) : reply;
    },
  };
}
