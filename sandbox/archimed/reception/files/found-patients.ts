import type { FoundPatient } from '../patients-view.ts';
import { api } from './api.ts';
import type { Choice } from './picker.ts';
import { phone, russianDate } from './words.ts';

export function fullName({ lastName, firstName, middleName }: FoundPatient): string {
  return [lastName, firstName, middleName].filter(Boolean).join(' ');
}

/** By phone, name, card number or birth date; `prefix` keeps the test ids of two searches apart. */
export function patientChoices(prefix: string): (query: string) => Promise<Choice<FoundPatient>[] | null> {
  return async (query) => {
    const reply = await api.patients(query);
    if (!reply.ok) return null;
    return reply.value.patients.map((found) => ({
      value: found,
      testId: `${prefix}-${found.id}`,
      label: fullName(found),
      details: [russianDate(found.birthDate), phone(found.phone || found.phone1), `№ ${found.number}`]
        .filter(Boolean)
        .join(' · '),
    }));
  };
}
