import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../settings/defaults.ts';
import { suggestMeaning } from './meaning.ts';
import { createReplay } from './replay.ts';
import type { ReplayRules, ReplayStart, ReplayStep, VisitState, VisitStep } from './replay-model.ts';
import type { StageRules } from './stage.ts';
import { NOW, PIPELINE, row, STAGES, STATUS, stageRules, statusTable, TODAY, visit } from './testing.ts';

const DEAL = 41203317;
const NAMES = new Map<number, string>([
  [STATUS.booked, 'Запись'],
  [STATUS.arrived, 'Пациент пришёл'],
  [STATUS.cancelled, 'Отменён'],
]);
const stage = (stageId: number) => ({ pipelineId: PIPELINE, stageId });
const newDealStage = stage(STAGES.first);

function state(over: Partial<VisitState> = {}): VisitState {
  const { patientId, date, begin, end, room } = visit();
  return {
    ...{ id: 'visit-1', sourceId: 1, talonId: 2283, branchId: 1, bookedByUs: false, doctorId: 8 },
    ...{ patientId, date, begin, end, room, statusId: STATUS.booked, deleted: false, contentHash: '' },
    ...over,
  };
}

function step(over: Partial<VisitStep> & { codes?: string[] } = {}): VisitStep {
  const { codes = ['match.link'], ...rest } = over;
  return {
    kind: 'visit.status_changed',
    at: NOW,
    visit: state(),
    recorded: { dealId: DEAL, codes: new Set(codes) },
    linkedTo: null,
    ...rest,
  };
}

const linked: ReplayStart = {
  visits: new Map([['visit-1', state()]]),
  links: new Map([['visit-1', DEAL]]),
  stages: new Map([[DEAL, stage(STAGES.booked)]]),
};
const empty: ReplayStart = { visits: new Map(), links: new Map(), stages: new Map() };

type Over = Partial<Pick<ReplayRules, 'automation' | 'matching' | 'isSameSearch'>> & {
  createDeals?: boolean;
  enabled?: boolean;
  stage?: Partial<StageRules>;
};

function rules(over: Over = {}): ReplayRules {
  const { createDeals = false, enabled = true, stage, ...rest } = over;
  return {
    automation: { ...defaultSettings.automation, newDealStage },
    matching: defaultSettings.matching,
    isSameSearch: true,
    branch: () => ({ enabled, createDeals }),
    branchIdsOf: () => [1],
    stageRulesOf: () => stageRules(stage),
    facts(known) {
      const statusName = NAMES.get(known.statusId ?? 0) ?? '';
      const meaning = suggestMeaning(statusName);
      return visit({ ...known, statusId: known.statusId ?? 0, statusName, meaning });
    },
    today: () => TODAY,
    ...rest,
  };
}

function run(start: ReplayStart, steps: readonly ReplayStep[], over: Over = {}) {
  const replay = createReplay(start, rules(over));
  steps.forEach(replay.step);
  return [...replay.outcomes()].map(([key, { outcome }]) => ({
    key,
    kind: outcome.kind,
    stage: outcome.stage?.stageId ?? null,
    code: outcome.reason.code,
  }));
}
const one = (...args: Parameters<typeof run>) => run(...args)[0];

const arrived = step({ visit: state({ statusId: STATUS.arrived }) });

describe('a linked visit', () => {
  test.each<[string, Over, { kind: string; stage: number | null; code: string }]>([
    ['is moved by the table', {}, { kind: 'moved', stage: STAGES.arrived, code: 'stage.moved' }],
    [
      'stays where the status has no stage',
      { stage: { statuses: statusTable() } },
      { kind: 'left', stage: null, code: 'stage.unmapped' },
    ],
    [
      'stays on a protected stage',
      { stage: { protectedStages: [stage(STAGES.booked)] } },
      { kind: 'left', stage: null, code: 'stage.protected' },
    ],
    [
      'stays in a pipeline that takes no part',
      { stage: { syncPipelines: [1] } },
      { kind: 'left', stage: null, code: 'stage.pipeline' },
    ],
    [
      'is nobody’s where the branch is off',
      { enabled: false },
      { kind: 'left', stage: null, code: 'branch.off' },
    ],
  ])('%s', (_name, over, expected) => {
    expect(one(linked, [arrived], over)).toEqual({ key: String(DEAL), ...expected });
  });

  test('what was decided before the first day is not decided again', () => {
    const comment = step({ kind: 'visit.changed' });
    expect(one(linked, [comment])).toMatchObject({ kind: 'left', code: 'stage.same_status' });
    // And does not hide what happened then.
    expect(one(linked, [arrived, { ...comment, visit: arrived.visit }])).toMatchObject({
      kind: 'moved',
      stage: STAGES.arrived,
    });
  });

  test('the last stage is told; each status counts once', () => {
    const confirmed = step({ visit: state({ statusId: STATUS.confirmed }) });
    expect(run(linked, [confirmed, arrived])).toEqual([
      { key: String(DEAL), kind: 'moved', stage: STAGES.arrived, code: 'stage.moved' },
    ]);
  });

  test('a move by hand is where the next status finds it', () => {
    const onlyArrived = { stage: { statuses: statusTable({ rows: [row(STATUS.arrived, STAGES.arrived)] }) } };
    const byHand = { at: NOW, dealId: DEAL, stage: stage(STAGES.arrived) };
    expect(one(linked, [byHand, arrived], onlyArrived)).toMatchObject({
      kind: 'left',
      code: 'stage.already',
    });
    expect(one(linked, [{ ...byHand, stage: null }, arrived], onlyArrived)).toMatchObject({ kind: 'moved' });
  });

  test('another visit drives the deal', () => {
    const earlier = state({ id: 'visit-2', talonId: 2284, date: TODAY, statusId: STATUS.booked });
    const start = {
      ...linked,
      visits: new Map([...linked.visits, ['visit-2', earlier]]),
      links: new Map([...linked.links, ['visit-2', DEAL]]),
    };
    expect(one(start, [arrived])).toMatchObject({ kind: 'left', code: 'stage.same_status' });
  });

  test.each([
    ['match.suspended', 'match.suspended'],
    ['match.deal_deleted', 'match.deal_deleted'],
  ])('%s: nothing happens', (recorded, code) => {
    expect(
      one(linked, [{ ...arrived, recorded: { dealId: DEAL, codes: new Set([recorded]) } }]),
    ).toMatchObject({
      kind: 'left',
      code,
    });
  });

  test('a link made by hand begins the story', () => {
    const byHand = step({ kind: 'visit.created', linkedTo: DEAL });
    expect(one(empty, [byHand])).toMatchObject({ kind: 'moved', stage: STAGES.booked });
  });
});

