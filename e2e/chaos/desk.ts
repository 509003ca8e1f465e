import type { Random } from '../../sandbox/random.ts';
import { personFields, type Slot } from './clinic.ts';
import type { Talon } from './doubles.ts';
import { count, isOver, present, stateOf, type Visit } from './ledger.ts';
import type { Person } from './persons.ts';
import { type Scene, settled, visitsOf } from './scene.ts';
import { status } from './world.ts';

/** What the reception, the clinic's site and an aggregator do. */

export async function book(scene: Scene, person: number, door: 'desk' | 'outside', slot = scene.slot()) {
  const who = scene.account.persons[person];
  // A click that nobody has answered yet may be making this very person's card.
  const isBeingMade = scene.ledger.clicks.some((click) => click.person === person && click.final === null);
  if (!who || (who.patientId === null && isBeingMade)) return null;
  // A click that was refused in the end may have made the card before.
  who.patientId ??= await cardOf(scene, who);
  const patient = who.patientId === null ? { person: personFields(who) } : { patientId: who.patientId };
  const { doctorId, date, begin, end } = slot;
  const wish = { doctorId, date, begin, end, ...patient };
  const reply =
    door === 'desk'
      ? await scene.doubles.desk(wish)
      : await scene.doubles.outside({ ...wish, as: person % 2 === 0 ? 'site' : 'aggregator' });
  if ('refused' in reply) return null;
  who.patientId = reply.patientId;
  return remember(scene, reply, person, door);
}

/** As a receptionist looks for it; nobody here has the name of somebody else. */
async function cardOf({ doubles }: Scene, who: Person): Promise<number | null> {
  const { medcards } = await doubles.clinicState();
  return (
    medcards.find(({ lastName, firstName }) => lastName === who.lastName && firstName === who.firstName)
      ?.id ?? null
  );
}

function remember(scene: Scene, talon: Talon, person: number, by: Visit['by']): Visit {
  const visit: Visit = {
    talonId: talon.id,
    person,
    by,
    click: null,
    visitId: null,
    states: [stateOf(talon, Date.now(), false)],
    insteadOf: null,
    unsure: false,
    mayChange: false,
    frozen: false,
  };
  scene.ledger.visits.set(talon.id, visit);
  return visit;
}

/** Now and then only after the product has caught up: then nothing can hide this change. */
const WAIT_SHARE = 0.3;
const WAIT_MS = 6_000;

async function change(scene: Scene, visit: Visit, random: Random, body: Record<string, unknown>) {
  const afterSettled = random.chance(WAIT_SHARE) && (await settled(scene, visit, WAIT_MS)) !== null;
  const reply = await scene.doubles.change(visit.talonId, body);
  if (!('refused' in reply)) visit.states.push(stateOf(reply, Date.now(), afterSettled));
  return !('refused' in reply);
}

/** Plausible paths; the last one is a slip that is taken back. */
const paths: Record<number, readonly [number, ...number[]]> = {
  [status.booked]: [status.confirmed, status.confirmed, status.arrived, status.noShow, status.completed],
  [status.confirmed]: [status.arrived, status.arrived, status.completed, status.noShow, status.booked],
  [status.arrived]: [status.completed, status.completed, status.completed, status.confirmed],
  [status.completed]: [status.arrived],
  [status.noShow]: [status.booked],
};

export const deskOperations = {
  'desk.book': (scene: Scene, person: number) => book(scene, person, 'desk'),
  'desk.book-outside': (scene: Scene, person: number) => book(scene, person, 'outside'),

  /** Both on one phone, in one moment. */
  async 'desk.book-family'(scene: Scene, person: number) {
    const phone = scene.account.persons[person]?.phone;
    const family = scene.account.persons.filter((other) => other.phone === phone).map(({ index }) => index);
    return Promise.all(family.map((member) => book(scene, member, 'desk')));
  },

  async 'desk.book-twice'(scene: Scene, person: number) {
    const one = await book(scene, person, 'desk');
    const other = await book(scene, person, 'desk');
    return one && other;
  },

  async 'desk.status'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    if (!visit) return null;
    const statusId = random.pick(paths[present(visit).statusId] ?? [status.confirmed]);
    return change(scene, visit, random, { statusId });
  },

  async 'desk.no-show'(scene: Scene, person: number, random: Random) {
    const visit = chosen(
      scene,
      person,
      random,
      (state) => !isOver(state) && state.statusId !== status.noShow,
    );
    return visit && change(scene, visit, random, { statusId: status.noShow });
  },

  async 'desk.move'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    if (!visit) return null;
    const { doctorId, date, begin, end } = scene.slot();
    return change(scene, visit, random, { doctorId, date, begin, end });
  },

  async 'desk.cancel'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    return visit && change(scene, visit, random, { statusId: status.cancelled, deleteReasonId: 1 });
  },

  async 'desk.delete'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !state.deleted);
    return visit && change(scene, visit, random, { deleted: true, deleteReasonId: 1 });
  },

  async 'desk.restore'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, isOver);
    if (!visit) return null;
    return change(
      scene,
      visit,
      random,
      present(visit).deleted ? { restored: true } : { statusId: status.booked },
    );
  },

  async 'desk.note'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    if (!visit) return null;
    // What the product wrote into the note of a booking stays in it, as a receptionist would leave it.
    const [own = ''] = present(visit).info.split('\n');
    return change(scene, visit, random, {
      info: present(visit).info.replace(own, `${visit.click ?? ''} позвонить ${random.int(1000)}`.trim()),
    });
  },

  /** Cancelled and booked anew in one go: the same patient and doctor. */
  async 'desk.instead'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    if (!visit) return null;
    const slot: Slot = scene.slot([present(visit).doctorId]);
    if (!(await change(scene, visit, random, { statusId: status.cancelled, deleteReasonId: 1 }))) return null;
    const made = await book(scene, person, 'desk', slot);
    if (made) made.insteadOf = visit.talonId;
    return made;
  },
};

export function chosen(
  scene: Scene,
  person: number,
  random: Random,
  passes: (state: ReturnType<typeof present>) => boolean,
): Visit | null {
  const [first, ...rest] = visitsOf(scene, person, (visit) => passes(present(visit)));
  if (!first) {
    count(scene.ledger, 'nothing to do');
    return null;
  }
  return random.pick([first, ...rest]);
}
