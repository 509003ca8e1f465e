import { createEvent, type DateTime } from 'ics';
import { type ForPatient, patientText, placeText, titleText } from './patient-text.ts';

/** The visit for the patient's calendar (RFC 5545). Loaded when it is asked for: most visits are told by phone. */
export function calendarFile(told: ForPatient, neutral: boolean, now: number): string | null {
  const { visit } = told;
  const { value } = createEvent({
    productId: 'archimed-amocrm',
    // The same visit after a move takes the place of the one before: same name, higher number.
    uid: `${visit.id}@archimed-amocrm`,
    sequence: Math.floor(now / 60_000),
    title: titleText(told, neutral),
    description: patientText(told, neutral),
    location: placeText(told, neutral),
    start: utc(visit.start),
    end: utc(visit.end),
    startInputType: 'utc',
    startOutputType: 'utc',
    endInputType: 'utc',
    endOutputType: 'utc',
    classification: neutral ? 'PRIVATE' : 'PUBLIC',
    status: 'CONFIRMED',
    alarms: [
      { action: 'display', description: titleText(told, neutral), trigger: { hours: 24, before: true } },
    ],
  });
  return value ?? null;
}

function utc(instant: string): DateTime {
  const at = new Date(instant);
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
}
