import type { z } from 'zod';
import { type ApiEvent, eventsReply, visitsReply } from '../api.ts';
import { type ClinicState, type CrmState, fieldOf, type Lead, type Talon } from '../doubles.ts';
import type { Ledger, Visit } from '../ledger.ts';
import type { Scene } from '../scene.ts';
import { type Account, status } from '../world.ts';

/** What one account's two systems hold at the end, beside what was done in them. */
export type Evidence = {
  account: Account;
  ledger: Ledger;
  before: CrmState;
  crm: CrmState;
  clinic: ClinicState;
  talons: ReadonlyMap<number, Talon>;
  leads: ReadonlyMap<number, Lead>;
  /** The product's claim, which amoCRM has to bear out: talon → deal. */
  links: ReadonlyMap<number, number>;
  failed: ApiEvent[];
  shown(lead: Lead, field: string): string;
};

export const RECORD_ID = 'ID записи ArchiMed+';

export async function gather(scene: Scene, before: CrmState): Promise<Evidence> {
  const [crm, clinic] = await Promise.all([scene.doubles.crmState(), scene.doubles.clinicState()]);
  const shown = (lead: Lead, field: string) => fieldOf(crm.fields.leads, lead, field);
  const asked = new Set([
    ...crm.leads.filter((lead) => shown(lead, RECORD_ID) !== '').map(({ id }) => id),
    ...scene.account.persons.flatMap(({ dealIds }) => dealIds),
    ...scene.ledger.clicks.flatMap(({ dealId }) => dealId ?? []),
    ...scene.ledger.merges.map(({ winner }) => winner),
  ]);
  const links = new Map<number, number>();
  for (const dealId of asked) {
    for (const { talonId } of await visitsOfDeal(scene, dealId)) {
      if (talonId !== null) links.set(talonId, dealId);
    }
  }
  return {
    account: scene.account,
    ledger: scene.ledger,
    before,
    crm,
    clinic,
    talons: new Map(clinic.talons.map((talon) => [talon.id, talon])),
    leads: new Map(crm.leads.map((lead) => [lead.id, lead])),
    links,
    failed: await failedEvents(scene),
    shown,
  };
}

async function visitsOfDeal(scene: Scene, dealId: number) {
  const ask = () => scene.admin.call('GET', `/api/visits?deal=${dealId}`);
  let answer = await ask();
  // A busy machine may be late; the faults are over.
  for (let tries = 0; tries < 5 && answer.status === 'cut'; tries += 1) answer = await ask();
  if (answer.status !== 200) throw new Error(`the visits of deal ${dealId} are not told: ${answer.status}`);
  return visitsReply.parse(answer.body).visits;
}

async function failedEvents(scene: Scene): Promise<ApiEvent[]> {
  const all: ApiEvent[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: z.infer<typeof eventsReply> | null = await scene.admin.read(
      `/api/events?outcome=failed${query}`,
      eventsReply,
    );
    if (page === null) throw new Error('the history does not answer');
    all.push(...page.events);
    cursor = page.next;
  }
  return all;
}

/**
 * «Cancel and create of the same patient and doctor in one poll is a move» (product.md §4): the visits in no deal for which
 * this one of the reception may stand now, with their deal, task and notes.
 */
export function standsFor({ links, ledger }: Evidence, visit: Visit): Visit[] {
  return [...ledger.visits.values()].filter(
    (other) => !links.has(other.talonId) && mayStandFor(visit, other),
  );
}

/** Those whose deal, task and notes it may have, though they may have been taken back since, into deals of their own. */
export function mayHaveStoodFor({ ledger }: Evidence, visit: Visit): Visit[] {
  return [...ledger.visits.values()].filter((other) => mayStandFor(visit, other));
}

/** It was gone for a while and another took its place in its deal: taken back, it is a visit without one. */
export function mayBeStoodFor({ ledger }: Evidence, visit: Visit): boolean {
  return [...ledger.visits.values()].some((other) => mayStandFor(other, visit));
}

function mayStandFor(visit: Visit, other: Visit): boolean {
  // Which of their states a poll saw is not known.
  const doctors = new Set(visit.states.map(({ doctorId }) => doctorId));
  return (
    visit.by !== 'click' &&
    other.person === visit.person &&
    other.talonId < visit.talonId &&
    other.states.some(({ doctorId }) => doctors.has(doctorId)) &&
    other.states.some((state) => state.deleted || state.statusId === status.cancelled)
  );
}

/** Visits that the product says belong to this deal, by talon id. */
export function visitsIn({ links, ledger }: Evidence, dealId: number): Visit[] {
  return [...links]
    .filter(([, deal]) => deal === dealId)
    .flatMap(([talonId]) => ledger.visits.get(talonId) ?? [])
    .toSorted((left, right) => left.talonId - right.talonId);
}
