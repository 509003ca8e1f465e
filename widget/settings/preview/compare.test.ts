import { expect, test } from 'vitest';
import type { Choice } from '../../../worker/preview/preview.schemas.ts';
import { compareChoices, whyOf } from './compare.ts';

const booked = { pipelineId: 10, stageId: 100 };
const arrived = { pipelineId: 10, stageId: 101 };
const field = (name: string, value: string | null, written = true) => ({
  entity: 'lead' as const,
  name,
  value,
  written,
});

function choice(over: Partial<Choice> = {}): Choice {
  return {
    deal: { kind: 'linked', id: 5, name: 'Заявка' },
    contact: null,
    stage: { from: booked, to: null },
    fields: [],
    title: null,
    task: null,
    note: null,
    reasons: [],
    ...over,
  };
}
const told = (saved: Choice, screen: Choice) =>
  compareChoices(saved, screen).map(({ key, differs }) => (differs ? `${key} !` : key));

test.each<[string, Choice, Choice, string[]]>([
  ['alike', choice(), choice(), ['deal', 'stage']],
  ['another stage', choice(), choice({ stage: { from: booked, to: arrived } }), ['deal', 'stage !']],
  [
    'a move to where it stands is no stay',
    choice(),
    choice({ stage: { from: booked, to: booked } }),
    ['deal', 'stage !'],
  ],
  ['no deal at all', choice(), choice({ deal: null, stage: { from: null, to: null } }), ['deal !', 'stage']],
  [
    'fields in the order of the screen',
    choice({ fields: [field('Врач', 'Орлова'), field('Кабинет', '2')] }),
    choice({ fields: [field('Статус', 'Запись'), field('Врач', 'Орлова')] }),
    ['deal', 'stage', 'lead:Статус !', 'lead:Врач', 'lead:Кабинет !'],
  ],
  [
    'a value that stands there already is another matter than one that is written',
    choice({ fields: [field('Врач', 'Орлова', false)] }),
    choice({ fields: [field('Врач', 'Орлова')] }),
    ['deal', 'stage', 'lead:Врач !'],
  ],
  [
    'what only one of them does',
    choice({ note: 'Запись' }),
    choice({ task: { action: 'create', text: 'Позвонить', due: null }, title: 'Запись: Орлова' }),
    ['deal', 'stage', 'title !', 'task !', 'note !'],
  ],
])('%s', (_name, saved, screen, expected) => {
  expect(told(saved, screen)).toEqual(expected);
});

test('reasons are told once, and by whom', () => {
  const reason = (text: string) => ({ code: text, text });
  const saved = choice({ reasons: [reason('связана'), reason('этап не задан')] });
  const screen = choice({ reasons: [reason('связана'), reason('связана'), reason('перенесена')] });
  expect(whyOf(saved, screen)).toEqual({
    both: ['связана'],
    saved: ['этап не задан'],
    screen: ['перенесена'],
  });
});
