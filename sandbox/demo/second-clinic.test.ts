import { expect, test } from 'vitest';
import { sourceDescription } from '../archimed/clinic/description.ts';
import { intervalsOf } from '../archimed/clinic/slots.ts';
import { Store } from '../archimed/clinic/store.ts';
import { demoClinics } from './clinics.ts';

test.for(['2026-11-22', '2026-11-25'])('both clinics of the demo side by side on %s', (today) => {
  const store = new Store(() => Date.parse(`${today}T06:00:00Z`));
  for (const clinic of demoClinics(today)) {
    expect(store.add(sourceDescription.parse(clinic))).toMatchObject({ ok: true });
  }
  const [first, second] = store.all();
  if (first === undefined || second === undefined) throw new Error('two clinics are expected');
  expect(first.description.id).toBe('zarya');
  const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name);
  const shared = names(first.description.statuses).filter((name) =>
    names(second.description.statuses).includes(name),
  );
  expect(shared).toEqual([]);
  expect(second.description.statuses).not.toHaveLength(first.description.statuses.length);

  // Every talon stands where an interval of its doctor begins and ends, and no two on one time.
  const talons = [...second.talons.values()];
  expect(new Set(talons.map((talon) => `${talon.doctorId} ${talon.date} ${talon.begin}`)).size).toBe(12);
  for (const talon of talons) {
    const slots = second.schedules
      .filter((row) => row.doctorId === talon.doctorId && row.date === talon.date)
      .flatMap((row) => intervalsOf(row, []));
    expect(slots).toContainEqual({ begin: talon.begin, end: talon.end, free: true });
  }
});
