import { expect, test } from 'vitest';
import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import {
  chosen,
  fieldFaults,
  fieldsDraft,
  optionsFor,
  systemFieldsMapped,
  toCreate,
  toFieldsPut,
  visibleFields,
  withField,
  withoutExcluded,
} from './fields-draft.ts';

const names: FieldName[] = [
  'lead.recordId',
  'lead.branchId',
  'lead.dateTime',
  'lead.date',
  'lead.time',
  'lead.doctor',
  'lead.services',
  'lead.branch',
  'lead.room',
  'lead.status',
  'lead.comment',
  'contact.patientId',
  'contact.cardNumber',
  'contact.birthDate',
];
const fitting = Object.fromEntries(names.map((name) => [name, ['text']])) as Record<FieldName, string[]>;
const reply: FieldsReply = {
  version: 2,
  lead: {
    recordId: 11,
    branchId: null,
    dateTime: null,
    date: 13,
    time: null,
    doctor: 14,
    services: null,
    branch: null,
    room: null,
    status: null,
    comment: null,
    budget: false,
  },
  contact: { patientId: null, cardNumber: null, birthDate: null },
  available: {
    lead: [
      { id: 11, name: 'ID записи', type: 'numeric' },
      { id: 13, name: 'Дата', type: 'date' },
      { id: 14, name: 'Врач', type: 'text' },
      { id: 15, name: 'Комментарий', type: 'textarea' },
    ],
    contact: [{ id: 14, name: 'Номер карты', type: 'text' }],
  },
  fitting: {
    ...fitting,
    'lead.recordId': ['numeric'],
    'lead.branchId': ['numeric'],
    'lead.date': ['date', 'text'],
    'lead.comment': ['textarea', 'text'],
  },
};

test('two saved fields for date and time open the page with the switch off', () => {
  expect(fieldsDraft(reply).joined).toBe(false);
  expect(fieldsDraft({ ...reply, lead: { ...reply.lead, date: null } }).joined).toBe(true);
});

test('joining hides the two fields and does not send them, splitting brings them back', () => {
  const joined = { ...fieldsDraft(reply), joined: true };
  expect(visibleFields(true)).not.toContain('lead.date');
  expect(toFieldsPut(joined, 2).lead).toMatchObject({ date: null, time: null });
  expect(toFieldsPut({ ...joined, joined: false }, 2).lead).toMatchObject({ date: 13, dateTime: null });
  expect(Object.keys(toFieldsPut(joined, 2)).sort()).toEqual(['contact', 'lead', 'version']);
});

test('before a joint field is created the two saved ones leave, nothing else changes', () => {
  expect(withoutExcluded(reply, false)).toBe(null);
  expect(withoutExcluded(reply, true)).toEqual({
    version: 2,
    lead: { ...reply.lead, date: null, time: null },
    contact: reply.contact,
  });
});

test('only fields of a fitting type are offered, and the chosen one', () => {
  expect(optionsFor('lead.comment', reply, null).map(({ id }) => id)).toEqual([14, 15]);
  expect(optionsFor('lead.recordId', reply, 14).map(({ id }) => id)).toEqual([11, 14]);
  expect(optionsFor('contact.cardNumber', reply, null).map(({ id }) => id)).toEqual([14]);
});

test('a deleted, an unfitting and a doubly used field are named', () => {
  let draft = fieldsDraft(reply);
  draft = withField(draft, 'lead.room', 999);
  draft = withField(draft, 'lead.branchId', 14);
  draft = withField(draft, 'lead.comment', 14);
  draft = withField(draft, 'contact.cardNumber', 14);
  expect(fieldFaults(draft, reply)).toEqual({
    'lead.room': 'gone',
    'lead.branchId': 'unfit',
    'lead.comment': 'twice',
    'lead.doctor': 'twice',
  });
});

test('«Создать все» makes what is on the screen and empty', () => {
  const missing = toCreate(fieldsDraft(reply));
  expect(missing).toContain('lead.time');
  expect(missing).not.toContain('lead.date');
  expect(missing).not.toContain('lead.dateTime');
  expect(missing).not.toContain('lead.doctor');
});

test('both system fields are needed', () => {
  const draft = fieldsDraft(reply);
  expect(systemFieldsMapped(draft)).toBe(false);
  expect(systemFieldsMapped(withField(draft, 'lead.branchId', 12))).toBe(true);
  expect(chosen(withField(draft, 'contact.patientId', 5), 'contact.patientId')).toBe(5);
});
