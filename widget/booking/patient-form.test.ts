import { expect, test } from 'vitest';
import type { PatientReply, PatientsReply } from '../../worker/visits/visits.schemas.ts';
import { checkForm, emptyForm, formFromContact, parseBirthDate, preselect } from './patient-form.ts';

const today = '2026-11-22';

test.each([
  ['03.02.1985', '1985-02-03'],
  ['3.2.1985', '1985-02-03'],
  ['03021985', '1985-02-03'],
  ['29.02.2024', '2024-02-29'],
  ['22.11.2026', '2026-11-22'],
  ['29.02.2023', 'invalid'],
  ['31.04.2020', 'invalid'],
  ['23.11.2026', 'invalid'],
  ['01.01.1880', 'invalid'],
  ['85', 'invalid'],
])('birth date %s → %s', (text, expected) => {
  expect(parseBirthDate(text, today)).toBe(expected);
});

const form = {
  lastName: ' Громова ',
  firstName: 'Анна',
  middleName: '',
  birthDate: '',
  phone: '+7 905 000-11-22',
};

test('a complete form is trimmed, an unknown birth date is null', () => {
  expect(checkForm(form, today)).toEqual({
    ok: true,
    value: {
      lastName: 'Громова',
      firstName: 'Анна',
      middleName: '',
      birthDate: null,
      phone: '+7 905 000-11-22',
    },
  });
});

test('what is missing or wrong is named at its field', () => {
  expect(checkForm(emptyForm, today)).toEqual({
    ok: false,
    error: { lastName: 'required', firstName: 'required', phone: 'required' },
  });
  expect(checkForm({ ...form, phone: '12-34', birthDate: 'вчера' }, today)).toEqual({
    ok: false,
    error: { phone: 'phone', birthDate: 'birthDate' },
  });
});

const contact: NonNullable<PatientsReply['contact']> = {
  id: 58841203,
  lastName: 'Громова',
  firstName: 'Алёна',
  middleName: '',
  birthDate: null,
  phone: '89050001122',
};
const alena: PatientReply = {
  id: 501,
  source: 1,
  lastName: 'Громова',
  firstName: 'Алена',
  middleName: 'Игоревна',
  birthDate: '1985-02-03',
  phone: '+79050001122',
  nextVisits: [],
};
const petr: PatientReply = { ...alena, id: 502, firstName: 'Пётр' };

test('the form starts with what the deal knows', () => {
  expect(formFromContact({ ...contact, birthDate: '1985-02-03' })).toEqual({
    lastName: 'Громова',
    firstName: 'Алёна',
    middleName: '',
    birthDate: '03.02.1985',
    phone: '89050001122',
  });
});

test.each<[string, PatientsReply, number | null]>([
  ['a family on one phone, one has the name', { patients: [alena, petr], contact }, 501],
  ['nobody has the name', { patients: [petr], contact }, null],
  ['two have the name', { patients: [alena, { ...alena, id: 503 }], contact }, null],
  [
    'the birth date decides between namesakes',
    {
      patients: [alena, { ...alena, id: 503, birthDate: '2015-01-01' }],
      contact: { ...contact, birthDate: '2015-01-01' },
    },
    503,
  ],
  [
    'the contact has no surname, one patient',
    { patients: [alena], contact: { ...contact, lastName: '' } },
    501,
  ],
  ['no patients', { patients: [], contact }, null],
])('preselected: %s', (_, reply, expected) => {
  expect(preselect(reply)?.id ?? null).toBe(expected);
});
