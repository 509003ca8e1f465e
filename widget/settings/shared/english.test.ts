import { expect, test } from 'vitest';
import { english } from './english.ts';
import { failures, sentences } from './english-sentences.ts';

/** What the server says in Russian is told in English where the page is English: the two are held together here. */
const sources = import.meta.glob<string>(
  ['../../../worker/{sync,account}/*.ts', '!../../../worker/**/*.{test,fixture}.ts'],
  { query: '?raw', import: 'default', eager: true },
);

/** Literals, with `{}` where something is put in. */
const known = new Set(
  Object.values(sources).flatMap((source) => [
    ...[...source.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text),
    ...[...source.matchAll(/`((?:[^`\\$]|\\.|\$\{[^}]*\}|\$)*)`/g)].map(([, text = '']) =>
      text.replace(/\$\{[^}]*\}/g, '{}'),
    ),
  ]),
);

test.each(sentences.map(([ru]) => ru))('the server says «%s»', (ru) => {
  expect(known).toContain(ru);
});

test.each(failures.map(([ru]) => ru))('a failure says «%s»', (ru) => {
  expect([...known].some((sentence) => sentence.includes(ru))).toBe(true);
});

test('every failure of failures.ts has its English', () => {
  const source = sources['../../../worker/account/failures.ts'] ?? '';
  const said = [...source.matchAll(/(?:what|remedy|meanwhile):\s+'([^']+)'/g)].map(([, text]) => text);
  expect(said.length).toBeGreaterThan(50);
  expect(said.filter((text) => !failures.some(([ru]) => ru === text))).toEqual([]);
});

test('names and numbers stay, a failure inside a sentence is told, what is unknown stays Russian', () => {
  expect(english('Статус визита «Пришёл» → сделка перенесена в «Пришёл на приём»')).toBe(
    'Status of the visit “Пришёл” → the deal was moved to “Пришёл на приём”',
  );
  expect(
    english(
      'Не получилось после последней попытки. amoCRM сейчас недоступен. Повторите, когда он снова заработает.',
    ),
  ).toBe(
    'The last attempt did not work either. amoCRM cannot be reached at present. Retry when it works again.',
  );
  expect(english('Такого ещё не говорили')).toBe('Такого ещё не говорили');
});
