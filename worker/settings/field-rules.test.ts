import { expect, test } from 'vitest';
import { defaultSettings } from './defaults.ts';
import { exclusionProblem, fieldsProblem, mappedFields } from './field-rules.ts';
import type { ContactFields, FieldSettings, LeadFields } from './fields.schemas.ts';

const field = (id: number, type: string) => ({ id, name: `Поле ${id}`, type, enums: [] });
const amocrm = {
  lead: [
    field(1, 'numeric'),
    field(2, 'numeric'),
    field(3, 'date_time'),
    field(4, 'text'),
    field(5, 'url'),
    field(6, 'select'),
  ],
  contact: [field(1, 'text'), field(7, 'birthday')],
};

function settings(lead: Partial<LeadFields>, contact: Partial<ContactFields> = {}): FieldSettings {
  return {
    lead: { ...defaultSettings.fields.lead, ...lead },
    contact: { ...defaultSettings.fields.contact, ...contact },
  };
}

test.each([
  ['nothing mapped', settings({}), undefined],
  [
    'fields that fit',
    settings({ recordId: 1, branchId: 2, dateTime: 3, doctor: 4, status: 6 }, { birthDate: 7 }),
    undefined,
  ],
  ['text instead of a date-time', settings({ dateTime: 4 }), undefined],
  ['the same number in a deal and in a contact', settings({ recordId: 1 }, { patientId: 1 }), undefined],
  ['a field that amoCRM does not have', settings({ doctor: 99 }), 'fields.unknown'],
  ["a contact's field in the deal", settings({ doctor: 7 }), 'fields.unknown'],
  ['a type that does not fit', settings({ recordId: 4 }), 'fields.type_unfit'],
  ['a link for the doctor', settings({ doctor: 5 }), 'fields.type_unfit'],
  ['one field twice', settings({ recordId: 1, branchId: 1 }), 'fields.repeated'],
  ['date-time and date', settings({ dateTime: 3, date: 4 }), 'fields.date_and_time'],
  ['date-time and time', settings({ dateTime: 3, time: 4 }), 'fields.date_and_time'],
])('%s', (_name, given, code) => {
  expect(fieldsProblem(given, amocrm)?.code).toBe(code);
});

test('the sentence names both fields and what would fit', () => {
  expect(fieldsProblem(settings({ doctor: 5 }), amocrm)).toEqual({
    status: 422,
    code: 'fields.type_unfit',
    message: 'Поле «Поле 5» не подходит для «Врач»: нужен тип «Текст» или «Текстовая область».',
    details: { field: 'lead.doctor', fieldId: 5, type: 'url' },
  });
});

test('date and time apart are fine', () => {
  expect(exclusionProblem(['lead.date', 'lead.time'])).toBeNull();
});

test('the budget is no field', () => {
  expect(mappedFields(settings({ budget: true, room: 4 }))).toEqual([['lead.room', 4]]);
});
