import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, installAccount, limits } from '../accounts.ts';
import { type Clinic, openClinic, statusIds, type Talon } from '../clinic/clinic.ts';
import { type Connected, connect, stageFor } from '../clinic/connect.ts';
import { type Crm, type CrmState, crmOf } from './crm.ts';
import type { Case } from './minimum.ts';

/** The whole product on both doubles: what it asked amoCRM for while the clinic's visits came and changed. */
export type Part = { of: Case; requests: Map<string, number> };

/** Longer than any batch waits for company, so that a gap in the work is not taken for its end. */
const QUIET_MS = 12_000;
const LOOK_MS = 2_000;
/** One-by-one lookups are held to six a second by the product itself. */
const MS_A_VISIT = 2_000;

type Addresses = { workerUrl: string; amocrmUrl: string; archimedUrl: string };

export async function measureProduct(
  addresses: Addresses,
  options: { number: number; visits: number; filters: boolean },
): Promise<Part[]> {
  const { amocrmUrl, archimedUrl, workerUrl } = addresses;
  const account: Account = await installAccount(amocrmUrl, workerUrl, options.number);
  await limits(amocrmUrl, account.id, { filtersEnabled: options.filters });
  const clinic: Clinic = await openClinic(archimedUrl, account.subdomain);
  const connected: Connected = await connect(addresses, account, clinic);
  const crm: Crm = crmOf(amocrmUrl, account.id);
  const n = options.visits;
  await crm.quiet(QUIET_MS);
  await crm.takeRequests();

  const measure = async (
    of: Case,
    happens: () => Promise<readonly Talon[]>,
    isDone: (now: CrmState, before: CrmState) => boolean,
  ): Promise<{ part: Part; talons: readonly Talon[] }> => {
    const before = await crm.state();
    const startedAt = Date.now();
    const talons = await happens();
    await connected.hintPoll();
    const until = Date.now() + 60_000 + n * MS_A_VISIT;
    while (!isDone(await crm.state(), before)) {
      if (Date.now() > until) {
        throw new Error(`${of}: amoCRM does not show what happened at the clinic.`);
      }
      await sleep(LOOK_MS);
    }
    console.log(
      `  ${of}${options.filters ? '' : ', no filters'}: done within ${Math.ceil((Date.now() - startedAt) / 1000)} s`,
    );
    await crm.quiet(QUIET_MS);
    assertOnce(of, await crm.state(), before, n);
    return { part: { of, requests: await crm.takeRequests() }, talons };
  };

  const unknown = await measure(
    'unknown',
    () => clinic.bookNewcomers(n),
    (now, before) => has(now, before, n) && inStage(now, statusIds.booked) === n,
  );
  const changed: Part[] = [];
  // The last one closes the deals, so that those who come again have none that is open.
  for (const statusId of [statusIds.confirmed, statusIds.arrived, statusIds.completed]) {
    const { part } = await measure(
      'changed',
      async () => {
        await clinic.setStatus(unknown.talons, statusId);
        return unknown.talons;
      },
      (now) => inStage(now, statusId) === n,
    );
    changed.push(part);
  }
  const known = await measure(
    'known',
    () => clinic.bookAgain(unknown.talons.map((talon) => talon.patientId)),
    (now, before) => has(now, before, n) && inStage(now, statusIds.booked) === n,
  );
  return [...changed, known.part, unknown.part];
}

function inStage(state: CrmState, statusId: number): number {
  return state.leads.filter((lead) => lead.statusId === stageFor(statusId)).length;
}

/** A deal and a note more for each visit. */
function has(now: CrmState, before: CrmState, n: number): boolean {
  return now.leads.length - before.leads.length >= n && now.notes.length - before.notes.length >= n;
}

/** Few requests are worth nothing if the result is wrong. */
function assertOnce(of: Case, now: CrmState, before: CrmState, n: number): void {
  const made = {
    deals: now.leads.length - before.leads.length,
    contacts: now.contacts.length - before.contacts.length,
    notes: now.notes.length - before.notes.length,
  };
  const wanted = {
    deals: of === 'changed' ? 0 : n,
    contacts: of === 'unknown' ? n : 0,
    notes: of === 'changed' ? 0 : n,
  };
  if (JSON.stringify(made) !== JSON.stringify(wanted)) {
    throw new Error(`${of}: made ${JSON.stringify(made)} instead of ${JSON.stringify(wanted)}`);
  }
}
