import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmLead, CrmState } from './amocrm.ts';
import type { Product } from './product.ts';

/**
 * The amoCRM double as many waiting tests at once look at it: one reading serves all that ask within this time.
 * It begins after they asked: what a test knows to be done is in what it reads.
 */
const TOGETHER_MS = 300;

export type CrmView = ReturnType<typeof crmView>;

export function crmView(product: Product) {
  let next: Promise<CrmState> | null = null;
  let lastBegan = 0;
  const readNext = async (): Promise<CrmState> => {
    await sleep(Math.max(0, lastBegan + TOGETHER_MS - Date.now()));
    next = null;
    lastBegan = Date.now();
    return product.amocrm.state();
  };
  const state = (): Promise<CrmState> => {
    next ??= readNext();
    return next;
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
