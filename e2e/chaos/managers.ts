import { setTimeout as sleep } from 'node:timers/promises';
import { demoCrm } from '../../sandbox/demo/crm.ts';
import { eventsReply } from './api.ts';
import { dealsOf } from './clicks.ts';
import type { Lead } from './doubles.ts';
import { count, present, type Visit } from './ledger.ts';
import type { Random } from './random.ts';
import { dealShowing, type Scene, settled, visitsOf } from './scene.ts';
import { type Stage, sameStage, stageChoices } from './world.ts';

/** What managers do by hand in amoCRM. */

const CALM_MS = 12_000;
const CALM_SHARE = 0.75;

/** A visit of this person whose deal shows it as it is, with nothing under way: what is done now is certain. */
async function calmDeal(
  scene: Scene,
  person: number,
  random: Random,
): Promise<{ visit: Visit; lead: Lead } | null> {
  const [first, ...rest] = visitsOf(scene, person);
  if (!first) return null;
  const visit = random.pick([first, ...rest]);
  const lead = await settled(scene, visit, CALM_MS);
  return lead && (await isQuiet(scene, lead.id)) ? { visit, lead } : null;
}

/** None of the deal's events is unfinished; false as well when the Worker does not say. */
async function isQuiet(scene: Scene, dealId: number): Promise<boolean> {
  const pending = await scene.admin.read(`/api/events?outcome=pending&deal=${dealId}`, eventsReply);
  return pending !== null && pending.events.length === 0;
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
  async 'crm.stage'(scene: Scene, person: number, random: Random) {
    // Where moves are answered with a status, only certain ones: what becomes of a race is not a matter of this run.
    const calm = scene.account.twoWay.length > 0 || random.chance(CALM_SHARE);
    const found = await (calm ? calmDeal : anyDeal)(scene, person, random);
    if (!found) return nothing(scene);
    const [first, ...rest] = [...scene.account.twoWay, ...stageChoices];
    const { pipelineId, stageId } = random.pick([first ?? stageChoices[0], ...rest]);
    const stage = { pipelineId, stageId };
    const dealId = found.lead.id;
    scene.ledger.moves.push({ dealId, at: Date.now(), stage, calm, talonId: found.visit.talonId });
    await scene.doubles.act(`/leads/${dealId}`, {
      ...byHand,
      pipelineId: stage.pipelineId,
      statusId: stage.stageId,
    });
    return answered(scene, found.visit, stage);
  },

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
    if (loser === undefined || winner === undefined) return nothing(scene);
    scene.ledger.merges.push({ loser, winner, at: Date.now() });
    const order = random.pick(['delete-first', 'update-first']);
    return scene.doubles.act('/merge', { ...byHand, loser, winner, order });
  },

  'crm.expire': (scene: Scene) => scene.doubles.act('/expire-access'),
};

/** The product owes the clinic this status now. */
async function answered(scene: Scene, visit: Visit, stage: Stage): Promise<boolean> {
  const row = scene.account.twoWay.find((candidate) => sameStage(candidate, stage));
  const before = present(visit);
  if (!row || before.deleted || before.statusId === row.statusId) return false;
  visit.states.push({ ...before, statusId: row.statusId, at: Date.now(), afterSettled: true });
  count(scene.ledger, 'stage to be answered with a status');
  const until = Date.now() + scene.patience(CALM_MS);
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
