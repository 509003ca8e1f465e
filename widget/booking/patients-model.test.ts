import { expect, test } from 'vitest';
import type { Api } from '../ui/api.ts';
import { createPatientsModel } from './patients-model.ts';

const contact = {
  id: 1,
  lastName: 'Белова',
  firstName: 'Ирина',
  middleName: '',
  birthDate: null,
  phone: '+79050001111',
};
const visit = {
  id: 'v',
  branchId: 1,
  doctorId: 12,
  doctorName: 'Соколова',
  start: '2099-11-27T09:00:00+03:00',
};
const patient = { ...contact, id: 701, source: 1, nextVisits: [visit] };

test('the same person once more: late or not, the visit that was just booked is told, and who was new is known', async () => {
  const asked: unknown[] = [];
  const api = {
    searchPatients: async (body: unknown) => {
      asked.push(body);
      return { ok: true, value: { patients: [patient], contact } };
    },
  } as unknown as Api;
  const model = createPatientsModel(api, 5);
  await model.prime({ value: { patients: [], contact } }, 1);
  expect(model.choice.value.kind).toBe('new');
  await model.renew({ late: true }, 1);
  expect(asked).toEqual([{ dealId: 5, branchId: 1 }]);
  expect([model.choice.value, model.known.value]).toEqual([{ kind: 'known', id: 701 }, [patient]]);
  await model.renew({ value: { patients: [{ ...patient, nextVisits: [visit, visit] }], contact } }, 1);
  expect(model.known.value[0]?.nextVisits).toHaveLength(2);
  expect(asked).toHaveLength(1);
});
