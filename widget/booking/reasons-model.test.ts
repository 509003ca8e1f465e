import { expect, test } from 'vitest';
import type { Api } from '../ui/api.ts';
import { createReasonsModel } from './reasons-model.ts';

const refused = { status: 504, code: 'archimed.unavailable', message: '', details: null };
const reasons = [{ id: 1, name: 'Отказ пациента' }];

function model(replies: readonly unknown[]) {
  const asked: number[] = [];
  const api = {
    cancelReasons: async (branch: number) => replies[asked.push(branch) - 1],
  } as unknown as Api;
  return { asked, ...createReasonsModel(api, 2) };
}

test('reasons that are late are asked for by themselves', async () => {
  const { asked, prime, loading, ...late } = model([{ ok: true, value: { reasons } }]);
  const ready = prime({ late: true });
  expect(loading.value).toBe(true);
  await ready;
  expect([asked, loading.value, late.reasons.value, late.error.value]).toEqual([[2], false, reasons, null]);
});

test('reasons that failed say so and come with the next try', async () => {
  const { asked, prime, load, error, ...failed } = model([
    { ok: false, error: refused },
    { ok: true, value: { reasons } },
  ]);
  await prime({ error: refused });
  expect([asked, error.value?.code]).toEqual([[], 'archimed.unavailable']);
  await load();
  expect(error.value?.code).toBe('archimed.unavailable');
  await load();
  expect([error.value, failed.reasons.value]).toEqual([null, reasons]);
});