const booked = (codes: string[], dealId: number | null = null) =>
  step({
    kind: 'visit.created',
    recorded: { dealId, codes: new Set(['match.no_link', ...codes]) },
  });
const stranger = ['match.no_record_id', 'match.patient_unknown', 'match.phone_unknown'];
const onPhone = ['match.no_record_id', 'match.patient_unknown', 'match.contact', 'match.phone'];

describe('a visit whose deal was looked for', () => {
  test.each<[string, string[], number | null, Over, { kind: string; code: string }]>([
    [
      'nobody knows',
      [...stranger, 'match.creation_off'],
      null,
      {},
      { kind: 'left', code: 'match.creation_off' },
    ],
    [
      'nobody knows, creation on',
      stranger,
      null,
      { createDeals: true },
      { kind: 'created', code: 'match.create' },
    ],
    [
      'nobody knows, no stage for it',
      stranger,
      null,
      { createDeals: true, automation: { ...defaultSettings.automation, newDealStage: null } },
      { kind: 'left', code: 'match.no_stage' },
    ],
    ['was found by record ID', ['match.record_id'], DEAL, {}, { kind: 'moved', code: 'stage.moved' }],
    [
      'was found by patient',
      ['match.no_record_id', 'match.patient'],
      DEAL,
      {},
      { kind: 'moved', code: 'stage.moved' },
    ],
    ['was found by phone', onPhone, DEAL, {}, { kind: 'moved', code: 'stage.moved' }],
    [
      'was found by phone, the search is off now',
      onPhone,
      DEAL,
      { matching: { ...defaultSettings.matching, search: false } },
      { kind: 'left', code: 'match.creation_off' },
    ],
    [
      'was found by phone, other deals are searched now',
      onPhone,
      DEAL,
      { isSameSearch: false, matching: { ...defaultSettings.matching, priority: 'latest' } },
      { kind: 'unknown', code: 'replay.unknown' },
    ],
    [
      'was found by record ID, which is enough now',
      ['match.record_id'],
      DEAL,
      { isSameSearch: false, matching: { ...defaultSettings.matching, idIsEnough: true } },
      { kind: 'moved', code: 'stage.moved' },
    ],
    [
      'was not looked for: the search was off',
      ['match.no_record_id', 'match.search_off', 'match.creation_off'],
      null,
      {},
      { kind: 'unknown', code: 'replay.unknown' },
    ],
    [
      'has a person in doubt',
      ['match.no_record_id', 'match.patient_unknown', 'match.doubt'],
      null,
      { createDeals: true },
      { kind: 'left', code: 'match.doubt' },
    ],
    [
      'shares its phone with others',
      ['match.no_record_id', 'match.patient_unknown', 'match.other_people'],
      null,
      { createDeals: true },
      { kind: 'created', code: 'match.create' },
    ],
    [
      'has a contact without a deal',
      ['match.no_record_id', 'match.patient_unknown', 'match.contact', 'match.phone_no_deal'],
      null,
      { createDeals: true },
      { kind: 'created', code: 'match.create' },
    ],
    [
      'has a card without a phone',
      ['match.no_record_id', 'match.patient_unknown', 'match.no_phone'],
      null,
      {},
      { kind: 'left', code: 'match.creation_off' },
    ],
    ['waits for review', ['match.waits_review'], null, {}, { kind: 'left', code: 'match.waits_review' }],
  ])('%s', (_name, codes, dealId, over, expected) => {
    expect(one(empty, [booked(codes, dealId)], over)).toMatchObject(expected);
  });

  test('one that was never decided cannot be told', () => {
    const undecided = { ...booked([]), recorded: { dealId: null, codes: null } };
    expect(one(empty, [undecided], { createDeals: true })).toMatchObject({ kind: 'unknown' });
  });

  test('a deal that was made goes on with its visit, and is told under the number it has by now', () => {
    const steps = [booked([...stranger, 'match.create'], DEAL), arrived];
    expect(run(empty, steps, { createDeals: true })).toEqual([
      { key: String(DEAL), kind: 'created', stage: STAGES.arrived, code: 'match.create' },
    ]);
    expect(run(empty, steps)).toMatchObject([
      { key: String(DEAL), kind: 'left', code: 'match.creation_off' },
    ]);
  });

  test('no deal is made for a visit that is gone', () => {
    const gone = { ...booked(stranger), kind: 'visit.deleted' as const, visit: state({ deleted: true }) };
    expect(one(empty, [gone], { createDeals: true })).toMatchObject({ kind: 'left', code: 'match.gone' });
  });
});
