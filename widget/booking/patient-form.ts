import type { NewPatient, PatientReply, PatientsReply } from '../../worker/visits/visits.schemas.ts';
import { plain } from '../ui/words.ts';

/** As typed; nothing is corrected under the hands of the manager. */
export type PatientForm = {
  lastName: string;
  firstName: string;
  middleName: string;
  birthDate: string;
  phone: string;
};
export type FormError = 'required' | 'birthDate' | 'phone';
export type FormErrors = Partial<Record<keyof PatientForm, FormError>>;

export const emptyForm: PatientForm = {
  lastName: '',
  firstName: '',
  middleName: '',
  birthDate: '',
  phone: '',
};

export function formFromContact(contact: PatientsReply['contact']): PatientForm {
  if (contact === null) return emptyForm;
  return {
    lastName: contact.lastName,
    firstName: contact.firstName,
    middleName: contact.middleName,
    birthDate: contact.birthDate === null ? '' : typedDate(contact.birthDate),
    phone: contact.phone ?? '',
  };
}

export function checkForm(
  form: PatientForm,
  today: string,
): { ok: true; value: NewPatient } | { ok: false; error: FormErrors } {
  const errors: FormErrors = {};
  if (form.lastName.trim() === '') errors.lastName = 'required';
  if (form.firstName.trim() === '') errors.firstName = 'required';
  const birthDate = form.birthDate.trim() === '' ? null : parseBirthDate(form.birthDate, today);
  if (birthDate === 'invalid') errors.birthDate = 'birthDate';
  if (form.phone.trim() === '') errors.phone = 'required';
  else if (!isPhone(form.phone)) errors.phone = 'phone';
  if (Object.keys(errors).length > 0 || birthDate === 'invalid') return { ok: false, error: errors };
  return {
    ok: true,
    value: {
      lastName: form.lastName.trim(),
      firstName: form.firstName.trim(),
      middleName: form.middleName.trim(),
      birthDate,
      phone: form.phone.trim(),
    },
  };
}

/** «3.2.1985», «03021985», «03/02/1985» → `1985-02-03`; a date that does not exist or lies ahead is refused. */
export function parseBirthDate(text: string, today: string): string | 'invalid' {
  const match =
    /^\s*(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4})\s*$/.exec(text) ??
    /^\s*(\d{2})(\d{2})(\d{4})\s*$/.exec(text);
  if (match === null) return 'invalid';
  const [, day = '', month = '', year = ''] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T12:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) return 'invalid';
  return date > today || date < '1900-01-01' ? 'invalid' : date;
}

function typedDate(date: string): string {
  return date.split('-').reverse().join('.');
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 10 && digits <= 15 && !/[^\d\s()+\-.]/.test(text);
}

/**
 * The patient to start with: the one whose name is the contact's, or the only one when the contact's name says nothing
 * against it. Families share phones, so anything else is left to the manager.
 */
export function preselect(reply: PatientsReply): PatientReply | null {
  const { patients, contact } = reply;
  if (contact === null || contact.lastName === '')
    return patients.length === 1 ? (patients[0] ?? null) : null;
  const named = patients.filter(
    (patient) =>
      same(patient.lastName, contact.lastName) &&
      (contact.firstName === '' || same(patient.firstName, contact.firstName)) &&
      (contact.birthDate === null || patient.birthDate === null || patient.birthDate === contact.birthDate),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

function same(a: string, b: string): boolean {
  return plain(a) === plain(b);
}
