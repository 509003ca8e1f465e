import { expect, test } from 'vitest';
import type { FieldName, FieldsReply } from '../../../worker/settings/fields.schemas.ts';
import { fieldsDraft, withField } from './fields-draft.ts';
import { beforeCreation, suggestFields, unfitNamesake } from './fields-suggest.ts';

const lead = {
  recordId: 11,
  branchId: null,
  dateTime: null,
  date: null,
  time: null,
  doctor: null,
  services: null,
  branch: null,
  room: null,
  status: null,
  comment: null,
  budget: false,
};
const fitting: Partial<Record<FieldName, string[]>> = {
  'lead.branchId': ['numeric'],
  'lead.dateTime': ['date_time', 'text'],
  'lead.doctor': ['text'],
  'lead.comment': ['textarea', 'text'],
  'contact.birthDate': ['birthday', 'date'],
};
const reply: FieldsReply = {
  version: 2,
  lead,
  contact: { patientId: null, cardNumber: null, birthDate: null },
  available: {
    lead: [
      { id: 11, name: 'ID записи', type: 'numeric' },
      { id: 14, name: 'ВРАЧ', type: 'text' },
      { id: 15, name: 'Комментарий', type: 'text' },
      { id: 16, name: 'Комментарий к записи', type: 'textarea' },
      { id: 17, name: 'ID филиала', type: 'text' },
    ],
    contact: [{ id: 30, name: 'Дата рождения', type: 'birthday' }],
  },
  fitting: fitting as FieldsReply['fitting'],
};
const idsOf = (suggestions: ReturnType<typeof suggestFields>) =>
  Object.fromEntries(Object.entries(suggestions).map(([name, field]) => [name, field?.id]));

test('proposed by name and type, the more exact name first; a field of another type is not', () => {
  expect(idsOf(suggestFields(fieldsDraft(reply), reply))).toEqual({
    'lead.doctor': 14,
    'lead.comment': 16,
    'contact.birthDate': 30,
  });
});

test('what is chosen elsewhere is not proposed again', () => {
  const draft = withField(withField(fieldsDraft(reply), 'lead.room', 14), 'lead.branch', 16);
  expect(idsOf(suggestFields(draft, reply))).toEqual({ 'lead.comment': 15, 'contact.birthDate': 30 });
});

test('a namesake of another type is explained', () => {
  expect(unfitNamesake('lead.branchId', reply)?.id).toBe(17);
  expect(unfitNamesake('lead.doctor', reply)).toBe(null);
});

test('«Создать все» first saves what is proposed, nothing of unsaved edits', () => {
  const put = beforeCreation(reply, true, suggestFields(fieldsDraft(reply), reply));
  expect(put).toEqual({
    version: 2,
    lead: { ...lead, doctor: 14, comment: 16 },
    contact: { ...reply.contact, birthDate: 30 },
  });
  expect(beforeCreation(reply, true, {})).toBe(null);
});
