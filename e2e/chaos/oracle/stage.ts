import { present, type StageMove, type Visit } from '../ledger.ts';
import { type Account, LOST, type Stage, sameStage, status, WON } from '../world.ts';
import { type Evidence, mayHaveStoodFor } from './evidence.ts';
import { stateAt, statusKey } from './states.ts';

/** In which stages a deal may stand (product.md 3.3), given the visit that it shows. */
export function permittedStages(
  evidence: Evidence,
  dealId: number,
  shown: Visit,
  visits: readonly Visit[],
): Stage[] {
  const { account, ledger } = evidence;
  const byTable = tableStages(account, shown, visits);
  const move = ledger.moves.findLast((candidate) => candidate.dealId === dealId);
  if (!move) return byTable;
  if (!move.calm) return [...byTable, ...earlier(ledger.moves, dealId)];
  if (isShut(account, move.stage)) return [move.stage];
  // «A manager's move stands until the next status change.»
  if (visits.length > 1) return [...byTable, move.stage];
  // Whose place it took may have had another status when it did.
  if (mayHaveStoodFor(evidence, shown).length > 0) return [...byTable, move.stage];
  const then = statusKey(stateAt(shown, move.at));
  const since = shown.states.filter(({ at }) => at > move.at).map(statusKey);
  if (since.every((key) => key === then)) return [move.stage];
  // Between two readings a status may come and go unseen.
  return since.at(-1) === then ? [...byTable, move.stage] : byTable;
}

function tableStages(account: Account, shown: Visit, visits: readonly Visit[]): Stage[] {
  const stage = account.table.get(statusKey(present(shown)));
  const wasWon =
    account.table.get(String(status.completed))?.stageId === WON &&
    visits.some(({ states }) => states.some(({ statusId }) => statusId === status.completed));
  // Once won it stays so, unless the table moves closed deals.
  const won = account.table.get(String(status.completed));
  return [...(stage ? [stage] : []), ...(wasWon && won && !account.moveClosed ? [won] : [])];
}

/** A deal that nothing may move out of there. */
function isShut(account: Account, stage: Stage): boolean {
  const isProtected = account.protectedStages.some((other) => sameStage(other, stage));
  return isProtected || ((stage.stageId === LOST || stage.stageId === WON) && !account.moveClosed);
}

function earlier(moves: readonly StageMove[], dealId: number): Stage[] {
  return moves.filter((move) => move.dealId === dealId).map(({ stage }) => stage);
}
