import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { Visit } from '../../worker/visits/visits.schemas.ts';
import type { BadgeTone } from '../ui/components/badge.tsx';
import { t } from './messages.ts';

/** The branch's clock; of a branch that the user may not use only the offset of the visit is known. */
export function zoneOf(visit: Visit, me: MeReply): string {
  const branch = me.branches.find((candidate) => candidate.id === visit.branchId);
  if (branch !== undefined) return branch.timeZone;
  const offset = /[+-]\d\d:\d\d$/.exec(visit.start);
  return offset === null ? 'UTC' : offset[0];
}

export function statusText(visit: Visit): string {
  switch (visit.state) {
    case 'checking':
      return t('checking');
    case 'failed':
      return t('notBooked');
    case 'deleted':
      return t('deleted');
    case 'booked':
      return visit.statusName;
  }
}

export function statusTone(visit: Visit): BadgeTone {
  if (visit.state === 'checking') return 'warning';
  if (visit.state === 'failed') return 'error';
  if (visit.state === 'deleted') return 'neutral';
  switch (visit.meaning) {
    case 'arrived':
    case 'completed':
      return 'success';
    case 'no-show':
      return 'error';
    case 'booked':
    case 'confirmed':
      return 'info';
    case 'cancelled':
    case null:
      return 'neutral';
  }
}

/** A visit that is over, unknown yet or somebody else's branch is only looked at. */
export function mayChange(visit: Visit, me: MeReply): boolean {
  return (
    visit.open &&
    visit.state === 'booked' &&
    mayBook(me) &&
    me.branches.some((branch) => branch.id === visit.branchId)
  );
}

export function mayBook(me: MeReply): boolean {
  return me.user.isAdmin || me.user.role === 'book' || me.user.role === 'administer';
}
