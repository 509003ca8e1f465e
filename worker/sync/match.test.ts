import { expect, test } from 'vitest';
import type { MatchInput } from './match.ts';
import type { LeadView } from './model.ts';
import { FIELD, fieldValue, lead, STAGES } from './testing.ts';
import { decide, leadOfVisit, matching, onlyStage, stranger } from './testing-match.ts';

// Step 1: the link.

test('the linked deal is taken without looking any further, whatever its stage', () => {
  const linked = lead({ id: 5, statusId: 143 });
  expect(decide({ link: { dealId: 5, suspended: false } }, { linkedLead: linked })).toMatchObject({
    kind: 'deal',
    dealId: 5,
    found: false,
    asked: ['linkedLead'],
  });
});

test('a linked deal that was deleted suspends the link; nothing is searched for or created', () => {
  expect(decide({ link: { dealId: 5, suspended: false } }, { linkedLead: null })).toMatchObject({
    kind: 'suspend',
    codes: ['match.deal_deleted'],
    asked: ['linkedLead'],
  });
});

test('a suspended link is left alone: nothing is even read', () => {
  expect(decide({ link: { dealId: 5, suspended: true } }, {})).toMatchObject({
    kind: 'none',
    codes: ['match.suspended'],
    asked: [],
  });
});

// Step 2: the record ID.

test.each<[string, LeadView, Partial<MatchInput['settings']>, boolean]>([
  ['in an open stage', leadOfVisit(2283, 1), {}, true],
  ['as text', leadOfVisit('2283', '1'), {}, true],
  ['with another branch of the source', leadOfVisit(2283, 2), {}, true],
  ['with the branch of another source', leadOfVisit(2283, 9), {}, false],
  ['without a branch', lead({ fields: new Map([[FIELD.recordId, fieldValue(2283)]]) }), {}, false],
  ['of another visit', leadOfVisit(22830, 1), {}, false],
  ['in a closed stage', leadOfVisit(2283, 1, { statusId: 142 }), {}, false],
  ['in a closed stage, ID enough', leadOfVisit(2283, 1, { statusId: 142 }), { idIsEnough: true }, true],
  ['outside the searched stages', leadOfVisit(2283, 1), { stages: onlyStage(STAGES.booked) }, false],
  [
    'outside the searched stages, ID enough',
    leadOfVisit(2283, 1),
    { stages: onlyStage(STAGES.booked), idIsEnough: true },
    true,
  ],
  ['in a chosen closed stage', leadOfVisit(2283, 1, { statusId: 142 }), { stages: onlyStage(142) }, true],
  ['with the search off', leadOfVisit(2283, 1), { search: false }, true],
])('the record ID %s', (_, candidate, over, taken) => {
  const decision = decide({ settings: matching(over) }, { ...stranger, byRecordId: [candidate] });
  expect(decision.kind).toBe(taken ? 'deal' : 'create');
  expect(decision.codes).toContain(taken ? 'match.record_id' : 'match.no_record_id');
});

test('a deal found by its record ID may have open visits: it is this one’s', () => {
  const busy = {
    policy: 'one',
    dealVisits: () => ({ open: true, finalOnly: false, unwritten: false }),
  } as const;
  expect(decide(busy, { byRecordId: [leadOfVisit(2283, 1)] })).toMatchObject({ kind: 'deal', found: true });
});

// Priority.

const old = { id: 30, createdAt: 100, updatedAt: 300 };
const middle = { id: 20, createdAt: 200, updatedAt: 900 };
const young = { id: 10, createdAt: 300, updatedAt: 500 };

test.each<[MatchInput['settings']['priority'], number]>([
  ['earliest', 30],
  ['latest', 10],
  ['updated', 20],
])('several deals, «%s»', (priority, dealId) => {
  const over = { settings: matching({ priority }) };
  const byRecordId = [old, middle, young].map((one) => leadOfVisit(2283, 1, one));
  expect(decide(over, { byRecordId }).dealId).toBe(dealId);
  const leadsOf = { 77: [middle, young, old].map((one) => lead(one)) };
  expect(decide(over, { byRecordId: [], patientContact: 77, leadsOf }).dealId).toBe(dealId);
});

test.each<MatchInput['settings']['priority']>(['earliest', 'latest', 'updated'])(
  'several deals, «%s», none before the others: the lower id',
  (priority) => {
    const same = { createdAt: 100, updatedAt: 100 };
    const leadsOf = { 77: [lead({ id: 12, ...same }), lead({ id: 11, ...same }), lead({ id: 13, ...same })] };
    const world = { byRecordId: [], patientContact: 77, leadsOf };
    expect(decide({ settings: matching({ priority }) }, world).dealId).toBe(11);
  },
);
