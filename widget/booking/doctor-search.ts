import type { ComboboxOption } from '../ui/components/combobox.tsx';
import { matches } from '../ui/words.ts';
import type { Doctor, Target } from './schedule-model.ts';

export type SearchTexts = { specialities: string; doctors: string; notBookable: string };

/** Specialities first: a caller rather names what hurts than whom to see. */
export function doctorOptions(
  doctors: readonly Doctor[],
  query: string,
  texts: SearchTexts,
): ComboboxOption[] {
  const specialities = new Map<number, string>();
  for (const doctor of doctors) {
    for (const speciality of doctor.specialities) specialities.set(speciality.id, speciality.name);
  }
  const bySpeciality = [...specialities]
    .filter(([, name]) => matches(name, query))
    .sort(([, a], [, b]) => a.localeCompare(b, 'ru'))
    .map(([id, name]) => ({ id: `s${id}`, label: name, group: texts.specialities }));
  const byName = [...doctors]
    .filter((doctor) => matches(`${doctor.name} ${specialityText(doctor)}`, query))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'))
    .map((doctor) => ({
      id: `d${doctor.id}`,
      label: doctor.name,
      note: doctor.bookable ? specialityText(doctor) : texts.notBookable,
      group: texts.doctors,
      disabled: !doctor.bookable,
    }));
  return [...bySpeciality, ...byName];
}

export function targetOf(optionId: string): Target {
  const id = Number(optionId.slice(1));
  return optionId.startsWith('s') ? { kind: 'speciality', id } : { kind: 'doctor', id };
}

export function specialityText(doctor: Doctor): string {
  return doctor.specialities.map((speciality) => speciality.name).join(', ');
}

/** What the input shows for the present target. */
export function targetText(doctors: readonly Doctor[], target: Target): string {
  switch (target.kind) {
    case 'any':
      return '';
    case 'doctor':
      return doctors.find((doctor) => doctor.id === target.id)?.name ?? '';
    case 'speciality':
      return (
        doctors.flatMap((doctor) => doctor.specialities).find((speciality) => speciality.id === target.id)
          ?.name ?? ''
      );
  }
}
