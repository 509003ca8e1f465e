import type { JournalVisit } from '../../worker/journal/journal.schemas.ts';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import { mayChange, statusText } from '../card/visit-view.ts';
import type { GridVisit } from '../schedule/types.ts';
import { clockOf, wallDate, wallSpan } from '../schedule/wall.ts';
import { shortName } from '../ui/format.ts';
import { matches } from '../ui/words.ts';
import type { Place } from './address.ts';
import { t } from './messages.ts';

/** Which visits are shown, and what their boxes say. */

export function isGone({ state, meaning }: JournalVisit): boolean {
  return state === 'deleted' || state === 'failed' || meaning === 'cancelled';
}

export function passes(visit: JournalVisit, place: Place): boolean {
  return (
    (place.branch === null || visit.branchId === place.branch) &&
    (place.doctor === null || visit.doctorId === place.doctor) &&
    (place.room === null || visit.room === place.room) &&
    (place.status === null ? place.gone || !isGone(visit) : statusText(visit) === place.status)
  );
}

/** Words are looked for in the name, digits in the phone; 8… and +7… are alike. */
export function isFound(visit: JournalVisit, query: string): boolean {
  const digits = query.replaceAll(/\D/g, '');
  if (digits.length >= 3 && !/\p{L}/u.test(query)) {
    const phone = (visit.patientPhone ?? '').replaceAll(/\D/g, '');
    return phone.includes(digits.length === 11 ? digits.slice(1) : digits);
  }
  return matches(visit.patientName ?? '', query);
}

/** Each once: a visit that was moved meanwhile may have been read with two weeks. */
export function foundIn(visits: readonly JournalVisit[], query: string): JournalVisit[] {
  const found = new Map<string, JournalVisit>();
  for (const visit of visits) if (!found.has(visit.id) && isFound(visit, query)) found.set(visit.id, visit);
  return [...found.values()];
}

type Looks = { me: MeReply; dealId: number | null; withDoctor: boolean };

export function gridVisit(visit: JournalVisit, { me, dealId, withDoctor }: Looks): GridVisit {
  const span = wallSpan(visit.start, visit.end);
  const own = dealId !== null && visit.dealId === dealId;
  const patient = visit.patientName ?? t('noName');
  const status = statusText(visit);
  const doctor = shortName(visit.doctorName);
  return {
    ...span,
    id: visit.id,
    branchId: visit.branchId,
    doctorId: visit.doctorId,
    tone: isGone(visit) ? 'over' : own ? 'own' : 'plain',
    title: shortName(patient),
    note: [withDoctor ? doctor : '', status].filter((part) => part !== '').join(' · '),
    label: t(own ? 'visit.label.own' : 'visit.label', {
      time: `${clockOf(span.from)}–${clockOf(span.to)}`,
      patient,
      doctor: visit.doctorName,
      status,
    }),
    movable: mayChange(visit, me) && !isGone(visit),
  };
}

export function dateOf(visit: JournalVisit): string {
  return wallDate(visit.start);
}
