import { setTimeout as sleep } from 'node:timers/promises';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import type { Random } from '../../sandbox/random.ts';
import { calmDeal } from './calm.ts';
import { dealsOf } from './clicks.ts';
import type { Lead } from './doubles.ts';
import { count, present, type Visit } from './ledger.ts';
import { dealShowing, type Scene, visitsOf } from './scene.ts';
import { openChoices, type Stage, sameStage, stageChoices } from './world.ts';

/** What managers do by hand in amoCRM. */

const ANSWER_MS = 12_000;
const CALM_SHARE = 0.75;
const SEEN_MS = 1_200;

/**
 * Where moves are answered with a status, only certain ones: what becomes of a race is not a matter of this run. The
 * status is that of the visit which drives the deal: here every visit of the person has a deal that shows it.
 */
async function lonelyDeal(scene: Scene, person: number, random: Random) {
  const isWanted = scene.ledger.clicks.some((click) => click.person === person && click.final === null);
  const found = isWanted ? null : await calmDeal(scene, person, random);
  for (const visit of found ? scene.ledger.visits.values() : []) {
    if (visit.person === person && !(await dealShowing(scene, visit.talonId, SEEN_MS))) return null;
  }
  return found;
}

async function anyDeal(
  scene: Scene,
  person: number,
  random: Random,
): Promise<{ visit: Visit; lead: Lead } | null> {
  const [first, ...rest] = visitsOf(scene, person);
  if (!first) return null;
  const visit = random.pick([first, ...rest]);
  const lead = await dealShowing(scene, visit.talonId, 2000);
  return lead && { visit, lead };
}

const byHand = { userId: demoCrm.manager };

export const managerOperations = {
  'crm.stage': (scene: Scene, person: number, random: Random) =>
    moveDeal(scene, person, random, [...scene.account.twoWay, ...stageChoices], random.chance(CALM_SHARE)),

  /** From one open stage to another, as most of a manager's moves are. */
  'crm.work': (scene: Scene, person: number, random: Random) =>
    moveDeal(scene, person, random, openChoices(scene.account), true),

  async 'crm.edit'(scene: Scene, person: number, random: Random) {
    const found = await calmDeal(scene, person, random);
    if (!found) return nothing(scene);
    const { fields } = await scene.doubles.recentCrm(60_000);
    const name = random.pick(['Врач', 'Кабинет', 'Комментарий к записи']);
    const field = fields.leads.find((candidate) => candidate.name === name);
    if (!field) return nothing(scene);
    const value = `правка ${random.int(10_000)}`;
    const { lead, visit } = found;
    scene.ledger.edits.push({ dealId: lead.id, at: Date.now(), field: name, value, talonId: visit.talonId });
    return scene.doubles.act(`/leads/${lead.id}`, { ...byHand, fields: { [field.id]: value } });
  },

  async 'crm.delete'(scene: Scene, person: number, random: Random) {
    const found = await anyDeal(scene, person, random);
    if (!found) return nothing(scene);
    scene.ledger.deletions.push({ dealId: found.lead.id, at: Date.now(), restoredAt: null });
    return scene.doubles.act(`/leads/${found.lead.id}/delete`, byHand);
  },

  async 'crm.restore'(scene: Scene, person: number) {
    const own = new Set(scene.account.persons[person]?.dealIds ?? []);
    const deletion = scene.ledger.deletions.find(
      ({ dealId, restoredAt }) => restoredAt === null && (own.has(dealId) || own.size === 0),
    );
    if (!deletion) return nothing(scene);
    deletion.restoredAt = Date.now();
    return scene.doubles.act(`/leads/${deletion.dealId}/restore`, byHand);
  },

  async 'crm.merge'(scene: Scene, person: number, random: Random) {
    const [loser, winner] = await dealsOf(scene, person);
    const isOwed = [...scene.ledger.visits.values()].some((visit) => visit.person === person && visit.frozen);
    // A status that is owed for a move of the loser would be forgotten with it.
    if (loser === undefined || winner === undefined || isOwed) return nothing(scene);
    scene.ledger.merges.push({ loser, winner, at: Date.now() });
    const order = random.pick(['delete-first', 'update-first']);
    return scene.doubles.act('/merge', { ...byHand, loser, winner, order });
  },

  'crm.expire': (scene: Scene) => scene.doubles.act('/expire-access'),
};

async function moveDeal(
  scene: Scene,
  person: number,
  random: Random,
  choices: readonly Stage[],
  isCalm: boolean,
) {
  const isTwoWay = scene.account.twoWay.length > 0;
  const find = isTwoWay ? lonelyDeal : isCalm ? calmDeal : anyDeal;
  const found = await find(scene, person, random);
  const [first = stageChoices[0], ...rest] = choices;
  const { pipelineId, stageId } = random.pick([first, ...rest]);
  const stage = { pipelineId, stageId };
  // Put back where it stands is not moved: nobody is told of that.
  if (!found || sameStage({ ...found.lead, stageId: found.lead.statusId }, stage)) return nothing(scene);
  const { lead, visit } = found;
  const calm = isTwoWay || isCalm;
  scene.ledger.moves.push({ dealId: lead.id, at: Date.now(), stage, calm, talonId: visit.talonId });
  await scene.doubles.act(`/leads/${lead.id}`, { ...byHand, pipelineId, statusId: stageId });
  return answered(scene, visit, stage);
}

/** The product owes the clinic this status now. */
async function answered(scene: Scene, visit: Visit, stage: Stage): Promise<boolean> {
  const row = scene.account.twoWay.find((candidate) => sameStage(candidate, stage));
  const before = present(visit);
  if (!row || before.deleted || before.statusId === row.statusId) return false;
  visit.states.push({ ...before, statusId: row.statusId, at: Date.now(), afterSettled: true });
  count(scene.ledger, 'stage to be answered with a status');
  const until = Date.now() + scene.patience(ANSWER_MS);
  while (Date.now() < until) {
    const { talons } = await scene.doubles.clinicState();
    if (talons.some(({ id, statusId }) => id === visit.talonId && statusId === row.statusId)) return true;
    await sleep(400);
  }
  visit.frozen = true;
  return false;
}

function nothing(scene: Scene): null {
  count(scene.ledger, 'nothing to do');
  return null;
}
