import { expect, test } from 'vitest';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import type { VisitDetails } from '../../worker/visits/details.schemas.ts';
import type { OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type { Api } from '../ui/api.ts';
import { createModel } from './model.ts';

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const at = (time: string): string => `${tomorrow}T${time}:00+00:00`;
const branch = (id: number, title: string) => ({ id, title, timeZone: 'UTC', main: id === 1, enabled: true });
const me = { branches: [branch(1, 'Центр'), branch(2, 'Север')] } as unknown as MeReply;
const doctor = {
  id: 12,
  name: 'Соколова Мария',
  bookable: true,
  specialities: [{ id: 32, name: 'Кардиолог' }],
};
const place = { doctorId: 12, room: '205', buildingName: 'Центр' };
const slots = [{ ...place, start: at('11:00'), end: at('11:30') }];
const moved = {
  visit: { ...place, id: 'v', branchId: 1, branchTitle: 'Центр', start: at('09:00'), end: at('10:00') },
  ...{ services: [], comment: '', patientName: 'Белова Ирина' },
} as unknown as VisitDetails;

/** A window that opens on the visit, else for a new one; and what it asked for since. */
async function opened(details: VisitDetails | null) {
  const asked: unknown[] = [];
  const answer =
    (value: unknown) =>
    async (...query: unknown[]) => {
      asked.push(...query);
      return { ok: true, value };
    };
  const part = { slots, schedulePublished: true, asOf: at('08:00') };
  const pieces = ['09:00', '09:30', '10:00', '10:30'].map((start, index) => ({
    ...{ start: at(start), end: at(['09:30', '10:00', '10:30', '11:00'][index] ?? ''), free: index === 2 },
  }));
  const api = {
    slots: answer(part),
    doctors: answer({ doctors: [doctor] }),
    services: answer({ services: [], total: 0 }),
    servicesByIds: answer({ services: [], total: 0 }),
    searchPatients: answer({ patients: [], contact: null }),
    schedule: answer({ shifts: [{ ...place, date: tomorrow, intervals: pieces }] }),
    patchVisit: answer({ visit: moved.visit }),
  } as unknown as Api;
  const model = createModel({
    api,
    context: { kind: 'booking', dealId: 5, lang: 'ru', theme: 'light' },
    opening: {
      ...{ me, branchId: 1, from: null, visit: null, reasons: null },
      doctors: { value: { doctors: [doctor], asOf: at('08:00') } },
      slots: { value: part },
      services: { value: { services: [], total: 0 } },
      patients: { value: { patients: [], contact: null } },
    } satisfies OpeningReply as OpeningReply & { branchId: number },
    details,
    onChanged: () => {},
  });
  await model.start();
  asked.length = 0;
  return { model, asked };
}

test('a new visit goes to the branch that is named; one that is moved stays in its own', async () => {
  const booking = await opened(null);
  booking.model.search.type('север');
  await booking.model.search.apply();
  expect([booking.model.branch.value.id, booking.asked[0]]).toEqual([2, 2]);

  const { model, asked } = await opened(moved);
  model.search.type('север');
  await model.search.apply();
  expect(model.branch.value.id).toBe(1);
  expect(asked).toEqual([expect.objectContaining({ branch: 1 })]);
  expect(model.search.unknown.value).toEqual(['север']);
  model.search.type('центр');
  expect(model.search.phrase.value.parts.map(({ part }) => part.kind)).toEqual(['branch']);
});

test('a visit that is moved may take a part of the time it has now', async () => {
  const { model, asked } = await opened(moved);
  model.grid.enter('week');
  await new Promise((resolve) => setTimeout(resolve, 0));
  // Where it stands is in view at once.
  expect(model.grid.from.value).toBe(tomorrow);
  model.pick({ ...place, start: at('09:30'), end: at('10:30') });
  expect([model.schedule.chosen.value?.end, model.schedule.lost.value]).toEqual([at('10:30'), null]);
  await model.submit(false);
  expect(asked.at(-1)).toEqual({ doctorId: 12, start: at('09:30'), end: at('10:30') });
});
