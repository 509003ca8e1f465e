import type { BranchState, StateReply } from '../../../worker/state/state.schemas.ts';

/** What is not as it should be, the worst first; 'amocrm' and the branches in the order of the reply. */
export type BranchTrouble = 'stopped' | 'bad-key' | 'held-list' | 'error' | 'late';
export type AmocrmTrouble = 'error' | 'refuses' | 'no-access' | 'hooks' | 'hooks-late';

/** It answers, but not to everything: what it refuses or puts off is repeated, the rest goes on. */
const answering: readonly string[] = ['forbidden', 'invalid', 'not_found', 'rate_limited'].map(
  (kind) => `amocrm.${kind}`,
);

export function branchTroubles(branch: BranchState): BranchTrouble[] {
  const { enabled, stopped, keyValid, heldList, lastError, late } = branch;
  // One that is off reads nothing and is waited for by nobody; what it was stopped with still waits for a decision.
  return [
    ...(stopped ? (['stopped'] as const) : []),
    ...(enabled && keyValid === false ? (['bad-key'] as const) : []),
    ...(enabled && heldList ? (['held-list'] as const) : []),
    ...(enabled && lastError && keyValid !== false && !heldList ? (['error'] as const) : []),
    ...(enabled && late && !lastError ? (['late'] as const) : []),
  ];
}

export function amocrmTroubles({ lastError, token, hooks }: StateReply['amocrm']): AmocrmTrouble[] {
  if (lastError) return [answering.includes(lastError.code) ? 'refuses' : 'error'];
  if (token !== 'active') return ['no-access'];
  if (hooks && !hooks.alive) return ['hooks'];
  return hooks?.lateSince ? ['hooks-late'] : [];
}

export function troublesOf({ amocrm, branches }: StateReply): (AmocrmTrouble | BranchTrouble)[] {
  return [...amocrmTroubles(amocrm), ...branches.flatMap(branchTroubles)];
}
