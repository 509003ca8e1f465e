import type { AccountDescription } from '../amocrm/core/description.ts';
import { demoAccount, demoCrm } from '../demo/crm.ts';
import type { SeedName } from './seed-names.ts';
import { seedPerson } from './seed-people.ts';

const LARGE = { deals: 2000, contacts: 5000, firstDeal: 42_000_000, firstContact: 59_000_000 } as const;

export type SeedIntegration = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  disconnectUrl: string | null;
};

/** An account for «Данные» of the control page. The same every time. */
export function seedAccount(
  name: SeedName,
  nowMs: number,
  { disconnectUrl, ...integration }: SeedIntegration,
): AccountDescription {
  const demo = demoAccount({
    ...integration,
    ...(disconnectUrl === null ? {} : { disconnectUrl }),
    nowMs,
  });
  switch (name) {
    case 'demo':
      return demo;
    case 'large':
      return largeAccount(demo, Math.floor(nowMs / 1000));
    case 'empty':
      return { ...demo, contacts: [], leads: [], tasks: [] };
  }
}

/** The demo's deals and contacts stay, so that what is linked stays linked. */
function largeAccount(demo: AccountDescription, now: number): AccountDescription {
  const contacts = demo.contacts ?? [];
  const leads = demo.leads ?? [];
  return {
    ...demo,
    contacts: [
      ...contacts,
      ...Array.from({ length: LARGE.contacts - contacts.length }, (_, index) => {
        const { firstName, lastName, phone } = seedPerson(index);
        return {
          id: LARGE.firstContact + index,
          firstName,
          lastName,
          phones: [phone],
          createdAt: now - index * 600,
        };
      }),
    ],
    leads: [
      ...leads,
      ...Array.from({ length: LARGE.deals - leads.length }, (_, index) => ({
        id: LARGE.firstDeal + index,
        name: `Обращение — ${seedPerson(index * 2).lastName}`,
        price: (index % 12) * 400,
        ...stageOf(index),
        responsibleUserId: index % 2 === 0 ? demoCrm.manager : demoCrm.otherManager,
        createdAt: now - index * 1800,
        contactIds: [LARGE.firstContact + index * 2],
      })),
    ],
  };
}

/** Half of the deals are closed, as in an account of some age. */
function stageOf(index: number): { pipelineId: number; statusId: number } {
  const isRepeat = index % 4 === 3;
  const pipelineId = isRepeat ? demoCrm.repeatPipeline : demoCrm.primaryPipeline;
  const { fresh, inWork, booked, confirmed } = isRepeat ? demoCrm.repeatStages : demoCrm.stages;
  const statusId = [fresh, 142, inWork, 143, booked, 142, confirmed, 143][index % 8] ?? fresh;
  return { pipelineId, statusId };
}
