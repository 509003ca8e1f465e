import { expect, test } from 'vitest';
import * as read from './field-values.ts';
import * as write from './field-writes.ts';

const field = (...values: unknown[]) =>
  read.fieldValues.parse([
    {
      field_id: 1,
      field_type: 'x',
      values: values.map((value) => ({ value, enum_id: null, enum_code: null })),
    },
  ])[0] ?? null;

test.each([
  { read: read.readText(field('Казань')), is: 'Казань' },
  { read: read.readText(field(5)), is: '5' },
  { read: read.readText(field('')), is: null },
  { read: read.readText(null), is: null },
  { read: read.readNumeric(field('2284')), is: 2284 },
  { read: read.readNumeric(field('1,5')), is: 1.5 },
  { read: read.readNumeric(field(7)), is: 7 },
  { read: read.readNumeric(field(' ')), is: null },
  { read: read.readNumeric(field('12 шт')), is: null },
  { read: read.readNumeric(null), is: null },
  { read: read.readCheckbox(field(true)), is: true },
  { read: read.readCheckbox(field('1')), is: true },
  { read: read.readCheckbox(field(false)), is: false },
  { read: read.readCheckbox(null), is: false },
  { read: read.readDateTime(field(1785283200)), is: 1785283200 },
  { read: read.readDateTime(field('1785283200')), is: 1785283200 },
  { read: read.readDateTime(field('2026-07-29T03:00:00+03:00')), is: 1785283200 },
  { read: read.readDateTime(field('завтра')), is: null },
  { read: read.readDateTime(null), is: null },
  { read: read.readDate(field(1785283200), 'Europe/Moscow'), is: '2026-07-29' },
  { read: read.readDate(field(1785283200 - 3 * 3600), 'Europe/Moscow'), is: '2026-07-29' },
  { read: read.readDate(field(1785283200 - 12 * 3600), 'Asia/Kamchatka'), is: '2026-07-29' },
  { read: read.readDate(field(-63_158_400), 'Europe/Moscow'), is: '1968-01-01' },
  { read: read.readDate(null, 'Europe/Moscow'), is: null },
])('a field is read as $is', ({ read: value, is }) => {
  expect(value).toBe(is);
});

test('select and multiselect carry the option and its text', () => {
  const [services] = read.fieldValues.parse([
    {
      field_id: 1,
      field_type: 'multiselect',
      values: [
        { value: 'Приём', enum_id: 912201, enum_code: null },
        { value: 'УЗИ', enum_id: 912203, enum_code: 'UZI' },
      ],
    },
  ]);
  expect(read.readMultiselect(services ?? null)).toEqual([
    { enumId: 912201, value: 'Приём' },
    { enumId: 912203, value: 'УЗИ' },
  ]);
  expect(read.readSelect(services ?? null)).toEqual({ enumId: 912201, value: 'Приём' });
  expect(read.readSelect(null)).toBeNull();
});

test('a field is found by its id; no fields at all come as null', () => {
  expect(read.fieldValues.parse(null)).toEqual([]);
  expect(read.fieldValues.parse(undefined)).toEqual([]);
  const fields = read.fieldValues.parse([{ field_id: 5, field_type: 'text', values: [{ value: 'x' }] }]);
  expect(read.findField(fields, 5)?.fieldId).toBe(5);
  expect(read.findField(fields, 6)).toBeNull();
});

test.each([
  { written: write.writeText(1, 'Казань'), is: { field_id: 1, values: [{ value: 'Казань' }] } },
  { written: write.writeNumeric(1, 2284), is: { field_id: 1, values: [{ value: '2284' }] } },
  { written: write.writeCheckbox(1, true), is: { field_id: 1, values: [{ value: true }] } },
  { written: write.writeSelect(1, 912201), is: { field_id: 1, values: [{ enum_id: 912201 }] } },
  {
    written: write.writeMultiselect(1, [912201, 912203]),
    is: { field_id: 1, values: [{ enum_id: 912201 }, { enum_id: 912203 }] },
  },
  { written: write.writeMultiselect(1, []), is: { field_id: 1, values: null } },
  { written: write.writeDate(1, '2026-07-29'), is: { field_id: 1, values: [{ value: 1785283200 }] } },
  { written: write.writeDate(1, '1968-01-01'), is: { field_id: 1, values: [{ value: -63_158_400 }] } },
  { written: write.writeDateTime(1, 1785283200), is: { field_id: 1, values: [{ value: 1785283200 }] } },
  {
    written: write.writePhones([
      { value: '+79050001122', enumCode: 'MOB' },
      { value: '+79050003344', enumCode: null },
    ]),
    is: {
      field_code: 'PHONE',
      values: [
        { value: '+79050001122', enum_code: 'MOB' },
        { value: '+79050003344', enum_code: 'WORK' },
      ],
    },
  },
  { written: write.writePhones([]), is: { field_code: 'PHONE', values: null } },
  { written: write.clearField(1), is: { field_id: 1, values: null } },
])('a field is written as $is', ({ written, is }) => {
  expect(written).toEqual(is);
});

test.each(['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka'])(
  'a date written is the date read in %s',
  (zone) => {
    const { values } = write.writeDate(1, '2026-11-30');
    const value = values?.[0] !== undefined && 'value' in values[0] ? values[0].value : null;
    expect(read.readDate(field(value), zone)).toBe('2026-11-30');
  },
);
