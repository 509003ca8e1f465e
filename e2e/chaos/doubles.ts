import { z } from 'zod';
import { post } from '../../sandbox/demo/connect.ts';
import type { Account } from './world.ts';

/** Both doubles from behind the stage: what is true there, and what people do there. */
const stored = z.looseObject({ value: z.unknown(), enumId: z.int().nullish() });
const entity = z.looseObject({
  id: z.int(),
  name: z.string(),
  isDeleted: z.boolean(),
  createdAt: z.int(),
  fields: z.record(z.string(), z.array(stored)),
});
const leadSchema = entity.extend({
  price: z.number(),
  statusId: z.int(),
  pipelineId: z.int(),
  contacts: z.array(z.looseObject({ id: z.int(), isMain: z.boolean() })),
});
const contactSchema = entity.extend({ firstName: z.string(), lastName: z.string() });
const fieldSchema = z.looseObject({
  id: z.int(),
  name: z.string(),
  code: z.string().nullish(),
  enums: z.array(z.looseObject({ id: z.int(), value: z.string() })),
});
const crmSchema = z.looseObject({
  leads: z.array(leadSchema),
  contacts: z.array(contactSchema),
  tasks: z.array(
    z.looseObject({
      id: z.int(),
      text: z.string(),
      entityId: z.int().nullable(),
      isCompleted: z.boolean(),
      completeTill: z.int(),
      createdBy: z.int(),
    }),
  ),
  notes: z.array(
    z.looseObject({ id: z.int(), entityId: z.int(), params: z.looseObject({ text: z.string().optional() }) }),
  ),
  fields: z.looseObject({ leads: z.array(fieldSchema), contacts: z.array(fieldSchema) }),
});
export type CrmState = z.infer<typeof crmSchema>;
export type Lead = z.infer<typeof leadSchema>;
export type Contact = z.infer<typeof contactSchema>;

const talonSchema = z.looseObject({
  id: z.int(),
  patientId: z.int(),
  doctorId: z.int(),
  date: z.string(),
  begin: z.string(),
  end: z.string(),
  room: z.string(),
  info: z.string(),
  statusId: z.int(),
  deleted: z.boolean(),
});
export type Talon = z.infer<typeof talonSchema>;

const clinicSchema = z.looseObject({
  talons: z.array(talonSchema),
  medcards: z.array(
    z.looseObject({ id: z.int(), lastName: z.string(), firstName: z.string(), phone: z.string() }),
  ),
});
export type ClinicState = z.infer<typeof clinicSchema>;

export type Doubles = ReturnType<typeof doublesOf>;

/** A refusal by the double, which is an answer like any other. */
export type Refusal = { refused: string };

export function doublesOf(amocrmUrl: string, archimedUrl: string, account: Account) {
  const crm = `${amocrmUrl}/_sandbox/accounts/${account.id}`;
  const clinic = `${archimedUrl}/_sandbox/sources/${account.sourceId}`;
  let cached: { at: number; state: CrmState } | null = null;
  const crmState = async (): Promise<CrmState> => {
    const at = Date.now();
    const state = crmSchema.parse(await (await fetch(crm)).json());
    cached = { at, state };
    return state;
  };
  return {
    crmState,
    /** Not older than this many milliseconds. */
    recentCrm: async (maxAgeMs: number): Promise<CrmState> =>
      cached && Date.now() - cached.at < maxAgeMs ? cached.state : crmState(),
    clinicState: async (): Promise<ClinicState> => clinicSchema.parse(await (await fetch(clinic)).json()),
    act: (path: string, body: unknown = {}) => post(`${crm}${path}`, body),
    settings: (patch: unknown) => send('PATCH', `${crm}/settings`, patch),
    /** By an administrator who installs the widget (again). */
    install: () => post(`${crm}/install`, { userId: account.setup.admin }),
    desk: (body: unknown) => talon('POST', `${clinic}/talons`, body),
    outside: (body: unknown) => talon('POST', `${clinic}/bookings`, body),
    change: (talonId: number, body: unknown) => talon('PATCH', `${clinic}/talons/${talonId}`, body),
  };
}

async function talon(method: string, url: string, body: unknown): Promise<Talon | Refusal> {
  const reply = await send(method, url, body);
  const text = await reply.text();
  return reply.ok ? talonSchema.parse(JSON.parse(text)) : { refused: text };
}

function send(method: string, url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The first value of a field, by the field's name. */
export function fieldOf(
  fields: CrmState['fields']['leads'],
  holder: Pick<Lead, 'fields'>,
  name: string,
): string {
  const field = fields.find((candidate) => candidate.name === name);
  const first = holder.fields[String(field?.id)]?.[0];
  if (first === undefined) return '';
  const option = field?.enums.find(({ id }) => id === first.enumId);
  return option?.value ?? String(first.value ?? '');
}
