import { expect, test } from 'vitest';
import { ruleChanges } from './rule-changes.ts';
import { nameOf, pipelines, reply } from './rules.fixture.ts';
import { rulesDraft, withCondition, withCopy, withMoved, withRuleRow } from './rules-draft.ts';
import { withStage } from './status-rows.ts';

const rules = rulesDraft(reply);
const [first, second] = rules;
if (first === undefined || second === undefined) throw new Error('two rules');
const told = (list: typeof rules) =>
  ruleChanges(list, { reply, pipelines, nameOf }).map(({ label, from, to }) =>
    `${label}: ${from} → ${to}`.replaceAll('\u00a0', ' '),
  );

test('nothing changed, nothing told', () => {
  expect(told(rules)).toEqual([]);
});

test('a new rule, a removed one, another order', () => {
  expect(told(withCopy(rules, 'saved-0'))).toEqual([
    'Правило 2: нет → врач — Громов А. В.: Запись → Операции: Записан',
  ]);
  expect(told([second])).toEqual(['Прежнее правило 1: врач — Громов А. В. → удалено']);
  expect(told(withMoved(rules, 'saved-1', -1))).toEqual(['Порядок правил: 1, 2 → 2, 1']);
});

test('conditions and rows by the number that the rule has now', () => {
  const [row] = second.rows;
  if (row === undefined) throw new Error('a row');
  const changed = withRuleRow(
    withCondition(second, 'doctors', [11]),
    withStage(row, { pipelineId: 10, stageId: 101 }),
  );
  expect(told([first, changed])).toEqual([
    'Правило 2, условия: воронка — Операции → врач — Орлова О. П. и воронка — Операции',
    'Правило 2, Запись, этап: Не переносить → Первичные: Подтвердил',
  ]);
});
