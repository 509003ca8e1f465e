import { z } from 'zod';

/** What a note of each type carries (amocrm-api.md §4.8); other types are only read. */

const text = z.strictObject({ text: z.string() });
const call = z.strictObject({
  uniq: z.string(),
  duration: z.int(),
  source: z.string(),
  link: z.string().nullable(),
  phone: z.string(),
  /** A user's id or a name. */
  call_responsible: z.union([z.int(), z.string()]).optional(),
  call_result: z.string().optional(),
  call_status: z.int().min(1).max(7).optional(),
});
const service = z.strictObject({ service: z.string(), text: z.string() });
const cashier = z.strictObject({ status: z.enum(['created', 'shown', 'canceled']), text: z.string() });
const coordinate = z.union([z.string(), z.number()]);
const place = z.strictObject({
  text: z.string(),
  address: z.string(),
  longitude: coordinate,
  latitude: coordinate,
});
const sms = z.strictObject({ text: z.string(), phone: z.string() });
const attachment = z.strictObject({
  file_uuid: z.string(),
  version_uuid: z.string().optional(),
  file_name: z.string(),
});

function ofEveryType<F extends z.core.$ZodLooseShape>(fields: F) {
  const note = <T extends string, P extends z.ZodType>(type: T, params: P) =>
    z.strictObject({ ...fields, note_type: z.literal(type), params });
  return z.discriminatedUnion('note_type', [
    note('common', text),
    note('call_in', call),
    note('call_out', call),
    note('service_message', service),
    note('extended_service_message', service),
    note('message_cashier', cashier),
    note('geolocation', place),
    note('sms_in', sms),
    note('sms_out', sms),
    note('attachment', attachment),
  ]);
}

const written = {
  created_by: z.int().optional(),
  responsible_user_id: z.int().optional(),
  is_need_to_trigger_digital_pipeline: z.boolean().optional(),
  request_id: z.string().optional(),
};

export const noteCreateSchema = ofEveryType({ ...written, entity_id: z.int() });
export const noteUpdateSchema = ofEveryType({ ...written, id: z.int(), entity_id: z.int().optional() });

export type NoteCreate = z.infer<typeof noteCreateSchema>;
export type NoteUpdate = z.infer<typeof noteUpdateSchema>;
