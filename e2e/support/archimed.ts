import { z } from 'zod';
import { post } from '../../sandbox/demo/connect.ts';
import type { Fault } from './amocrm.ts';

/** The ArchiMed+ double from behind the stage. */
const talonSchema = z.looseObject({
  id: z.int(),
  patientId: z.int(),
  doctorId: z.int(),
  date: z.string(),
  begin: z.string(),
  end: z.string(),
  info: z.string(),
  statusId: z.int(),
  deleted: z.boolean(),
});
export type DeskTalon = z.infer<typeof talonSchema>;

const stateSchema = z.looseObject({
  talons: z.array(talonSchema),
  medcards: z.array(z.looseObject({ id: z.int(), lastName: z.string(), firstName: z.string() })),
});

export type Archimed = ReturnType<typeof archimedControl>;

export function archimedControl(url: string) {
  const source = `${url}/_sandbox/sources/zarya`;
  const state = async () => stateSchema.parse(await (await fetch(source)).json());
  return {
    url,
    state,
    talons: async () => (await state()).talons,
    async book(visit: Record<string, unknown>): Promise<DeskTalon> {
      return talonSchema.parse(await post(`${source}/talons`, visit));
    },
    async change(talonId: number, change: Record<string, unknown>): Promise<void> {
      const reply = await fetch(`${source}/talons/${talonId}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(change),
      });
      if (!reply.ok) {
        throw new Error(await reply.text());
      }
    },
    revokeKey: (apiId: string) => post(`${source}/keys/revoke`, { apiId }),
    fault: (fault: Fault) => post(`${url}/_sandbox/faults`, fault),
    async clearFaults(): Promise<void> {
      await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    },
  };
}
