import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { parseOne, readPages } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type User = {
  readonly id: number;
  readonly name: string;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
};

const userRow: z.ZodType<User> = z
  .object({
    id: z.number().int(),
    name: z.string().nullish(),
    rights: z.object({ is_admin: z.boolean().nullish(), is_active: z.boolean().nullish() }),
  })
  .transform(({ id, name, rights }) => ({
    id,
    name: name ?? '',
    isAdmin: rights.is_admin ?? false,
    isActive: rights.is_active ?? false,
  }));

/** For tokens of administrators only, and slow: keep what they answer (amocrm-api.md §4.10). */
export type Users = {
  list(priority: Priority): AmocrmResult<readonly User[]>;
  byId(priority: Priority, id: number): AmocrmResult<User | null>;
};

const MOST_PAGES = 20;

export function createUsers(transport: Transport): Users {
  return {
    async list(priority) {
      const pages = await readPages(transport, priority, {
        path: 'users',
        key: 'users',
        row: userRow,
        maxPages: MOST_PAGES,
      });
      return pages.ok ? { ok: true, value: pages.value.rows } : pages;
    },
    async byId(priority, id) {
      const reply = await transport.get(priority, `users/${id}`);
      return reply.ok ? parseOne(reply.value, userRow) : reply;
    },
  };
}
