import { expect, test } from 'vitest';
import {
  contactFieldValue,
  fittingTypes,
  leadFieldValue,
  type Meaningful,
  planField,
  presentValue,
} from './fields.ts';
import type { CustomField, FieldValue } from './model.ts';
import { STATUS, visit } from './testing.ts';

const field = (type: string, options: readonly string[] = []): CustomField => ({
  id: 500,
  name: 'Поле',
  type,
  enums: options.map((value, index) => ({ id: 901 + index, value })),
});

const moment: Meaningful = { kind: 'moment', date: '2026-11-27', time: '14:30', timeZone: 'Europe/Moscow' };

test.each<[string, Meaningful, string, string | number]>([
  ['a number', { kind: 'number', value: 2283 }, 'numeric', '2283'],
  ['a number in a text field', { kind: 'number', value: 721 }, 'text', '721'],
  ['a text', { kind: 'text', value: 'Кабинет № 2' }, 'text', 'Кабинет № 2'],
  ['digits in a numeric field', { kind: 'text', value: '1576' }, 'numeric', '1576'],
  ['a moment', moment, 'date_time', Date.UTC(2026, 10, 27, 11, 30) / 1000],
  ['a moment in words', moment, 'text', '27.11.2026 14:30'],
  ['a day', { kind: 'day', date: '2026-11-27' }, 'date', Date.UTC(2026, 10, 27) / 1000],
  ['a birthday before 1970', { kind: 'day', date: '1962-01-30' }, 'birthday', Date.UTC(1962, 0, 30) / 1000],
  ['a day in words', { kind: 'day', date: '1962-01-30' }, 'text', '30.01.1962'],
  ['options in words', { kind: 'options', values: ['ЭКГ', 'УЗИ'] }, 'text', 'ЭКГ, УЗИ'],
])('%s → one value', (_, meaning, type, value) => {
  expect(planField(field(type), meaning)).toEqual({
    write: { fieldId: 500, values: [{ value }] },
    compare: String(value),
  });
});

test.each<[string, Meaningful, string]>([
  ['an empty text', { kind: 'text', value: '' }, 'text'],
  ['no options, in words', { kind: 'options', values: [] }, 'text'],
  ['no options', { kind: 'options', values: [] }, 'multiselect'],
])('%s clears the field', (_, meaning, type) => {
  expect(planField(field(type), meaning)).toEqual({ write: { fieldId: 500, values: null }, compare: '' });
});

test('options are written by their ids, each once', () => {
  const plan = planField(field('multiselect', ['ЭКГ', 'УЗИ']), {
    kind: 'options',
    values: ['УЗИ', 'ЭКГ', 'УЗИ'],
  });
  expect(plan).toEqual({
    write: { fieldId: 500, values: [{ enumId: 902 }, { enumId: 901 }] },
    compare: '901,902',
  });
});

test('options that the field lacks are asked for first', () => {
  const plan = planField(field('select', ['Запись']), { kind: 'options', values: ['Подтверждён'] });
  expect(plan).toEqual({ missingOptions: ['Подтверждён'] });
});

test('a card number with letters does not fit a numeric field', () => {
  expect(planField(field('numeric'), { kind: 'text', value: 'А-17' })).toEqual({ unfit: 'А-17' });
});

const single = (value: string | number): FieldValue[] => [{ value, enumId: null }];

test.each<[string, string, FieldValue[] | undefined, string]>([
  ['nothing', 'text', undefined, ''],
  ['a number', 'numeric', single(2283), '2283'],
  ['a numeric text', 'numeric', single('2283'), '2283'],
  ['a moment', 'date_time', single(1_795_000_000), '1795000000'],
  // 14.03.1986, typed in Moscow, in Petropavlovsk-Kamchatsky and in a zone without an offset.
  ['a day of an eastern zone', 'birthday', single(511_131_600), '511142400'],
  ['a day of the farthest zone', 'date', single(511_099_200), '511142400'],
  ['a day of UTC', 'birthday', single(511_142_400), '511142400'],
  [
    'options in any order',
    'multiselect',
    [
      { value: 'б', enumId: 902 },
      { value: 'а', enumId: 901 },
    ],
    '901,902',
  ],
])('what stands in amoCRM is told in the same form: %s', (_, type, values, compare) => {
  expect(presentValue(field(type), values)).toBe(compare);
});

test.each<[Parameters<typeof leadFieldValue>[0], Parameters<typeof visit>[0]]>([
  ['services', { services: null }],
  ['comment', { comment: null }],
  ['doctor', { doctorName: '' }],
  ['status', { statusId: 0, statusName: '№ 0' }],
])('what ArchiMed+ does not tell is not a value: %s', (key, over) => {
  expect(leadFieldValue(key, visit(over))).toBeNull();
});

test('an empty comment and an empty list of services are told', () => {
  expect(leadFieldValue('comment', visit({ comment: '' }))).toEqual({ kind: 'text', value: '' });
  expect(leadFieldValue('services', visit({ services: [] }))).toEqual({ kind: 'options', values: [] });
});

test('a deleted visit has the status «Удалена», whatever its last status was', () => {
  const gone = visit({ deleted: true, statusId: STATUS.confirmed, statusName: 'Подтверждён' });
  expect(leadFieldValue('status', gone)).toEqual({ kind: 'options', values: ['Удалена'] });
});

test('a patient without card number and birth date tells only the id', () => {
  const patient = { id: 721, cardNumber: '', birthDate: null };
  expect(contactFieldValue('patientId', patient)).toEqual({ kind: 'number', value: 721 });
  expect(contactFieldValue('cardNumber', patient)).toBeNull();
  expect(contactFieldValue('birthDate', patient)).toBeNull();
});

test('every fitting type can hold the value that a visit has for the field', () => {
  const told = visit({
    services: [{ id: 1, code: '1', name: 'ЭКГ', price: 1, durationMinutes: 1, groupIds: [] }],
    comment: 'x',
  });
  const patient = { id: 721, cardNumber: '1576', birthDate: '1990-05-17' };
  const values = new Map<string, Meaningful | null>([
    ...(
      [
        'recordId',
        'branchId',
        'dateTime',
        'date',
        'time',
        'doctor',
        'services',
        'branch',
        'room',
        'status',
        'comment',
      ] as const
    ).map((key): [string, Meaningful | null] => [`lead.${key}`, leadFieldValue(key, told)]),
    ...(['patientId', 'cardNumber', 'birthDate'] as const).map((key): [string, Meaningful | null] => [
      `contact.${key}`,
      contactFieldValue(key, patient),
    ]),
  ]);
  for (const [name, types] of Object.entries(fittingTypes)) {
    const value = values.get(name);
    expect(value, name).toBeTruthy();
    for (const type of types) {
      const plan = value && planField(field(type, ['ЭКГ', 'Запись']), value);
      expect(plan, `${name} as ${type}`).toMatchObject({ write: { fieldId: 500 } });
    }
  }
});
