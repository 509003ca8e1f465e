import { signal } from '@preact/signals';
import type { OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type { NewPatient, PatientReply, PatientsReply } from '../../worker/visits/visits.schemas.ts';
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
  /** The deal's; null: it has none, undefined: not known yet. */
  const contact = signal<PatientsReply['contact'] | undefined>(undefined);
  const choice = signal<Choice>({ kind: 'none' });
  const forms = { new: signal<PatientForm>(emptyForm), other: signal<PatientForm>(emptyForm) };
  const alreadyShown = signal(0);
  const searchPhone = signal('');
  /** Outside a deal's card: the one that was typed; empty: the person's own. */
  const deal = signal('');
  const errors = signal<FormErrors>({});
  let asked = 0;

  /** Another branch may be another clinic: who is known there is asked anew, who was chosen stays if he is known there, too. */
  const load = async (branchId: number): Promise<void> => {
    asked += 1;
    const mine = asked;
    const before = choice.value;
    const wasFound = found.value !== null;
    known.value = [];
    found.value = null;
    if (before.kind === 'known') choice.value = { kind: 'none' };
    if (dealId === null) {
      choice.value = { kind: 'other' };
    } else {
      loading.value = true;
      error.value = null;
      const reply = await api.searchPatients({ dealId, branchId });
      if (mine !== asked) return;
      loading.value = false;
      if (reply.ok) take(reply.value);
      else error.value = reply.error;
    }
    if (wasFound) await search(branchId);
    if (mine === asked && before.kind === 'known' && find(before.id) !== undefined) choice.value = before;
  };
  const take = (reply: PatientsReply): void => {
    loading.value = false;
    known.value = reply.patients;
    contact.value = reply.contact;
    if (forms.new.value === emptyForm) forms.new.value = formFromContact(reply.contact);
    if (choice.value.kind !== 'none') return;
    const one = preselect(reply);
    if (one !== null) choice.value = { kind: 'known', id: one.id };
    else if (reply.patients.length === 0) choice.value = { kind: 'new' };
  };
  /** The same person once more: who is known stays chosen, with the visit that was just booked. */
  const renew = async (part: OpeningReply['patients'], branchId: number): Promise<void> => {
    if ('value' in part) take(part.value);
    else if ('late' in part) await load(branchId);
    else return;
    const one = preselect({ patients: [...known.value], contact: contact.value ?? null });
    if (choice.value.kind === 'new' && one !== null) choice.value = { kind: 'known', id: one.id };
  };
  /** What came with the opening; late: asked for by itself. */
  const prime = async (part: OpeningReply['patients'], branchId: number): Promise<void> => {
    if (dealId === null) {
      choice.value = { kind: 'other' };
    } else if ('value' in part) {
      take(part.value);
    } else if ('error' in part) {
      error.value = part.error;
    } else {
      await load(branchId);
    }
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
    // Those of the contact stand above already.
    found.value = reply.value.patients.filter(({ id }) => !known.value.some((patient) => patient.id === id));
    alreadyShown.value = reply.value.patients.length - found.value.length;
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
    contact,
    found,
    alreadyShown,
    choice,
    forms,
    searchPhone,
    deal,
    errors,
    load,
    prime,
    renew,
    search,
    read,
    name,
    choose,
    type,
  };
}
