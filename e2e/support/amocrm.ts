import { z } from 'zod';
import { post } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';

/** The amoCRM double from behind the stage. */
const value = z.looseObject({ value: z.unknown(), enumId: z.int().nullish() });
const entity = z.looseObject({ id: z.int(), fields: z.record(z.string(), z.array(value)) });
const leadSchema = entity.extend({
  name: z.string(),
  price: z.number(),
  statusId: z.int(),
  pipelineId: z.int(),
  isDeleted: z.boolean(),
  contacts: z.array(z.looseObject({ id: z.int() })),
});
const stateSchema = z.looseObject({
  leads: z.array(leadSchema),
  contacts: z.array(entity.extend({ name: z.string() })),
  tasks: z.array(
    z.looseObject({
      id: z.int(),
      text: z.string(),
      entityId: z.int().nullable(),
      isCompleted: z.boolean(),
      completeTill: z.int(),
    }),
  ),
  notes: z.array(
    z.looseObject({ id: z.int(), entityId: z.int(), params: z.looseObject({ text: z.string().optional() }) }),
  ),
  fields: z.looseObject({ leads: z.array(z.looseObject({ id: z.int(), name: z.string() })) }),
});
export type CrmState = z.infer<typeof stateSchema>;
export type CrmLead = z.infer<typeof leadSchema>;

export type Fault = {
  kind: string;
  method?: string;
  path?: string;
  times?: number;
  delayMs?: number;
  status?: number;
  message?: string;
  /** Of the ArchiMed+ double only. */
  sourceId?: string;
};

export type Amocrm = ReturnType<typeof amocrmControl>;

export function amocrmControl(url: string) {
  const account = `${url}/_sandbox/accounts/${demoCrm.accountId}`;
  const state = async (): Promise<CrmState> => stateSchema.parse(await (await fetch(account)).json());
  return {
    url,
    state,
    async lead(id: number): Promise<CrmLead> {
      const found = (await state()).leads.find((lead) => lead.id === id);
      if (!found) {
        throw new Error(`no lead ${id}`);
      }
      return found;
    },
    /** The first value of a lead's field, by the field's name. */
    async field(leadId: number, name: string): Promise<unknown> {
      const all = await state();
      const field = all.fields.leads.find((candidate) => candidate.name === name);
      return all.leads.find((lead) => lead.id === leadId)?.fields[String(field?.id)]?.[0]?.value;
    },
    notesOf: async (leadId: number) =>
      (await state()).notes.filter((note) => note.entityId === leadId).map((note) => note.params.text ?? ''),
    /** null: tasks of nobody’s. */
    tasksOf: async (leadId: number | null) =>
      (await state()).tasks.filter((task) => task.entityId === leadId),
    act: (path: string, body: unknown = {}) => post(`${account}${path}`, body),
    async settings(patch: unknown): Promise<void> {
      const reply = await fetch(`${account}/settings`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(patch),
      });
      if (!reply.ok) {
        throw new Error(await reply.text());
      }
    },
    async token(userId: number, overrides?: unknown): Promise<string> {
      const reply = await post(`${account}/disposable-token`, {
        userId,
        ...(overrides ? { overrides } : {}),
      });
      return z.object({ token: z.string() }).parse(reply).token;
    },
    fault: (fault: Fault) => post(`${url}/_sandbox/faults`, fault),
    async clearFaults(): Promise<void> {
      await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    },
    async requests(): Promise<{ method: string; path: string; status: number | null }[]> {
      const reply = await (await fetch(`${url}/_sandbox/requests`)).json();
      return z
        .object({
          requests: z.array(
            z.looseObject({ method: z.string(), path: z.string(), status: z.int().nullable() }),
          ),
        })
        .parse(reply).requests;
    },
    async hooks(): Promise<{ destination: string; state: string; body: string }[]> {
      const reply = await (await fetch(`${url}/_sandbox/hooks`)).json();
      return z
        .object({
          hooks: z.array(z.looseObject({ destination: z.string(), state: z.string(), body: z.string() })),
        })
        .parse(reply).hooks;
    },
  };
}
