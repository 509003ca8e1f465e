import { expect, test } from 'vitest';
import { describeVisit, fillTemplate } from './templates.ts';
import { visit } from './testing.ts';

test.each([
  ['Запись: {врач}, {дата}', 'Запись: Орлова Анна Сергеевна, 27 ноября, пт'],
  ['{время} {филиал} {кабинет}', '14:30 Центр Кабинет № 2'],
  ['{ ВРАЧ } и {Врач}', 'Орлова Анна Сергеевна и Орлова Анна Сергеевна'],
  ['{пациент}, {врачь}', '{пациент}, {врачь}'],
  ['{constructor} {toString} {}', '{constructor} {toString} {}'],
  ['без подстановок', 'без подстановок'],
])('«%s» → «%s»', (template, text) => {
  expect(fillTemplate(template, visit())).toBe(text);
});

test('a value is not read as a template', () => {
  expect(fillTemplate('{врач}', visit({ doctorName: '{дата} $& $1' }))).toBe('{дата} $& $1');
});

test('a visit in one line, without what is not known', () => {
  expect(describeVisit(visit())).toBe('Орлова Анна Сергеевна, 27 ноября, пт, 14:30, Центр, Кабинет № 2');
  expect(describeVisit(visit({ doctorName: '', room: '' }))).toBe('27 ноября, пт, 14:30, Центр');
});
