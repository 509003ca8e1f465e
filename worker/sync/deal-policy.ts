import type { AutomationSettings } from '../settings/automation.schemas.ts';
import { isOpen } from './driving.ts';
import type { VisitRef } from './model.ts';

/** What the policy on visits per deal says (product.md §3.1 «Several visits per deal»). */
type Policy = AutomationSettings['policy'];

/** `visits`: all that the deal has, also one that is being booked right now. */
export function cardAnswer(
  policy: Policy,
  visits: readonly VisitRef[],
  today: string,
): 'add' | 'busy' | 'new-deal' {
  if (policy === 'many' || visits.every(isUndone)) {
    return 'add';
  }
  if (policy === 'one') {
    return 'busy';
  }
  if (visits.some((visit) => isOpen(visit, today))) {
    return 'add';
  }
  return visits.some((visit) => !visit.deleted && visit.meaning === 'completed') ? 'new-deal' : 'busy';
}

function isUndone(visit: VisitRef): boolean {
  return visit.deleted || visit.meaning === 'cancelled';
}
