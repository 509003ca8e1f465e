import { expect, test } from 'vitest';
import { defaultSettings } from './defaults.ts';
import { withFields } from './fields.service.ts';

test('created fields join the mapping, each on its side', () => {
  const before = {
    ...defaultSettings.fields,
    lead: { ...defaultSettings.fields.lead, room: 5, budget: true },
  };
  expect(withFields(before, { 'lead.recordId': 1, 'contact.patientId': 2 })).toEqual({
    lead: { ...before.lead, recordId: 1 },
    contact: { ...before.contact, patientId: 2 },
  });
});
