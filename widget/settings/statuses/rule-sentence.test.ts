import { expect, test } from 'vitest';
import type { RuleConditions } from '../../../worker/settings/statuses.schemas.ts';
import { conditionsText, ruleSentence } from './rule-sentence.ts';
import { nameOf } from './rules.fixture.ts';

const plainSpaces = (text: string) => text.replaceAll('\u00a0', ' ');

test.each<[RuleConditions, string]>([
  [{}, 'Для любой записи:'],
  [
    { doctors: [11, 8], pipelines: [10] },
    'Если врач — Орлова О. П. или Громов А. В. и воронка — Первичные, то:',
  ],
  [
    { services: [102, 103], serviceGroups: [5], specialities: [34] },
    'Если специальность — Хирург и услуга — «ЭКГ», «УЗИ почек» или группа «Анализы», то:',
  ],
  [{ serviceGroups: [5] }, 'Если услуга — группа «Анализы», то:'],
  [{ branches: [1] }, 'Если филиал — Центр, то:'],
])('%j', (when, sentence) => {
  expect(plainSpaces(ruleSentence({ when }, nameOf))).toBe(sentence);
});

test('many names are counted, those that are gone or not known yet say so', () => {
  expect(plainSpaces(conditionsText({ when: { doctors: [8, 11, 8, 11, 8, 11] } }, nameOf))).toBe(
    'врач — Громов А. В., Орлова О. П., Громов А. В. или ещё 3',
  );
  expect(conditionsText({ when: { doctors: [99, 100] } }, nameOf)).toBe('врач — удалённый врач 99 или …');
});
