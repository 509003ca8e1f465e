import type { Visit } from '../../worker/visits/visits.schemas.ts';
import { formatDateTime } from '../ui/format.ts';
import { roomText } from '../ui/messages.ts';
import { t } from './messages.ts';

/** What a patient is told about a visit. */
export type ForPatient = {
  kind: 'book' | 'move';
  visit: Visit;
  timeZone: string;
  address: string;
  preparation: readonly string[];
};

/**
 * `neutral`: somebody else may read it. Then it names neither the speciality nor what is done or how to prepare for it, and a
 * room only by its number: «Кабинет гинеколога» would tell as much.
 */
export function patientText(told: ForPatient, neutral: boolean): string {
  const { kind, visit, timeZone, preparation } = told;
  const doctor = neutral || visit.speciality === '' ? visit.doctorName : withSpeciality(visit);
  return [
    t(kind === 'move' ? 'copy.moved' : 'copy.booked', { when: formatDateTime(visit.start, timeZone) }),
    visit.doctorName === '' ? '' : t('copy.doctor', { doctor }),
    placeText(told, neutral),
    neutral || preparation.length === 0 ? '' : t('copy.prepare', { text: preparation.join(' ') }),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function placeText({ visit, address }: ForPatient, neutral: boolean): string {
  const room = neutral && !/^(каб(инет)?\.?)?\s*№?\s*\d+[а-я]?$/i.test(visit.room) ? '' : visit.room;
  return [visit.branchTitle, address, room === '' ? '' : roomText(room)]
    .filter((part) => part !== '')
    .join(', ');
}

export function titleText({ visit }: ForPatient, neutral: boolean): string {
  return neutral ? t('ics.neutral') : t('ics.title', { doctor: withSpeciality(visit) });
}

function withSpeciality({ doctorName, speciality }: Visit): string {
  return [doctorName, speciality].filter((part) => part !== '').join(', ');
}
