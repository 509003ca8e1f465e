import { expect, test } from 'vitest';
import { headline } from './headline.ts';

const stage = { kind: 'lead.stage', text: 'Сделка перенесена в «Записан»' };
const fields = { kind: 'lead.fields', text: 'Записаны поля сделки' };
const reason = { code: 'match.none', text: 'Сделка не нашлась' };

test('the move of the deal is told first, the rest is counted', () => {
  const decision = { actions: [fields, stage, { kind: 'note', text: 'Примечание' }], reasons: [reason] };
  expect(headline({ kind: 'visit.created', decision })).toBe(
    'Новая запись. Сделка перенесена в «Записан» · ещё 2',
  );
});

test('where nothing was done the first reason says why', () => {
  expect(headline({ kind: 'visit.deleted', decision: { actions: [], reasons: [reason] } })).toBe(
    'Запись удалена. Сделка не нашлась',
  );
});

test('undecided and unknown events have a line, too', () => {
  expect(headline({ kind: 'visit.moved', decision: null })).toBe('Запись перенесена');
  expect(headline({ kind: 'toString', decision: null })).toBe('Событие toString');
});
