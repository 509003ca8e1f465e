import { expect, test } from 'vitest';
import { closeness } from './spelling.ts';

test.each([
  ['кардиологу', 'Кардиолог', 'same'],
  ['Лаврентьевой', 'Лаврентьева', 'same'],
  ['громову', 'Громов', 'same'],
  ['журавлева', 'Журавлёва', 'same'],
  ['центре', 'Центр', 'same'],
  ['лора', 'ЛОР', 'same'],
  ['кардеолог', 'Кардиолог', 'typo'],
  ['кардилог', 'Кардиолог', 'typo'],
  ['каррдиолога', 'Кардиолог', 'typo'],
  ['невоrолог', 'Невролог', null],
  ['неврлоог', 'Невролог', 'typo'],
  ['хор', 'ЛОР', null],
  ['хирург', 'Уролог', null],
  ['', 'Уролог', null],
])('«%s» for «%s»: %s', (typed, wanted, expected) => {
  expect(closeness(typed, wanted)).toBe(expected);
});
