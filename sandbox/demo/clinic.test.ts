import { expect, test } from 'vitest';
import { sourceDescription } from '../archimed/clinic/description.ts';
import { dayKey, holdersByDay, intervalsOf } from '../archimed/clinic/slots.ts';
import { Store } from '../archimed/clinic/store.ts';
import { addDays } from '../archimed/clinic/wall-clock.ts';
import { demoClinic } from './clinic.ts';
import { demoServices } from './clinic-services.ts';

/** Nine in the morning in Moscow. */
function clinicAt(today: string): Store {
  const now = () => Date.parse(`${today}T06:00:00Z`);
  return new Store(now);
}

// A Sunday and a Wednesday: the weekday must not matter to a demo.
test.for(['2026-11-22', '2026-11-25', '2028-02-27'])('the demo clinic on %s', (today) => {
  const store = clinicAt(today);
  const added = store.add(sourceDescription.parse(demoClinic(today)));
  if (!added.ok) throw new Error(added.message);
  const { source } = added;
  const published = new Set(source.schedules.filter((row) => row.published).map((row) => row.doctorId));
  const bookable = [...source.doctors.values()].filter(
    (doctor) => doctor.maxTime > 0 && published.has(doctor.id),
  );
  expect(bookable).toHaveLength(12);
  expect(new Set(bookable.map((doctor) => doctor.specializationIds[0])).size).toBeGreaterThanOrEqual(8);
  expect(source.description.services).toHaveLength(3600);
  const laboratory = source.description.services.filter((service) => service.groupId >= 50);
  expect(laboratory.length).toBeGreaterThan(3000);
  expect(source.medcards.size).toBe(60);
  expect(source.talons.size).toBeGreaterThanOrEqual(70);
  expect(source.talons.size).toBeLessThanOrEqual(100);

  const holders = holdersByDay(source);
  for (let offset = 0; offset <= 5; offset += 1) {
    const date = addDays(today, offset);
    for (const doctor of bookable) {
      const slots = source.schedules
        .filter((row) => row.doctorId === doctor.id && row.date === date)
        .flatMap((row) => intervalsOf(row, holders.get(dayKey(doctor.id, date)) ?? []));
      expect(slots.filter((slot) => slot.free).length).toBeGreaterThanOrEqual(slots.length / 3);
      expect(slots.length).toBeGreaterThanOrEqual(10);
    }
  }
});

test('talons never overlap, past ones are settled, the first twenty people have none ahead', () => {
  const today = '2026-11-23';
  const store = clinicAt(today);
  const added = store.add(sourceDescription.parse(demoClinic(today)));
  if (!added.ok) throw new Error(added.message);
  const talons = [...added.source.talons.values()];
  expect(new Set(talons.map((talon) => `${talon.doctorId} ${talon.date} ${talon.begin}`)).size).toBe(
    talons.length,
  );
  for (const talon of talons) {
    expect(talon.room).not.toBe('');
    expect(talon.date < today ? [3, 4, 6] : [1, 2]).toContain(talon.statusId);
    if (talon.date >= today) expect(talon.patientId).toBeGreaterThanOrEqual(721);
  }
});

test('services of any number with codes and ids of their own', () => {
  for (const count of [10, 300, 3600]) {
    const services = demoServices(count);
    expect(services).toHaveLength(count);
    expect(new Set(services.map((service) => service.code)).size).toBe(count);
    expect(new Set(services.map((service) => service.name)).size).toBe(count);
  }
});
