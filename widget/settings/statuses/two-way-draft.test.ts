import { expect, test } from 'vitest';
import { pipelines, reply } from './rules.fixture.ts';
import { statusesDraft } from './statuses-draft.ts';
import {
  type TwoWayRow,
  toTwoWay,
  twoWayDraft,
  twoWayFaults,
  twoWayLoops,
  twoWayValid,
  withTwoWay,
} from './two-way-draft.ts';

const base = statusesDraft(reply);
const mapped = (pipelineId: number, stageId: number, status: number | null): TwoWayRow => ({
  uid: 'row',
  stage: { pipelineId, stageId },
  status,
});
const withRows = (rows: TwoWayRow[], over: Partial<typeof base> = {}) => ({
  ...base,
  ...over,
  twoWay: { ...base.twoWay, rows },
});

test('read and sent back the same; off sends no rows and keeps them on the screen', () => {
  const draft = twoWayDraft(reply.twoWay);
  expect(draft.on).toBe(true);
  expect(toTwoWay(draft)).toEqual(reply.twoWay);
  const off = withTwoWay(draft, false);
  expect(toTwoWay(off).rows).toEqual([]);
  expect(withTwoWay(off, true)).toEqual(draft);
  expect(withTwoWay(twoWayDraft({ rows: [], conflict: 'latest' }), true).rows).toHaveLength(1);
});

test.each<[string, TwoWayRow, object]>([
  ['nothing chosen', { uid: 'row', stage: null, status: null }, { stage: 'missing', status: 'missing' }],
  ['a deleted stage', mapped(10, 999, 1), { stage: 'lost' }],
  ['a deleted status', mapped(10, 100, 77), { status: 'gone' }],
])('%s is told at its row', (_name, row, fault) => {
  expect(twoWayFaults(withRows([row]).twoWay, reply, pipelines).get('row')).toEqual(fault);
});

test('a stage twice is told at the second row', () => {
  const rows = [{ ...mapped(10, 100, 1), uid: 'a' }, mapped(10, 100, 2)];
  expect([...twoWayFaults(withRows(rows).twoWay, reply, pipelines)]).toEqual([['row', { stage: 'twice' }]]);
});

test.each<[string, ReturnType<typeof withRows>, object | undefined]>([
  ['back to the same stage', withRows([mapped(10, 101, 2)]), undefined],
  [
    'away by the table',
    withRows([mapped(10, 100, 2)], { mode: 'all' }),
    { to: { pipelineId: 10, stageId: 101 }, rule: null },
  ],
  ['away by a rule', withRows([mapped(10, 100, 1)]), { to: { pipelineId: 20, stageId: 200 }, rule: 1 }],
  ['a rule that is not in force', withRows([mapped(10, 100, 1)], { mode: 'all' }), undefined],
  ['no table in force', withRows([mapped(10, 100, 2)], { mode: 'off' }), undefined],
])('%s', (_name, draft, loop) => {
  expect(twoWayLoops(draft).get('row')).toEqual(loop);
  expect(twoWayValid(draft, reply, pipelines)).toBe(loop === undefined);
});

test('switched on without a stage is not finished', () => {
  expect(twoWayValid(withRows([]), reply, pipelines)).toBe(false);
});
