import { expect, test } from 'vitest';
import { verdictOf } from './verdict.ts';

const found = { code: 'match.link', text: 'Сделка 7 уже связана с этой записью' };
const unmapped = { code: 'stage.unmapped', text: 'Этап не изменён: для статуса «Пришёл» этап не задан' };
const fields = { kind: 'lead.fields', text: 'Записаны поля сделки' };

test('a deal that stayed: why, what to do and where', () => {
  const decision = { actions: [fields], reasons: [found, unmapped] };
  expect(verdictOf({ kind: 'visit.status_changed', decision })).toEqual({
    moved: false,
    text: unmapped.text,
    remedy: 'Задайте этап для этого статуса в разделе «Статусы».',
    section: 'statuses',
  });
});

test('what ended it all weighs more than what was decided on the way', () => {
  const gaveUp = { code: 'event.gave_up', text: 'Не получилось после последней попытки.' };
  const decision = { actions: [], reasons: [unmapped, gaveUp] };
  expect(verdictOf({ kind: 'visit.moved', decision })?.text).toBe(gaveUp.text);
});

test('a deal that moved needs no excuse; a hook and an undecided event have none', () => {
  const moved = { actions: [fields, { kind: 'lead.stage', text: 'Перенесена' }], reasons: [unmapped] };
  expect(verdictOf({ kind: 'visit.moved', decision: moved })).toMatchObject({ moved: true });
  expect(verdictOf({ kind: 'lead.updated', decision: { actions: [], reasons: [unmapped] } })).toBe(null);
  expect(verdictOf({ kind: 'visit.moved', decision: null })).toBe(null);
  expect(verdictOf({ kind: 'visit.moved', decision: { actions: [], reasons: [found] } })).toBe(null);
});
