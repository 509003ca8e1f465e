import type { ContractCase } from '../framework/case.ts';
import { at, equal, status } from '../framework/check.ts';
import { seedClinic } from './kit.ts';

export const listCases: readonly ContractCase[] = [
  {
    id: 'archimed-2-total-string',
    facts: ['§2 total'],
    title: 'total is a string',
    async run(context) {
      const clinic = await seedClinic(context);
      const reply = await clinic.api('GET', '/talonstatuses');
      status(reply, 200);
      equal(typeof at(reply.json, 'total'), 'string', 'type of total');
    },
  },
];
