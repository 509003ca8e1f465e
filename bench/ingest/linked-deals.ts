import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Account, installAccount } from '../accounts.ts';
import { openClinic } from '../clinic/clinic.ts';
import { connect } from '../clinic/connect.ts';
import type { LinkedDeal } from './hook-forms.ts';

/** An account at work: visits of its clinic have deals, so a hook of such a deal concerns the product. */
export type BusyAccount = { account: Account; deals: LinkedDeal[] };

type Addresses = { workerUrl: string; amocrmUrl: string; archimedUrl: string };

const stateSchema = z.object({
  leads: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      fields: z.record(z.string(), z.array(z.looseObject({ value: z.unknown() }))),
    }),
  ),
  notes: z.array(z.unknown()),
  fields: z.object({ leads: z.array(z.object({ id: z.int(), name: z.string() })) }),
});

export async function busyAccount(
  addresses: Addresses,
  number: number,
  visits: number,
): Promise<BusyAccount> {
  const { amocrmUrl, archimedUrl, workerUrl } = addresses;
  const account = await installAccount(amocrmUrl, workerUrl, number);
  const clinic = await openClinic(archimedUrl, account.subdomain);
  const { hintPoll } = await connect(addresses, account, clinic);
  await clinic.bookNewcomers(visits);
  await hintPoll();
  return { account, deals: await dealsOf(amocrmUrl, account, visits) };
}

/** The note is the last that is written. */
async function dealsOf(amocrmUrl: string, account: Account, visits: number): Promise<LinkedDeal[]> {
  for (let tries = 0; tries < 180; tries += 1) {
    const reply = await fetch(`${amocrmUrl}/_sandbox/accounts/${account.id}`);
    const { leads, notes, fields } = stateSchema.parse(await reply.json());
    if (notes.length >= visits) {
      const nameOf = new Map(fields.leads.map((field) => [String(field.id), field.name]));
      // The newest have the highest ids.
      return leads.slice(-visits).map((lead) => ({
        accountId: account.id,
        subdomain: account.subdomain,
        id: lead.id,
        name: lead.name,
        fields: Object.entries(lead.fields).map(([id, values]) => ({
          id: Number(id),
          name: nameOf.get(id) ?? '',
          values: values.map(({ value }) => String(value)),
        })),
      }));
    }
    await sleep(1000);
  }
  throw new Error(`account ${account.id}: the visits have no deals after three minutes`);
}
