import { expect, test } from 'vitest';
import { parseHookBody } from './hook-body.ts';
import { hookField, hookFieldNumber, hookNumber, hookPhones } from './hook-fields.ts';

/** The captured shapes of amocrm-api.md §5.3. */
function rawOf(body: string) {
  const parsed = parseHookBody(`account[id]=32100500&${body}`);
  const raw = parsed.ok ? parsed.value.items[0]?.raw : undefined;
  if (!raw) throw new Error('no item');
  return raw;
}

const lead = rawOf(
  [
    'leads[update][0][id]=41203317',
    'leads[update][0][status_id]=75520014',
    'leads[update][0][pipeline_id]=9011442',
    'leads[update][0][custom_fields][0][id]=501',
    'leads[update][0][custom_fields][0][values][0][value]=2283',
    'leads[update][0][custom_fields][1][id]=503',
    'leads[update][0][custom_fields][1][values][0]=1785283200',
    'leads[update][0][custom_fields][2][id]=504',
    'leads[update][0][custom_fields][2][values][0][value]=',
    'leads[update][0][custom_fields][3][id]=505',
    'leads[update][0][custom_fields][3][values][0][value]=нет',
  ].join('&'),
);
const contact = rawOf(
  [
    'contacts[update][0][id]=58841203',
    'contacts[update][0][type]=contact',
    'contacts[update][0][custom_fields][0][id]=1479007',
    'contacts[update][0][custom_fields][0][code]=PHONE',
    'contacts[update][0][custom_fields][0][values][0][value]=%2B79050001122',
    'contacts[update][0][custom_fields][0][values][1][value]=8 (905) 000-33-44',
    'contacts[update][0][custom_fields][1][id]=1479009',
    'contacts[update][0][custom_fields][1][code]=EMAIL',
    'contacts[update][0][custom_fields][1][values][0][value]=irina@example.org',
  ].join('&'),
);

test.each([
  ['a text', 501, '2283'],
  ['a date, directly in the list', 503, '1785283200'],
  ['an empty one', 504, null],
  ['one that is not there', 999, null],
  ['one that is not mapped', null, null],
])('%s', (_name, fieldId, value) => {
  expect(hookField(lead, fieldId)).toBe(value);
});

test('numbers', () => {
  expect(hookNumber(lead, 'status_id')).toBe(75520014);
  expect(hookNumber(lead, 'old_status_id')).toBeNull();
  expect(hookFieldNumber(lead, 501)).toBe(2283);
  expect(hookFieldNumber(lead, 505)).toBeNull();
});

test('phones by the code of the field, as typed', () => {
  expect(hookPhones(contact)).toEqual(['+79050001122', '8 (905) 000-33-44']);
  expect(hookPhones(lead)).toEqual([]);
});
