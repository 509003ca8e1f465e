import { setTimeout as sleep } from 'node:timers/promises';
import { streamOf } from '../../sandbox/random.ts';
import type { Client } from './api.ts';
import { freeSlots, type Slot } from './clinic.ts';
import { type Doubles, fieldOf, type Lead } from './doubles.ts';
import { type Ledger, present, type Visit } from './ledger.ts';
import { expectedFields } from './oracle/fields.ts';
import type { Account } from './world.ts';

/** Everything that an operation in one account can touch. */
export type Scene = {
  account: Account;
  doubles: Doubles;
  manager: Client;
  admin: Client;
  ledger: Ledger;
  /** A time that nobody had before, of one of these doctors when any are named. */
  slot(doctors?: readonly number[]): Slot;
  /** Operations with one person follow each other; those of different people go side by side. */
  withPersons<T>(persons: readonly number[], work: () => Promise<T>): Promise<T>;
  nextMarker(): string;
  runsUntil(at: number): void;
  /** Milliseconds that an operation may still wait for the product: none when the run is over. */
  patience(mostMs: number): number;
};

export function createScene(
  account: Account,
  parts: Pick<Scene, 'doubles' | 'manager' | 'admin' | 'ledger'>,
  seed: number,
  today: string,
): Scene {
  const random = streamOf(seed, `slots ${account.index}`);
  const free = [...freeSlots(today, (items) => shuffled(items, () => random.next()))].toReversed();
  const queues = new Map<number, Promise<unknown>>();
  let markers = 0;
  let endsAt = 0;
  return {
    account,
    ...parts,
    slot(doctors) {
      const place = free.findLastIndex(({ doctorId }) => doctors?.includes(doctorId) ?? true);
      const [slot] = free.splice(place, 1);
      if (!slot) throw new Error('the clinic has no free time left');
      return slot;
    },
    withPersons(persons, work) {
      const before = Promise.allSettled(persons.map((person) => queues.get(person)));
      const mine = before.then(work);
      for (const person of persons) queues.set(person, mine);
      return mine;
    },
    runsUntil(at) {
      endsAt = at;
    },
    patience: (mostMs) => Math.max(0, Math.min(mostMs, endsAt - Date.now())),
    nextMarker() {
      markers += 1;
      return `метка ${account.index}-${markers}`;
    },
  };
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, key: next() }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
}

export function visitsOf(
  scene: Scene,
  person: number,
  passes: (visit: Visit) => boolean = () => true,
): Visit[] {
  return [...scene.ledger.visits.values()].filter(
    (visit) => visit.person === person && !visit.unsure && !visit.frozen && passes(visit),
  );
}

/** The deal that amoCRM shows for a visit: the one that carries its number. */
export async function dealShowing(scene: Scene, talonId: number, maxAgeMs: number): Promise<Lead | null> {
  const state = await scene.doubles.recentCrm(maxAgeMs);
  return (
    state.leads.find(
      (lead) =>
        !lead.isDeleted && fieldOf(state.fields.leads, lead, 'ID записи ArchiMed+') === String(talonId),
    ) ?? null
  );
}

/** The deal shows this visit as it stands in the clinic, so the product has seen that state. */
async function isSettled(scene: Scene, visit: Visit, maxAgeMs = 1_200): Promise<Lead | null> {
  const lead = await dealShowing(scene, visit.talonId, maxAgeMs);
  if (!lead) return null;
  const { fields } = await scene.doubles.recentCrm(60_000);
  const isShown = ([name, expected]: [string, string]) => {
    const shown = fieldOf(fields.leads, lead, name);
    const isEdited = scene.ledger.edits.some(
      ({ dealId, field, value }) => dealId === lead.id && field === name && value === shown,
    );
    return shown === expected || isEdited;
  };
  return [...expectedFields(scene.account, present(visit))].every(isShown) ? lead : null;
}

export async function settled(scene: Scene, visit: Visit, limitMs: number): Promise<Lead | null> {
  const until = Date.now() + scene.patience(limitMs);
  for (;;) {
    const lead = await isSettled(scene, visit);
    if (lead || Date.now() > until) return lead;
    await sleep(600);
  }
}
