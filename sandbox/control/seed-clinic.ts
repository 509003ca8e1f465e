import type { SourceDescriptionInput } from '../archimed/clinic/description.ts';
import { addDays, weekday } from '../archimed/clinic/wall-clock.ts';
import { demoClinic } from '../demo/clinic.ts';
import { demoServices } from '../demo/clinic-services.ts';
import { demoClinics } from '../demo/clinics.ts';
import type { SeedName } from './seed-names.ts';
import { seedPerson } from './seed-people.ts';

const LARGE = { doctors: 40, services: 3600, patients: 5000, firstDoctor: 200, days: 14 } as const;

/** Clinics for «Данные» of the control page; `today` is yyyy-mm-dd. The same every time. */
export function seedClinics(name: SeedName, today: string): SourceDescriptionInput[] {
  const demo = demoClinic(today);
  switch (name) {
    case 'demo':
      return demoClinics(today);
    case 'large':
      return [largeClinic(demo, today)];
    case 'empty': {
      // The directories that every installation has; nobody works there yet and nobody has come.
      const { statuses, deleteReasons, buildings, id, keys, timeZone } = demo;
      return [{ id, name: 'Пустая клиника', timeZone, keys, statuses, deleteReasons, buildings }];
    }
  }
}

type Doctor = NonNullable<SourceDescriptionInput['doctors']>[number];
type Schedule = NonNullable<SourceDescriptionInput['schedules']>[number];

/** The demo's clinic, grown: its own people and visits stay, so that what is linked stays linked. */
function largeClinic(demo: SourceDescriptionInput, today: string): SourceDescriptionInput {
  const own = demo.doctors ?? [];
  const bookable = own.filter(({ maxTime }) => maxTime > 0).length;
  const added = Array.from({ length: LARGE.doctors - bookable }, (_, index) => newDoctor(demo, index));
  const known = demo.patients ?? [];
  const firstPatient = Math.max(0, ...known.map(({ id }) => id ?? 0)) + 1;
  return {
    ...demo,
    name: 'Большая клиника «Заря»',
    doctors: [...own, ...added],
    schedules: [...(demo.schedules ?? []), ...added.map((doctor, index) => workOf(doctor, index, today))],
    services: demoServices(LARGE.services),
    patients: [
      ...known,
      ...Array.from({ length: LARGE.patients - known.length }, (_, index) => ({
        id: firstPatient + index,
        ...seedPerson(index),
      })),
    ],
  };
}

function newDoctor(demo: SourceDescriptionInput, index: number): Doctor {
  const specialities = demo.specializations ?? [];
  const { lastName, firstName, middleName } = seedPerson(index * 31 + 7);
  return {
    id: LARGE.firstDoctor + index,
    lastName,
    firstName,
    middleName,
    specializationIds: specialities
      .slice(index % specialities.length)
      .slice(0, 1)
      .map(({ id }) => id),
    maxTime: index % 3 === 0 ? 20 : 30,
    photo: false,
  };
}

function workOf(doctor: Doctor, index: number, today: string): Schedule {
  const early = index % 2 === 0;
  return {
    doctorId: doctor.id,
    buildingId: 1 + (index % 2),
    room: `Кабинет № ${100 + index}`,
    from: today,
    to: addDays(today, LARGE.days),
    weekdays: weekday(today) === 7 ? [1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4, 5, 6],
    start: early ? '08:00' : '14:00',
    end: early ? '14:00' : '20:00',
    step: doctor.maxTime,
  };
}
