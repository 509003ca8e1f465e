import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { parseRows } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type LinkedEntity = 'leads' | 'contacts' | 'companies';

export type EntityLink = {
  readonly toId: number;
  readonly toType: string;
  readonly isMain: boolean;
};

const linkRow: z.ZodType<EntityLink> = z
  .object({
    to_entity_id: z.number().int(),
    to_entity_type: z.string(),
    metadata: z.object({ main_contact: z.boolean().nullish() }).nullish(),
  })
  .transform((row) => ({
    toId: row.to_entity_id,
    toType: row.to_entity_type,
    isMain: row.metadata?.main_contact ?? false,
  }));

export type Links = {
  list(priority: Priority, entity: LinkedEntity, id: number): AmocrmResult<readonly EntityLink[]>;
  /** Repeating it changes nothing. */
  linkContact(
    priority: Priority,
    leadId: number,
    contactId: number,
    options: { readonly isMain: boolean },
  ): AmocrmResult<null>;
  unlinkContact(priority: Priority, leadId: number, contactId: number): AmocrmResult<null>;
};

export function createLinks(transport: Transport): Links {
  const contact = (id: number) => ({ to_entity_id: id, to_entity_type: 'contacts' });
  return {
    async list(priority, entity, id) {
      const reply = await transport.get(priority, `${entity}/${id}/links`);
      return reply.ok ? parseRows(reply.value, 'links', linkRow) : reply;
    },
    async linkContact(priority, leadId, contactId, { isMain }) {
      const body = [{ ...contact(contactId), ...(isMain ? { metadata: { is_main: true } } : {}) }];
      const reply = await transport.send(priority, 'POST', `leads/${leadId}/link`, body);
      const rows = reply.ok ? parseRows(reply.value, 'links', linkRow) : reply;
      return rows.ok ? ok(null) : rows;
    },
    async unlinkContact(priority, leadId, contactId) {
      const reply = await transport.send(priority, 'POST', `leads/${leadId}/unlink`, [contact(contactId)]);
      return reply.ok ? ok(null) : reply;
    },
  };
}
