import type { CrmLead, CrmState } from './amocrm.ts';
import type { Product } from './product.ts';

/** The amoCRM double as many waiting tests at once look at it: one reading serves all that ask within a moment. */
const FRESH_MS = 300;

export type CrmView = ReturnType<typeof crmView>;

export function crmView(product: Product) {
  let reading: { at: number; state: Promise<CrmState> } | null = null;
  const state = (): Promise<CrmState> => {
    if (!reading || Date.now() - reading.at > FRESH_MS) {
      reading = { at: Date.now(), state: product.amocrm.state() };
    }
    return reading.state;
  };
  const value = (all: CrmState, lead: CrmLead, title: string): unknown => {
    const field = all.fields.leads.find(({ name }) => name === title);
    return lead.fields[String(field?.id)]?.[0]?.value;
  };
  const lead = async (id: number): Promise<CrmLead> => {
    const found = (await state()).leads.find((candidate) => candidate.id === id);
    if (!found) {
      throw new Error(`no lead ${id}`);
    }
    return found;
  };
  return {
    lead,
    field: async (id: number, title: string) => value(await state(), await lead(id), title),
    /** The first words of its notes, oldest first. */
    notes: async (id: number) =>
      (await state()).notes
        .filter((note) => note.entityId === id)
        .map((note) => (note.params.text ?? '').split(':')[0]),
    task: async (id: number) =>
      (await state()).tasks.find((task) => task.entityId === id && task.text.startsWith('Подтвердить')),
    /** The deals that carry this talon's id and this branch's. */
    async dealsOf(branchId: number, talonIds: readonly number[]): Promise<CrmLead[]> {
      const all = await state();
      const ids = talonIds.map(String);
      return all.leads.filter(
        (candidate) =>
          ids.includes(String(value(all, candidate, 'ID записи ArchiMed+'))) &&
          value(all, candidate, 'ID филиала ArchiMed+') === String(branchId),
      );
    },
  };
}
