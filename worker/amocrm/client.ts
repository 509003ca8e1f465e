import { type Accounts, createAccounts } from './account.ts';
import { type Contacts, createContacts } from './contacts.ts';
import { type CustomFields, createCustomFields } from './custom-fields.ts';
import { createEvents, type Events } from './events.ts';
import type { Gathering } from './gather.ts';
import { createLeads, type Leads } from './leads.ts';
import { createLinks, type Links } from './links.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPipelines, type Pipelines } from './pipelines.ts';
import { createTasks, type Tasks } from './tasks.ts';
import { createTransport, type TransportOptions } from './transport.ts';
import { createUsers, type Users } from './users.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export type AmocrmClient = {
  readonly account: Accounts;
  readonly users: Users;
  readonly pipelines: Pipelines;
  readonly leads: Leads;
  readonly contacts: Contacts;
  readonly links: Links;
  readonly customFields: CustomFields;
  readonly tasks: Tasks;
  readonly notes: Notes;
  readonly events: Events;
  readonly webhooks: Webhooks;
};

/** One account. Only an expired token is answered here; what to do about other failures is the caller's decision. */
export function createAmocrmClient(options: TransportOptions & { gathering: Gathering }): AmocrmClient {
  const { gathering } = options;
  const transport = createTransport(options);
  return {
    account: createAccounts(transport),
    users: createUsers(transport),
    pipelines: createPipelines(transport),
    leads: createLeads(transport, gathering),
    contacts: createContacts(transport, gathering),
    links: createLinks(transport),
    customFields: createCustomFields(transport),
    tasks: createTasks(transport, gathering),
    notes: createNotes(transport, gathering),
    events: createEvents(transport),
    webhooks: createWebhooks(transport),
  };
}
