import { expect, test } from 'vitest';
import { emptyDecision, mergeDecisions } from './decision.ts';

const action = (kind: string, text = kind) => ({ kind, text });
const reason = (code: string) => ({ code, text: code });

test('the first attempt’s decision stays as it is', () => {
  const now = { actions: [action('note')], reasons: [reason('stage.moved')] };
  expect(mergeDecisions(null, now)).toEqual(now);
});

test('what every attempt did is kept in order and once, with the reasons of the last', () => {
  const before = { actions: [action('lead.create'), action('note')], reasons: [reason('match.create')] };
  const now = { actions: [action('note'), action('note', 'другое')], reasons: [reason('match.link')] };
  expect(mergeDecisions(before, now)).toEqual({
    actions: [action('lead.create'), action('note'), action('note', 'другое')],
    reasons: [reason('match.link')],
  });
});

test('merging changes neither of the two, nor the empty one', () => {
  const before = { actions: [action('note')], reasons: [] };
  mergeDecisions(before, { actions: [action('lead.stage')], reasons: [] });
  mergeDecisions(emptyDecision, before).actions.push(action('x'));
  expect(before.actions).toEqual([action('note')]);
  expect(emptyDecision).toEqual({ actions: [], reasons: [] });
});
