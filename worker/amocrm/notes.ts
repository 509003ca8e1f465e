import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { type Created, createdRows, gatherCreations } from './batch.ts';
import type { Gathering } from './gather.ts';
import { parseRows } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type Note = {
  readonly id: number;
  readonly leadId: number;
  readonly type: string;
  readonly text: string;
  readonly createdAt: number;
};

export type NewNote = {
  /** The name in front of the text in the deal's feed. */
  readonly service: string;
  readonly text: string;
};

const noteRow: z.ZodType<Note> = z
  .object({
    id: z.number().int(),
    entity_id: z.number().int(),
    note_type: z.string(),
    // Its shape depends on the type; an empty one comes as a list.
    params: z.union([z.object({ text: z.string().nullish() }), z.array(z.unknown())]).nullish(),
    created_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    leadId: row.entity_id,
    type: row.note_type,
    text: (Array.isArray(row.params) ? null : row.params?.text) ?? '',
    createdAt: row.created_at,
  }));

export type Notes = {
  /** The newest notes of a deal first: the proof of what a creation of unknown outcome did. */
  listNewest(
    priority: Priority,
    leadId: number,
    options: { readonly limit: number },
  ): AmocrmResult<readonly Note[]>;
  create(priority: Priority, leadId: number, note: NewNote): AmocrmResult<Created>;
};

export function createNotes(transport: Transport, gathering: Gathering): Notes {
  const create = gatherCreations<{ leadId: number; note: NewNote }>(transport, gathering, {
    path: 'leads/notes',
    body: ({ leadId, note }) => ({ entity_id: leadId, note_type: 'service_message', params: note }),
    parse: createdRows('notes'),
  });
  return {
    async listNewest(priority, leadId, { limit }) {
      const reply = await transport.get(priority, `leads/${leadId}/notes`, [
        ['order[id]', 'desc'],
        ['limit', String(limit)],
      ]);
      return reply.ok ? parseRows(reply.value, 'notes', noteRow) : reply;
    },
    create: (priority, leadId, note) => create.one(priority, { leadId, note }),
  };
}
