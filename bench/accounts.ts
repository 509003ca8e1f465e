import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { post } from '../sandbox/demo/connect.ts';
import { demoAccount, demoCrm } from '../sandbox/demo/crm.ts';
import { integration } from './runtime/start.ts';

/** Accounts of the amoCRM double, installed as amoCRM installs a widget: the Worker is known by its addresses only. */
export type Account = { id: number; subdomain: string; hookUrl: string };

const FIRST_ID = 33_000_000;
/** More than one page of a list: an answer that ignored a filter is not by chance the right one. */
const OLDER = 300;

const state = z.object({
  webhooks: z.array(z.object({ destination: z.string() })),
});

/** Deals and contacts of the demo are left out: people nobody asks about stand there instead. */
export async function installAccount(amocrmUrl: string, workerUrl: string, number: number): Promise<Account> {
  const id = FIRST_ID + number;
  const subdomain = `bench${number}`;
  const {
    leads: _leads,
    contacts: _contacts,
    tasks: _tasks,
    ...description
  } = demoAccount({
    ...integration,
    redirectUri: `${workerUrl}/oauth/amocrm/callback`,
  });
  await post(`${amocrmUrl}/_sandbox/accounts`, {
    ...description,
    id,
    subdomain,
    domain: `${subdomain}.amocrm.ru`,
    ...older(),
  });
  await limits(amocrmUrl, id, { rps: 0, sharedRps: 0 });
  await post(`${amocrmUrl}/_sandbox/accounts/${id}/install`, { userId: demoCrm.admin });
  return { id, subdomain, hookUrl: await subscribed(amocrmUrl, id) };
}

function older() {
  const places = Array.from({ length: OLDER }, (_, index) => index);
  const { firstLead, firstContact, primaryPipeline, stages } = demoCrm;
  return {
    contacts: places.map((place) => ({ id: firstContact + place, name: `Давний клиент ${place + 1}` })),
    leads: places.map((place) => ({
      id: firstLead + place,
      name: `Давняя заявка ${place + 1}`,
      pipelineId: primaryPipeline,
      statusId: stages.fresh,
      contactIds: [firstContact + place],
    })),
  };
}

export async function limits(amocrmUrl: string, accountId: number, settings: object): Promise<void> {
  const reply = await fetch(`${amocrmUrl}/_sandbox/accounts/${accountId}/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (!reply.ok) {
    throw new Error(`settings of account ${accountId}: ${await reply.text()}`);
  }
}

/** The last step of an installation is the subscription. */
async function subscribed(amocrmUrl: string, accountId: number): Promise<string> {
  for (let tries = 0; tries < 300; tries += 1) {
    const reply = await fetch(`${amocrmUrl}/_sandbox/accounts/${accountId}`);
    const [hook] = state.parse(await reply.json()).webhooks;
    if (hook) {
      return hook.destination;
    }
    await sleep(100);
  }
  throw new Error(`account ${accountId} was not installed within 30 s`);
}
