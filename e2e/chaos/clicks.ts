import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../sandbox/random.ts';
import { type Answer, codeOf, visitReply, visitsReply } from './api.ts';
import { calmDeal } from './calm.ts';
import { buildingOf, DOCTORS, instant, SERVICE_IDS, type Slot } from './clinic.ts';
import { chosen } from './desk.ts';
import { type Click, count, differs, isOver, present, stateOf, type Visit } from './ledger.ts';
import { dealShowing, type Scene, settled, visitsOf } from './scene.ts';
import { status } from './world.ts';

/** What managers do in the booking window, through the Worker's API. */

const LOOK_AGAIN_MS = 400;
/** Before a manager sees a visit of the reception in the deal. */
const SEEN_MS = 8_000;
/** Then the person has other things to do; the end of the run asks again. */
const PATIENCE_MS = 10_000;
const LEAST_MS = 1_500;
/** Before a manager sees his slip: by then the product has decided, and is writing. */
const SLIP_MS = 1_200;
/** The same refusal as often is the answer. */
const SAME_REFUSALS = 3;

export async function dealsOf(scene: Scene, person: number): Promise<number[]> {
  const { ledger, account, doubles } = scene;
  const known = account.persons[person]?.dealIds ?? [];
  const state = await doubles.recentCrm(3000);
  const talons = new Set(visitsOf(scene, person).map((visit) => String(visit.talonId)));
  const field = state.fields.leads.find(({ name }) => name === 'ID записи ArchiMed+');
  const shown = state.leads
    .filter((lead) => talons.has(String(lead.fields[String(field?.id)]?.[0]?.value ?? '')))
    .map((lead) => lead.id);
  const gone = new Set([
    ...ledger.deletions.filter(({ restoredAt }) => restoredAt === null).map(({ dealId }) => dealId),
    ...ledger.merges.map(({ loser }) => loser),
  ]);
  return [...new Set([...known, ...shown])].filter((id) => !gone.has(id));
}

async function newClick(scene: Scene, person: number, random: Random, slot: Slot): Promise<Click | null> {
  const { account } = scene;
  const who = account.persons[person];
  if (!who) return null;
  const [first, ...rest] = await dealsOf(scene, person);
  const dealId = first === undefined || random.chance(0.1) ? null : random.pick([first, ...rest]);
  const marker = scene.nextMarker();
  const serviceIds = random.chance(0.5) ? [random.pick(SERVICE_IDS)] : [];
  const { lastName, firstName, middleName, birthDate, phone } = who;
  const branch = account.branches.findIndex(
    ({ buildingId }) => buildingId === null || buildingId === buildingOf(slot.doctorId),
  );
  const click: Click = {
    marker,
    key: `${marker}-${random.int(1e9)}`.replaceAll(/[^\x20-\x7e]/g, 'k'),
    person,
    dealId,
    slot,
    serviceIds: [],
    answers: [],
    final: null,
    body: {
      dealId,
      branchId: branch + 1,
      doctorId: slot.doctorId,
      start: instant(account.timeZone, slot.date, slot.begin),
      end: instant(account.timeZone, slot.date, slot.end),
      patient:
        who.patientId === null
          ? { lastName, firstName, middleName, birthDate, phone }
          : { id: who.patientId },
      serviceIds,
      comment: marker,
      confirmed: true,
    },
  };
  click.serviceIds = serviceIds;
  scene.ledger.clicks.push(click);
  return click;
}

/** Once, or again with the same key after no answer or «проверяем…», until there is a final one. */
export async function settleClick(
  scene: Scene,
  click: Click,
  patienceMs = scene.patience(PATIENCE_MS) + LEAST_MS,
): Promise<void> {
  let refusals = 0;
  const until = Date.now() + patienceMs;
  while (click.final === null && Date.now() < until) {
    if (click.answers.length > 0) await sleep(LOOK_AGAIN_MS);
    const answer = await scene.manager.call('POST', '/api/visits', { body: click.body, key: click.key });
    click.answers.push({ at: Date.now(), status: answer.status, code: codeOf(answer.body) });
    const { status: code } = answer;
    if (code === 'cut' || code === 202) continue;
    if (code >= 500) refusals += 1;
    if (code < 500 || refusals >= SAME_REFUSALS) finish(scene, click, answer);
  }
}

function finish(scene: Scene, click: Click, answer: Answer): void {
  const visit = visitReply.safeParse(answer.body);
  click.final = {
    status: answer.status === 'cut' ? 0 : answer.status,
    code: codeOf(answer.body),
    talonId: visit.success ? visit.data.visit.talonId : null,
    visitId: visit.success ? visit.data.visit.id : null,
  };
  const who = scene.account.persons[click.person];
  const made = visit.success ? visit.data.visit : null;
  if (made && who) who.patientId ??= made.patientId;
  count(scene.ledger, made ? 'click booked' : `click refused ${click.final.code}`);
}

/** The visit of a click as the clinic holds it: found by the click's own words in its note. */
export async function adopt(scene: Scene, click: Click): Promise<void> {
  const { talons } = await scene.doubles.clinicState();
  const talon = talons.find(({ info }) => hasMarker(info, click.marker));
  if (!talon || scene.ledger.visits.has(talon.id)) return;
  const who = scene.account.persons[click.person];
  if (who) who.patientId ??= talon.patientId;
  scene.ledger.visits.set(talon.id, {
    talonId: talon.id,
    person: click.person,
    // Given up as unknown it is, to the product, a visit like any other of the clinic.
    by: click.final?.code === 'visits.unknown' ? 'outside' : 'click',
    click: click.marker,
    visitId: click.final?.visitId ?? null,
    states: [stateOf(talon, Date.now(), false)],
    insteadOf: null,
    unsure: click.final === null,
    mayChange: false,
    frozen: false,
  });
}

