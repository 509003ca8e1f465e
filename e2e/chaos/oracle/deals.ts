import { present } from '../ledger.ts';
import { sameStage } from '../world.ts';
import { type Evidence, RECORD_ID, visitsIn } from './evidence.ts';
import { judgeFeed } from './feed.ts';
import { expectedBudget, expectedFields, permittedValues } from './fields.ts';
import { permittedStages } from './stage.ts';
import { mayBeShown } from './states.ts';
import type { Say } from './verdict.ts';

/** Stage, fields and budget of every deal; those that concern nobody are as they were. */
export function judgeDeals(evidence: Evidence, say: Say): void {
  const { crm, ledger } = evidence;
  const merged = new Set(ledger.merges.flatMap(({ loser, winner }) => [loser, winner]));
  const gone = new Set(
    ledger.deletions.filter(({ restoredAt }) => restoredAt === null).map(({ dealId }) => dealId),
  );
  for (const lead of crm.leads) {
    if (merged.has(lead.id) || gone.has(lead.id)) continue;
    const visits = visitsIn(evidence, lead.id);
    if (visits.length === 0) judgeUntouched(evidence, lead, say);
    else judgeDeal(evidence, lead, visits, say);
  }
}

type Lead = Evidence['crm']['leads'][number];

function judgeDeal(evidence: Evidence, lead: Lead, visits: ReturnType<typeof visitsIn>, say: Say): void {
  const where = { dealId: lead.id, person: visits[0]?.person };
  if (lead.isDeleted) {
    say('lost', 'deal', `deal ${lead.id} was deleted by nobody`, where);
    return;
  }
  const recordId = evidence.shown(lead, RECORD_ID);
  const candidates = mayBeShown(visits);
  const shown = candidates.find(({ talonId }) => String(talonId) === recordId);
  if (!shown) {
    const ids = candidates.map(({ talonId }) => talonId).join(' or ');
    say(
      recordId === '' ? 'lost' : 'wrong',
      'field',
      `deal ${lead.id} shows talon «${recordId}», not ${ids}`,
      where,
    );
    return;
  }
  const stages = permittedStages(evidence, lead.id, shown, visits);
  const stands = { pipelineId: lead.pipelineId, stageId: lead.statusId };
  if (!stages.some((stage) => sameStage(stage, stands))) {
    const names = stages.map(({ pipelineId, stageId }) => `${pipelineId}/${stageId}`).join(' or ');
    say(
      'wrong',
      'stage',
      `deal ${lead.id} stands in ${lead.pipelineId}/${lead.statusId}, not in ${names}`,
      where,
    );
  }
  for (const name of expectedFields(evidence.account, present(shown)).keys()) {
    const values = permittedValues(evidence, lead.id, name, shown, visits);
    const value = evidence.shown(lead, name);
    if (!values.includes(value)) {
      say('wrong', 'field', `deal ${lead.id}, «${name}»: «${value}», not «${values.join('» or «')}»`, where);
    }
  }
  const budget = expectedBudget(present(shown));
  if (budget !== null && lead.price !== budget) {
    say('wrong', 'field', `deal ${lead.id}: budget ${lead.price}, not ${budget}`, where);
  }
  judgeFeed(evidence, lead, visits, say);
}

/** «Nothing written to deals of others.» */
function judgeUntouched({ before, ledger }: Evidence, lead: Lead, say: Say): void {
  const old = before.leads.find(({ id }) => id === lead.id);
  const byHand = [...ledger.moves, ...ledger.edits, ...ledger.deletions].some(
    ({ dealId }) => dealId === lead.id,
  );
  if (!old || byHand) return;
  const facts = ({ name, price, pipelineId, statusId, fields }: Lead) =>
    JSON.stringify([name, price, pipelineId, statusId, fields]);
  if (facts(old) !== facts(lead)) {
    say('wrong', 'field', `deal ${lead.id} was written though it belongs to no visit`, { dealId: lead.id });
  }
}
