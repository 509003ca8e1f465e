import type { ContractCase } from '../framework/case.ts';
import { equal, status } from '../framework/check.ts';
import { onAccount } from './kit.ts';

export const codeCases: readonly ContractCase[] = [
  onAccount(
    'amo-3.3-unknown-id-204',
    ['§3.3 unknown id'],
    'an unknown id is 204 without a body',
    async (amo) => {
      for (const entity of ['leads', 'contacts', 'tasks']) {
        const reply = await amo.api('GET', `/${entity}/999`);
        status(reply, 204, entity);
        equal(reply.text, '', `body of ${entity}/999`);
      }
    },
  ),
];
