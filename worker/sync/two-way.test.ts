import { expect, test } from 'vitest';
import type { Conflict } from '../settings/statuses.schemas.ts';
import { PIPELINE, STAGES, STATUS } from './testing.ts';
import { decideTwoWay, heed, knownAfterVisit, type TwoWayInput } from './two-way.ts';

const stage = (stageId: number) => ({ pipelineId: PIPELINE, stageId });

type Case = Partial<Omit<TwoWayInput, 'twoWay' | 'visit'>> & {
  visit?: Partial<NonNullable<TwoWayInput['visit']>> | null;
  conflict?: Conflict;
};

/** A manager moved the deal from «booked» to «confirmed»; the visit stands as we left it. */
function decide({ visit = {}, conflict = 'archimed', ...over }: Case) {
  return decideTwoWay({
    stage: stage(STAGES.confirmed),
    known: stage(STAGES.booked),
    visit: visit && { statusId: STATUS.booked, deleted: false, changed: false, branchOn: true, ...visit },
    twoWay: {
      rows: [
        { ...stage(STAGES.confirmed), statusId: STATUS.confirmed },
        { ...stage(143), statusId: STATUS.cancelled },
      ],
      conflict,
    },
    syncPipelines: null,
    stageName: ({ stageId }) => `этап ${stageId}`,
    statusName: (statusId) => `статус ${statusId}`,
    ...over,
  });
}

const arrived = { statusId: STATUS.arrived, changed: true };

test.each<[string, Case, string]>([
  ['a stage chosen by hand sets the status', {}, 'status two_way.set'],
  ['a lost deal cancels the visit', { stage: stage(143) }, 'status two_way.set'],
  ['our own write comes back', { stage: stage(STAGES.booked) }, 'own two_way.own'],
  ['the first sight only takes note', { known: null }, 'noted two_way.first_sight'],
  ['a stage that sets nothing', { stage: stage(STAGES.arrived) }, 'noted two_way.unmapped'],
  [
    'the same stage number of another pipeline',
    { stage: { pipelineId: 1, stageId: STAGES.confirmed } },
    'noted two_way.unmapped',
  ],
  ['a deal without a visit', { visit: null }, 'noted two_way.no_visit'],
  ['a switched-off branch', { visit: { branchOn: false } }, 'noted two_way.branch_off'],
  ['a pipeline that is not synchronised', { syncPipelines: [1] }, 'noted two_way.pipeline'],
  ['a pipeline that is', { syncPipelines: [PIPELINE] }, 'status two_way.set'],
  ['a visit that was deleted', { visit: { deleted: true, changed: true } }, 'noted two_way.deleted'],
  ['the status stands already', { visit: { statusId: STATUS.confirmed } }, 'noted two_way.already'],
  [
    'both sides came to the same',
    { visit: { statusId: STATUS.confirmed, changed: true }, conflict: 'amocrm' },
    'noted two_way.already',
  ],
  ['ArchiMed+ wins', { visit: arrived }, 'table two_way.archimed_wins'],
  ['amoCRM wins', { visit: arrived, conflict: 'amocrm' }, 'status two_way.amocrm_wins'],
  ['the last change wins: asks when', { visit: arrived, conflict: 'latest' }, 'need-times'],
  [
    'the deal was moved last',
    { visit: arrived, conflict: 'latest', times: { visitAt: 1000, dealAt: 2000 } },
    'status two_way.deal_later',
  ],
  [
    'the visit changed last',
    { visit: arrived, conflict: 'latest', times: { visitAt: 2000, dealAt: 1000 } },
    'table two_way.visit_later',
  ],
  [
    'in one and the same second the default stands',
    { visit: arrived, conflict: 'latest', times: { visitAt: 1000, dealAt: 1000 } },
    'table two_way.visit_later',
  ],
  [
    'amoCRM does not remember the move',
    { visit: arrived, conflict: 'latest', times: { visitAt: 1000, dealAt: null } },
    'table two_way.visit_later',
  ],
  [
    'ArchiMed+ does not tell when',
    { visit: arrived, conflict: 'latest', times: { visitAt: null, dealAt: 1000 } },
    'status two_way.deal_later',
  ],
])('%s', (_name, situation, expected) => {
  const decision = decide(situation);
  const code = decision.kind === 'need-times' ? '' : ` ${decision.reason.code}`;
  expect(`${decision.kind}${code}`).toBe(expected);
});

test('the status is the one of the map', () => {
  expect(decide({})).toMatchObject({ statusId: STATUS.confirmed });
  expect(decide({ stage: stage(143) })).toMatchObject({ statusId: STATUS.cancelled });
});

test('the event of the visit keeps, overrules or does not mind what was chosen by hand', () => {
  const heeded = (situation: Case) => {
    const decision = decide(situation);
    return decision.kind === 'need-times' ? decision.kind : heed(decision);
  };
  expect(heeded({ visit: arrived, conflict: 'amocrm' })).toBe('kept');
  expect(heeded({ visit: arrived })).toBe('overruled');
  expect(heeded({ stage: stage(STAGES.arrived), visit: arrived })).toBe('none');
});

const [before, chosen, target] = [stage(STAGES.booked), stage(STAGES.confirmed), stage(STAGES.arrived)];
test.each([
  ['the table moves the deal', before, { move: target, isThere: false, heeded: 'none' }, target],
  ['nothing of ours, nothing to know', before, { move: null, isThere: false, heeded: 'none' }, before],
  ['never seen before', null, { move: null, isThere: false, heeded: 'none' }, chosen],
  ['the table sends it where it stands', before, { move: null, isThere: true, heeded: 'none' }, chosen],
  ['overruled, and moved', before, { move: target, isThere: false, heeded: 'overruled' }, target],
  ['overruled, but nothing moves it', before, { move: null, isThere: false, heeded: 'overruled' }, chosen],
  ['kept: still to be answered', before, { move: null, isThere: false, heeded: 'kept' }, before],
] as const)('known after a visit: %s', (_name, known, planned, expected) => {
  expect(knownAfterVisit(known, chosen, planned)).toEqual(expected);
});
