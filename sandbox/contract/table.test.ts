import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parts } from './parts.ts';
import { problems, table, withTable } from './table.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test.each(parts)('every fact of $title has a case or a reason, every case a fact', (part) => {
  expect(problems(part)).toEqual([]);
});

test('the table of the README is what the generator says', () => {
  expect(withTable(readme, table(parts))).toBe(readme);
});

test('a fact without case and reason, and a case of an unlisted fact are found', () => {
  const run = async () => {};
  const found = problems({
    title: 'X',
    facts: [
      { key: '§1 a', text: '' },
      { key: '§1 b', text: '', notDone: 'out of scope' },
    ],
    cases: [{ id: 'x', facts: ['§1 b', '§1 c'], title: '', run }],
  });
  expect(found).toEqual([
    '§1 a: neither case nor reason',
    '§1 b: a case and a reason why there is none',
    '§1 c: not in the list of facts',
  ]);
});
