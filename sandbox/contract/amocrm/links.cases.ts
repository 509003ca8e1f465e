import type { ContractCase } from '../framework/case.ts';
import { at, equal, keys, rows, status, that } from '../framework/check.ts';
import { contactId, domain, emptyContactId, leadId, loneLeadId } from './account.ts';
import { onAccount } from './kit.ts';

export const linkCases: readonly ContractCase[] = [
  onAccount('amo-4.5-read', ['§4.5 read', '§4.5 filter'], 'links of a deal', async (amo) => {
    await amo.api('POST', `/leads/${leadId}/link`, [
      { to_entity_id: emptyContactId, to_entity_type: 'contacts' },
    ]);
    const reply = await amo.api('GET', `/leads/${leadId}/links`);
    status(reply, 200);
    equal(at(reply.json, '_total_items'), 2, '_total_items');
    const row = rows(reply.json, '_embedded.links').find((one) => at(one, 'to_entity_id') === contactId);
    equal(
      row,
      { to_entity_id: contactId, to_entity_type: 'contacts', metadata: { main_contact: true } },
      'a row',
    );
    const one = await amo.api(
      'GET',
      `/leads/${leadId}/links?filter[to_entity_id]=${emptyContactId}&filter[to_entity_type]=contacts`,
    );
    equal(
      rows(one.json, '_embedded.links').map((link) => at(link, 'to_entity_id')),
      [emptyContactId],
      'filtered',
    );
  }),
  onAccount('amo-4.5-read-many', ['§4.5 read many'], 'links of several deals', async (amo) => {
    await amo.api('POST', `/leads/${loneLeadId}/link`, [
      { to_entity_id: contactId, to_entity_type: 'contacts' },
    ]);
    const reply = await amo.api(
      'GET',
      `/leads/links?filter[entity_id][]=${leadId}&filter[entity_id][]=${loneLeadId}`,
    );
    status(reply, 200);
    const links = rows(reply.json, '_embedded.links');
    keys(links[0], ['entity_id', 'entity_type', 'to_entity_id', 'to_entity_type', 'metadata'], 'a row');
    equal(links.map((link) => at(link, 'entity_id')).sort(), [leadId, loneLeadId], 'entity_id');
  }),
  onAccount('amo-4.5-link', ['§4.5 link'], 'the documented example', async (amo) => {
    const reply = await amo.api('POST', `/leads/${loneLeadId}/link`, [
      { to_entity_id: contactId, to_entity_type: 'contacts', metadata: { is_main: true } },
    ]);
    status(reply, 200);
    equal(
      reply.json,
      {
        _total_items: 1,
        _links: { self: { href: `https://${domain}/api/v4/leads/${loneLeadId}/links` } },
        _embedded: {
          links: [
            {
              entity_id: loneLeadId,
              entity_type: 'leads',
              to_entity_id: contactId,
              to_entity_type: 'contacts',
              metadata: { main_contact: true },
            },
          ],
        },
      },
      'reply',
    );
  }),
  onAccount('amo-4.5-link-many', ['§4.5 link many'], 'one call, two deals', async (amo) => {
    const reply = await amo.api('POST', '/leads/link', [
      { entity_id: loneLeadId, to_entity_id: contactId, to_entity_type: 'contacts' },
      { entity_id: leadId, to_entity_id: emptyContactId, to_entity_type: 'contacts' },
    ]);
    status(reply, 200);
    equal(rows(reply.json, '_embedded.links').length, 2, 'rows');
  }),
  onAccount('amo-4.5-unlink', ['§4.5 unlink'], 'unlink one, unlink many', async (amo) => {
    status(
      await amo.api('POST', `/leads/${leadId}/unlink`, [
        { to_entity_id: contactId, to_entity_type: 'contacts' },
      ]),
      204,
    );
    const bare = await amo.api('GET', `/leads/${leadId}?with=contacts`);
    equal(at(bare.json, '_embedded.contacts'), [], 'contacts');
    await amo.api('POST', `/leads/${leadId}/link`, [{ to_entity_id: contactId, to_entity_type: 'contacts' }]);
    status(
      await amo.api('POST', '/leads/unlink', [
        { entity_id: leadId, to_entity_id: contactId, to_entity_type: 'contacts' },
      ]),
      204,
      'mass',
    );
    equal(
      at((await amo.api('GET', `/leads/${leadId}?with=contacts`)).json, '_embedded.contacts'),
      [],
      'contacts after the mass call',
    );
  }),
  onAccount('amo-4.5-errors', ['§4.5 errors'], 'links that cannot be', async (amo) => {
    status(
      await amo.api('POST', `/leads/${leadId}/link`, [{ to_entity_id: 1, to_entity_type: 'contacts' }]),
      400,
      'unknown contact',
    );
    const wrong = await amo.api('POST', `/contacts/${contactId}/link`, [
      { to_entity_id: leadId, to_entity_type: 'tasks' },
    ]);
    that(wrong.status === 400, `unknown type: ${wrong.status}`);
  }),
];
