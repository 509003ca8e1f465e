import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { parseBody } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type TaskType = { readonly id: number; readonly name: string; readonly code: string | null };

export type Account = {
  readonly id: number;
  readonly name: string;
  readonly subdomain: string;
  /** Whose grant the token is. */
  readonly currentUserId: number;
  readonly timeZone: string;
  /** Where false, `filter[…]` on deals and contacts is ignored without a word (amocrm-api.md §4.11). */
  readonly filtersEnabled: boolean;
  readonly taskTypes: readonly TaskType[];
};

const accountBody: z.ZodType<Account> = z
  .object({
    id: z.number().int(),
    name: z.string(),
    subdomain: z.string(),
    current_user_id: z.number().int(),
    is_api_filter_enabled: z.boolean().nullish(),
    _embedded: z.object({
      task_types: z.array(z.object({ id: z.number().int(), name: z.string(), code: z.string().nullish() })),
      datetime_settings: z.object({ timezone: z.string() }),
    }),
  })
  .transform((body) => ({
    id: body.id,
    name: body.name,
    subdomain: body.subdomain,
    currentUserId: body.current_user_id,
    timeZone: body._embedded.datetime_settings.timezone,
    filtersEnabled: body.is_api_filter_enabled ?? false,
    taskTypes: body._embedded.task_types.map(({ id, name, code }) => ({ id, name, code: code ?? null })),
  }));

export type Accounts = { current(priority: Priority): AmocrmResult<Account> };

export function createAccounts(transport: Transport): Accounts {
  return {
    async current(priority) {
      const wanted = 'task_types,datetime_settings,is_api_filter_enabled';
      const reply = await transport.get(priority, 'account', [['with', wanted]]);
      return reply.ok ? parseBody(reply.value, accountBody) : reply;
    },
  };
}
