import { globalAgent } from 'node:https';
import { connect } from 'node:net';
import { Client } from 'amocrm-js';
import { z } from 'zod';
import { post } from '../../sandbox/demo/connect.ts';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { phoneOf } from '../clinic/clinic.ts';
import { integration } from '../runtime/start.ts';

/**
 * The usual integration: `amocrm-js` (npm), visit by visit, each step a request. It is given what it needs to be good at it
 * (deals of a contact come with the contact; the deal of a visit it already knows).
 */
export type Peer = {
  /** A visit of somebody new: who is it, then contact, deal, note. */
  unknown(number: number): Promise<PeerVisit>;
  /** Another visit of the same person: who is it, which deals are there, deal, note. */
  known(visit: PeerVisit): Promise<void>;
  /** The deal as it stands, then stage and field. */
  changed(visit: PeerVisit, stageId: number): Promise<void>;
};

export type PeerVisit = { phone: string; contactId: number; leadId: number };

/** The client makes an empty object of an answer without a body: nothing found. */
const contactPage = z.object({
  _embedded: z
    .object({
      contacts: z.array(
        z.object({
          id: z.int(),
          custom_fields_values: z
            .array(z.object({ field_id: z.int(), values: z.array(z.object({ value: z.unknown() })) }))
            .nullish(),
          _embedded: z.object({ leads: z.array(z.object({ id: z.int() })) }),
        }),
      ),
    })
    .optional(),
});

const PHONE_FIELD = 1_479_007;
const CITY_FIELD = 1_480_021;

export async function startPeer(
  amocrmUrl: string,
  account: { id: number; subdomain: string },
  redirectUri: string,
): Promise<Peer> {
  leadTo(amocrmUrl);
  const issued = await post(`${amocrmUrl}/_sandbox/accounts/${account.id}/install`, {
    userId: demoCrm.admin,
    deliver: false,
  });
  const { code } = z.object({ code: z.string() }).parse(issued);
  const client = new Client({
    domain: account.subdomain,
    auth: {
      client_id: integration.clientId,
      client_secret: integration.clientSecret,
      redirect_uri: redirectUri,
      code,
    },
  });
  await client.connection.connect();

  // Its own types know no deals of a contact.
  const findContact = async (phone: string) => {
    const page = await client.request.get('/api/v4/contacts', { query: phone.slice(-10), with: 'leads' });
    const contacts = contactPage.parse(page.data)._embedded?.contacts ?? [];
    // The search is fuzzy: without this look it would book everybody on somebody else.
    return contacts.find((contact) => hasPhone(contact.custom_fields_values ?? [], phone)) ?? null;
  };
  const createDeal = async (contactId: number): Promise<number> => {
    const [lead] = await client.leads.create([
      {
        name: 'Запись',
        pipeline_id: demoCrm.primaryPipeline,
        status_id: demoCrm.stages.booked,
        custom_fields_values: [{ field_id: CITY_FIELD, values: [{ value: 'Кабинет 11' }] }],
        _embedded: { contacts: [{ id: contactId }] },
      },
    ]);
    const leadId = known(lead?.id);
    await client.request.post(`/api/v4/leads/${leadId}/notes`, [
      { note_type: 'common', params: { text: 'Запись создана' } },
    ]);
    return leadId;
  };

  return {
    async unknown(number) {
      const phone = phoneOf(number);
      const found = await findContact(phone);
      const [made] = found
        ? [found]
        : await client.contacts.create([
            {
              name: `Пациентов${number} Анна`,
              custom_fields_values: [
                { field_id: PHONE_FIELD, values: [{ value: phone, enum_code: 'WORK' }] },
              ],
            },
          ]);
      const contactId = known(made?.id);
      return { phone, contactId, leadId: await createDeal(contactId) };
    },
    async known({ phone }) {
      const contact = await findContact(phone);
      for (const { id } of contact?._embedded.leads ?? []) {
        await client.leads.getById(id);
      }
      await createDeal(known(contact?.id));
    },
    async changed({ leadId }, stageId) {
      await client.leads.getById(leadId, { with: ['contacts'] });
      await client.leads.update([
        {
          id: leadId,
          status_id: stageId,
          custom_fields_values: [{ field_id: CITY_FIELD, values: [{ value: `Этап ${stageId}` }] }],
        },
      ]);
    },
  };
}

function hasPhone(
  fields: ReadonlyArray<{ field_id: number; values: ReadonlyArray<{ value?: unknown }> }>,
  phone: string,
): boolean {
  return fields.some(
    ({ field_id, values }) => field_id === PHONE_FIELD && values.some(({ value }) => value === phone),
  );
}

function known(id: number | undefined): number {
  if (id === undefined) {
    throw new Error('the double answered without an id');
  }
  return id;
}

/** The client insists on https and amoCRM's hosts: what it sends there arrives at the double, unchanged. */
function leadTo(amocrmUrl: string): void {
  const { hostname, port } = new URL(amocrmUrl);
  globalAgent.createConnection = () => connect(Number(port), hostname);
}
