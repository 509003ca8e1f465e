import { expect, test } from 'vitest';
import { type StatusToPlace, suggestStages } from './suggest-stages.ts';

const stage = (id: number, name: string, kind: 'unsorted' | 'open' | 'won' | 'lost' = 'open') => ({
  id,
  name,
  color: '#fff',
  kind,
});
const main = {
  id: 10,
  name: 'Первичные',
  isMain: true,
  stages: [
    stage(1, 'Неразобранное', 'unsorted'),
    stage(2, 'Новая заявка'),
    stage(3, 'Записан'),
    stage(4, 'Подтвердил'),
    stage(5, 'Не пришёл'),
    stage(6, 'Пришёл на приём'),
    stage(7, 'Отменил запись'),
    stage(142, 'Успешно реализовано', 'won'),
    stage(143, 'Закрыто и не реализовано', 'lost'),
  ],
};
const second = {
  id: 20,
  name: 'Повторные',
  isMain: false,
  stages: [stage(30, 'Записан'), stage(31, 'Приём завершён')],
};
const statuses: StatusToPlace[] = [
  { statusId: 1, name: 'Запись', meaning: 'booked' },
  { statusId: 2, name: 'Подтверждён', meaning: 'confirmed' },
  { statusId: 3, name: 'Приём состоялся', meaning: 'completed' },
  { statusId: 4, name: 'Отменён', meaning: 'cancelled' },
  { statusId: 5, name: 'Пациент пришёл', meaning: 'arrived' },
  { statusId: 6, name: 'Не явился', meaning: 'no-show' },
  { statusId: 'deleted', name: 'удалена', meaning: null },
];

test('the demo clinic finds its stages in the main pipeline', () => {
  const found = suggestStages(statuses, [second, main]);
  expect(Object.fromEntries([...found].map(([id, at]) => [id, [at.pipelineId, at.stageId]]))).toEqual({
    1: [10, 3],
    2: [10, 4],
    3: [10, 142],
    4: [10, 7],
    5: [10, 6],
    6: [10, 5],
    deleted: [10, 7],
  });
});

test('the same name goes before the meaning', () => {
  const pipeline = { ...main, stages: [stage(3, 'Записан'), stage(9, 'Перезвонить после записи')] };
  const found = suggestStages(
    [{ statusId: 8, name: 'перезвонить  после записи', meaning: 'booked' }],
    [pipeline],
  );
  expect(found.get(8)).toEqual({ pipelineId: 10, stageId: 9 });
});

test('«не пришёл» is never taken for an arrival', () => {
  const pipeline = { ...main, stages: [stage(5, 'Не пришёл'), stage(7, 'Отменил запись на приём')] };
  expect(suggestStages(statuses.slice(0, 5), [pipeline]).get(5)).toBeUndefined();
  expect(suggestStages(statuses.slice(0, 1), [pipeline]).size).toBe(0);
});

test('nothing fits: nothing is suggested, and a lost stage is never a guess', () => {
  const pipeline = {
    ...main,
    stages: [stage(2, 'Новая заявка'), stage(143, 'Закрыто и не реализовано', 'lost')],
  };
  expect(suggestStages(statuses, [pipeline]).size).toBe(0);
  expect(suggestStages([{ statusId: 9, name: 'Ждёт звонка', meaning: null }], [main]).size).toBe(0);
});

test('English names work too', () => {
  const pipeline = {
    ...main,
    stages: [stage(3, 'Booked'), stage(4, 'No-show'), stage(5, 'Cancelled by patient')],
  };
  const found = suggestStages(statuses, [pipeline]);
  expect(found.get(1)?.stageId).toBe(3);
  expect(found.get(6)?.stageId).toBe(4);
  expect(found.get(4)?.stageId).toBe(5);
});