export function hasMarker(info: string, marker: string): boolean {
  return new RegExp(`${marker}(?!\\d)`).test(info);
}

async function bookBy(scene: Scene, click: Click | null): Promise<boolean> {
  if (!click) return false;
  await settleClick(scene, click);
  await adopt(scene, click);
  return click.final?.status === 201;
}

/** The product's own id of a visit, from an answer or from the deal that shows it. */
async function visitIdOf(scene: Scene, visit: Visit): Promise<string | null> {
  if (visit.visitId !== null) return visit.visitId;
  const lead = (await settled(scene, visit, SEEN_MS)) ?? (await dealShowing(scene, visit.talonId, 3000));
  const reply = lead && (await scene.manager.read(`/api/visits?deal=${lead.id}`, visitsReply));
  visit.visitId = reply?.visits.find(({ talonId }) => talonId === visit.talonId)?.id ?? null;
  return visit.visitId;
}

async function changeBy(scene: Scene, visit: Visit, method: string, path: string, body: unknown) {
  visit.unsure = true;
  const id = await visitIdOf(scene, visit);
  if (id === null) {
    visit.unsure = false;
    count(scene.ledger, 'nothing to do');
    return false;
  }
  const answer = await scene.manager.call(method, `/api/visits/${id}${path}`, { body });
  count(scene.ledger, `${method} answered ${answer.status} ${codeOf(answer.body) ?? ''}`.trim());
  // Also a refusal: what failed is taken up again by an administrator.
  visit.mayChange ||= answer.status !== 200;
  // A definite answer leaves nothing open; else the visit is left alone until the product says that it is sure.
  const until = Date.now() + scene.patience(PATIENCE_MS) + LEAST_MS;
  while (answer.status === 'cut' || answer.status === 202) {
    const reply = await scene.manager.read(`/api/visits/${id}`, visitReply);
    if (reply && reply.visit.state !== 'checking') break;
    if (Date.now() > until) return false;
    await sleep(LOOK_AGAIN_MS);
  }
  await lookAt(scene, visit);
  visit.unsure = false;
  return answer.status === 200;
}

/** What became of it in the clinic. */
export async function lookAt(scene: Scene, visit: Visit): Promise<void> {
  const { talons } = await scene.doubles.clinicState();
  const talon = talons.find(({ id }) => id === visit.talonId);
  if (talon && differs(present(visit), stateOf(talon, 0, false))) {
    visit.states.push(stateOf(talon, Date.now(), false));
  }
}

export const clickOperations = {
  'click.book': async (scene: Scene, person: number, random: Random) =>
    bookBy(scene, await newClick(scene, person, random, scene.slot())),

  /** A double click: the same key and body twice at once. */
  async 'click.book-twice'(scene: Scene, person: number, random: Random) {
    const click = await newClick(scene, person, random, scene.slot());
    if (!click) return null;
    await Promise.all([settleClick(scene, click), settleClick(scene, click)]);
    // «Nothing was done» answers one of the two: the other may have got through since.
    if (click.final !== null && click.final.status >= 500) click.final = null;
    return bookBy(scene, click);
  },

  /** Two managers want one slot for two patients. */
  async 'click.rivals'(scene: Scene, person: number, random: Random) {
    const slot = scene.slot();
    const other = (person + 1) % scene.account.persons.length;
    const one = await newClick(scene, person, random, slot);
    const two = await newClick(scene, other, random, slot);
    return Promise.all([bookBy(scene, one), bookBy(scene, two)]);
  },

  /** Two managers book the same person at two times: two visits, one card. */
  async 'click.two-managers'(scene: Scene, person: number, random: Random) {
    const one = await newClick(scene, person, random, scene.slot());
    const two = await newClick(scene, person, random, scene.slot());
    return Promise.all([bookBy(scene, one), bookBy(scene, two)]);
  },

  async 'click.move'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    if (!visit) return null;
    // The window offers the times of the visit's own branch.
    const building = buildingOf(present(visit).doctorId);
    const { doctorId, date, begin, end } = scene.slot(
      DOCTORS.filter((doctor) => scene.account.branches.length === 1 || buildingOf(doctor) === building),
    );
    const at = (time: string) => instant(scene.account.timeZone, date, time);
    return changeBy(scene, visit, 'PATCH', '', { doctorId, start: at(begin), end: at(end) });
  },

  async 'click.cancel'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    return visit && changeBy(scene, visit, 'POST', '/cancel', { reasonId: 1 });
  },

  async 'click.status'(scene: Scene, person: number, random: Random) {
    const visit = chosen(scene, person, random, (state) => !isOver(state));
    return visit && changeBy(scene, visit, 'PATCH', '', { statusId: status.confirmed });
  },

  /** A wrong status, put right while the product still brings it to the deal. */
  async 'click.slip'(scene: Scene, person: number, random: Random) {
    const visit = (await calmDeal(scene, person, random))?.visit;
    if (!visit || isOver(present(visit))) return count(scene.ledger, 'nothing to do');
    const { statusId } = present(visit);
    const wrong = statusId === status.arrived ? status.confirmed : status.arrived;
    if (!(await changeBy(scene, visit, 'PATCH', '', { statusId: wrong }))) return false;
    await sleep(SLIP_MS);
    return changeBy(scene, visit, 'PATCH', '', { statusId });
  },
};
