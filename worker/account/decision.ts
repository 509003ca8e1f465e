import type { Reason } from '../sync/model.ts';

/** What an event led to and why: kept with the event, shown in the history. */
export type Decision = { actions: { kind: string; text: string }[]; reasons: Reason[] };

export const emptyDecision: Decision = { actions: [], reasons: [] };

/** An event that took several attempts shows what each of them did, and the reasons of the last. */
export function mergeDecisions(before: Decision | null, now: Decision): Decision {
  const actions = [...(before?.actions ?? [])];
  for (const action of now.actions) {
    if (!actions.some((known) => known.kind === action.kind && known.text === action.text)) {
      actions.push(action);
    }
  }
  return { actions, reasons: now.reasons };
}

/** In place: what one attempt did in several steps. */
export function addDecision(decision: Decision, more: Decision): void {
  decision.actions.push(...more.actions);
  decision.reasons.push(...more.reasons);
}
