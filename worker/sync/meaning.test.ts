import { expect, test } from 'vitest';
import type { Meaning } from '../settings/statuses.schemas.ts';
import { suggestMeaning } from './meaning.ts';

const demoClinic: [string, Meaning][] = [
  ['Запись', 'booked'],
  ['Подтверждён', 'confirmed'],
  ['Приём состоялся', 'completed'],
  ['Отменён', 'cancelled'],
  ['Пациент пришёл', 'arrived'],
  ['Не явился', 'no-show'],
];

test.each(demoClinic)('demo clinic: «%s» → %s', (name, meaning) => {
  expect(suggestMeaning(name)).toBe(meaning);
});

test.each<[string, Meaning | null]>([
  ['Неявка', 'no-show'],
  ['Неявка пациента', 'no-show'],
  ['Не пришла', 'no-show'],
  ['Не пришёл на приём', 'no-show'],
  ['НЕ ЯВИЛАСЬ', 'no-show'],
  ['Приём не состоялся', 'no-show'],
  ['Пришёл', 'arrived'],
  ['Пришел', 'arrived'],
  ['Пациент прибыл', 'arrived'],
  ['На приёме', 'arrived'],
  ['В клинике', 'arrived'],
  ['Ожидает в холле', 'arrived'],
  ['Отказ пациента', 'cancelled'],
  ['Отменена клиникой', 'cancelled'],
  ['Аннулирована', 'cancelled'],
  ['Отмена подтверждения', 'cancelled'],
  ['Приём завершен', 'completed'],
  ['Услуга оказана', 'completed'],
  ['Оплачено', 'completed'],
  ['Выполнено', 'completed'],
  ['Подтвержден по телефону', 'confirmed'],
  ['Запись подтверждена', 'confirmed'],
  ['Пациент подтвердил визит', 'confirmed'],
  ['Предварительная запись', 'booked'],
  ['Записан через сайт', 'booked'],
  ['Новая', 'booked'],
  ['Перерыв', null],
  ['', null],
])('«%s» → %s', (name, meaning) => {
  expect(suggestMeaning(name)).toBe(meaning);
});

test.each([
  'Не подтверждён',
  'не подтвержден',
  'Неподтверждена',
  'Не подтвердил',
  'Нет подтверждения',
  'Unconfirmed',
])('unconfirmed «%s» is booked', (name) => {
  expect(suggestMeaning(name)).toBe('booked');
});

test.each(['Ожидает подтверждения', 'Требует подтверждения'])(
  '«%s» is neither confirmed nor in the clinic',
  (name) => {
    expect(suggestMeaning(name)).toBe('booked');
  },
);

test.each(['Не оплачен', 'Приём не завершён', 'Не принят', 'Услуга не оказана'])(
  'denied end «%s» suggests nothing',
  (name) => {
    expect(suggestMeaning(name)).toBeNull();
  },
);
