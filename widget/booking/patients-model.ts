import { signal } from '@preact/signals';
import type { NewPatient, PatientReply } from '../../worker/visits/visits.schemas.ts';
import type { Api } from '../ui/api.ts';
import { dateIn, fullName } from '../ui/format.ts';
import type { ApiError } from '../ui/http.ts';
import {
  checkForm,
  emptyForm,
  type FormErrors,
  formFromContact,
  type PatientForm,
  preselect,
} from './patient-form.ts';

export type Choice = { kind: 'none' } | { kind: 'known'; id: number } | { kind: 'new' } | { kind: 'other' };
export type Chosen = { body: { id: number } | NewPatient; name: string };
export type PatientsModel = ReturnType<typeof createPatientsModel>;

/** Who comes: patients that ArchiMed+ knows under the contact's phone, a new one, or somebody else. */
export function createPatientsModel(api: Api, dealId: number | null) {
  const loading = signal(false);
  const error = signal<ApiError | null>(null);
  const known = signal<readonly PatientReply[]>([]);
  /** Found by a phone that was typed; null: not searched yet. */
  const found = signal<readonly PatientReply[] | null>(null);
  const choice = signal<Choice>({ kind: 'none' });
  const forms = { new: signal<PatientForm>(emptyForm), other: signal<PatientForm>(emptyForm) };
  const searchPhone = signal('');
  const errors = signal<FormErrors>({});
  let asked = 0;

  const load = async (branchId: number): Promise<void> => {
    asked += 1;
    const mine = asked;
    known.value = [];
    found.value = null;
    if (choice.value.kind === 'known') choice.value = { kind: 'none' };
    if (dealId === null) {
      choice.value = { kind: 'other' };
      return;
    }
    loading.value = true;
    error.value = null;
    const reply = await api.searchPatients({ dealId, branchId });
    if (mine !== asked) return;
    loading.value = false;
    if (!reply.ok) {
      error.value = reply.error;
      return;
    }
    known.value = reply.value.patients;
    if (forms.new.value === emptyForm) forms.new.value = formFromContact(reply.value.contact);
    if (choice.value.kind !== 'none') return;
    const one = preselect(reply.value);
    if (one !== null) choice.value = { kind: 'known', id: one.id };
    else if (reply.value.patients.length === 0) choice.value = { kind: 'new' };
  };

  const search = async (branchId: number): Promise<void> => {
    const phone = searchPhone.value.trim();
    if (phone.length < 5) return;
    loading.value = true;
    error.value = null;
    const reply = await api.searchPatients({ phone, branchId });
    loading.value = false;
    if (!reply.ok) {
      error.value = reply.error;
      return;
    }
    found.value = reply.value.patients;
    if (reply.value.patients.length === 0 && forms.other.value.phone === '') {
      forms.other.value = { ...forms.other.value, phone };
    }
  };

  /** The patient for the request; `null` and visible errors while something is missing. */
  const read = (timeZone: string): Chosen | null => {
    const now = choice.value;
    if (now.kind === 'none') return null;
    if (now.kind === 'known') {
      const patient = find(now.id);
      return patient === undefined ? null : { body: { id: patient.id }, name: fullName(patient) };
    }
    const checked = checkForm(forms[now.kind].value, dateIn(Date.now(), timeZone));
    errors.value = checked.ok ? {} : checked.error;
    return checked.ok ? { body: checked.value, name: fullName(checked.value) } : null;
  };
  const find = (id: number): PatientReply | undefined =>
    [...known.value, ...(found.value ?? [])].find((patient) => patient.id === id);

  const name = (): string => {
    const now = choice.value;
    if (now.kind === 'none') return '';
    if (now.kind !== 'known') return fullName(forms[now.kind].value).trim();
    const patient = find(now.id);
    return patient === undefined ? '' : fullName(patient);
  };

  const choose = (next: Choice): void => {
    choice.value = next;
    errors.value = {};
  };
  const type = (form: 'new' | 'other', field: keyof PatientForm, text: string): void => {
    forms[form].value = { ...forms[form].value, [field]: text };
    if (errors.value[field] !== undefined) errors.value = { ...errors.value, [field]: undefined };
  };

  return {
    loading,
    error,
    known,
    found,
    choice,
    forms,
    searchPhone,
    errors,
    load,
    search,
    read,
    name,
    choose,
    type,
  };
}
