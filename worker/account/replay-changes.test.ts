import { expect, test } from 'vitest';
import { changedBack } from './replay-changes.ts';

const state = {
  ...{ talonId: 2283, patientId: 721, doctorId: 8, date: '2026-11-27', begin: '14:30', end: '15:00' },
  ...{ room: 'Кабинет № 2', statusId: 5, deleted: true, contentHash: 'h', other: 'stays' },
};
const payload = (...changes: [string, string, string][]) =>
  JSON.stringify({ origin: 'poll', changes: changes.map(([field, from, to]) => ({ field, from, to })) });

test.each<[string, string, Partial<typeof state>]>([
  ['a status', payload(['statusId', '1', '5']), { statusId: 1 }],
  ['a status that there was not', payload(['statusId', '', '5']), { statusId: null as never }],
  ['a deletion', payload(['deleted', 'false', 'true']), { deleted: false }],
  [
    'a doctor and a time',
    payload(['doctorId', '9', '8'], ['begin', '10:00', '14:30']),
    { doctorId: 9, begin: '10:00' },
  ],
  ['a booking anew', payload(['talonId', '2200', '2283']), { talonId: 2200 }],
  ['a patient who was not known', payload(['patientId', '', '721']), { patientId: null as never }],
  ['a room that was empty', payload(['room', '', 'Кабинет № 2']), { room: '' }],
  ['what nobody knows', payload(['other', 'x', 'y'], ['toString', 'x', 'y']), {}],
  ['no changes', JSON.stringify({ origin: 'click' }), {}],
  ['no JSON', 'x', {}],
])('%s is undone', (_name, text, before) => {
  expect(changedBack(state, text)).toEqual({ ...state, ...before });
});
