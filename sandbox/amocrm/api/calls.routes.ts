import { Hono } from 'hono';
import { z } from 'zod';
import type { Account, Contact } from '../core/model.ts';
import { createNote } from '../core/notes.ts';
import { perform, type World } from '../core/world.ts';
import type { ApiEnv } from '../http/env.ts';
import { hal, selfLink } from '../http/hal.ts';
import { readItems } from '../http/validation.ts';
import { responsibleProblems } from './entity-input.ts';

const callSchema = z.strictObject({
  direction: z.enum(['inbound', 'outbound']),
  uniq: z.string().optional(),
  duration: z.int().nonnegative(),
  source: z.string(),
  link: z.string().optional(),
  phone: z.string(),
  call_responsible: z.union([z.string(), z.int()]).optional(),
  call_result: z.string().optional(),
  call_status: z.int().min(1).max(7).optional(),
  responsible_user_id: z.int().optional(),
  created_by: z.int().optional(),
  updated_by: z.int().optional(),
  created_at: z.int().optional(),
  updated_at: z.int().optional(),
  request_id: z.string().optional(),
});
type CallInput = z.infer<typeof callSchema>;

function lastTen(phone: string): string {
  return phone.replace(/\D/g, '').slice(-10);
}

/** By the last ten digits (amocrm-api.md §4.12). */
function contactByPhone(account: Account, phone: string): Contact | undefined {
  const wanted = lastTen(phone);
  const phoneFields = account.fields.contacts.filter((field) => field.code === 'PHONE');
  return [...account.contacts.values()].find(
    (contact) =>
      !contact.isDeleted &&
      phoneFields.some((field) =>
        (contact.values.get(field.id) ?? []).some(({ value }) => lastTen(String(value)) === wanted),
      ),
  );
}

function paramsOf(input: CallInput): Record<string, unknown> {
  const { uniq = '', duration, source, link = '', phone, call_responsible, call_result, call_status } = input;
  const given = { uniq, duration, source, link, phone, call_responsible, call_result, call_status };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** A call becomes a note of the contact whose number it is; a number that nobody has is told in `errors`. */
export function callsRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.post('/calls', async (c) => {
    const { account, actor } = c.var;
    const read = await readItems(c, callSchema, (input) =>
      responsibleProblems(account, input.responsible_user_id),
    );
    if (!read.ok) return read.response;
    const errors: unknown[] = [];
    const calls: unknown[] = [];
    perform(world, account, actor.id, (change) => {
      for (const { value, requestId } of read.value) {
        const contact = contactByPhone(account, value.phone);
        if (contact === undefined) {
          errors.push({
            request_id: requestId,
            title: 'Entity not found',
            status: 263,
            detail: `Entity with phone number ${value.phone} not found`,
          });
          continue;
        }
        const note = createNote(change, {
          entityType: 'contacts',
          entityId: contact.id,
          noteType: value.direction === 'inbound' ? 'call_in' : 'call_out',
          params: paramsOf(value),
          createdBy: value.created_by,
          responsibleUserId: value.responsible_user_id ?? contact.responsibleUserId,
        });
        calls.push({
          id: note.id,
          entity_id: contact.id,
          entity_type: 'contact',
          account_id: account.id,
          request_id: requestId,
          ...selfLink(account, `/calls/${note.id}`),
        });
      }
    });
    return hal({ _total_items: calls.length, errors, _embedded: { calls } });
  });

  return app;
}
