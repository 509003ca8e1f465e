import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stage } from '../settings/automation.schemas.ts';
import type { Conflict, StatusRow, TwoWay } from '../settings/statuses.schemas.ts';
import { decideStage, sameStage } from './stage.ts';
import { lead, PIPELINE, row, stageRules, statusTable, visit } from './testing.ts';
import { decideTwoWay, heed, knownAfterVisit } from './two-way.ts';

/** A small world: one deal with one visit, both systems, and our memory of them. */
type World = {
  stage: number;
  status: number;
  deleted: boolean;
  known: number | null;
  lastStatus: string | null;
};
type Rules = {
  table: StatusRow[];
  twoWay: TwoWay;
  protectedStages: Stage[];
  times: { visitAt: number; dealAt: number };
};

const stageOf = (stageId: number): Stage => ({ pipelineId: PIPELINE, stageId });
const statusOf = (world: World) => (world.deleted ? 'deleted' : String(world.status));

function decide(world: World, { twoWay, times }: Rules, changed: boolean) {
  return decideTwoWay({
    stage: stageOf(world.stage),
    known: world.known === null ? null : stageOf(world.known),
    visit: { statusId: world.status, deleted: world.deleted, changed, branchOn: true },
    twoWay,
    syncPipelines: null,
    times,
    stageName: () => '',
    statusName: () => '',
  });
}

/** As account/lead-events.ts and two-way.ts carry it out. */
function dealEvent(world: World, rules: Rules): World {
  const decision = decide(world, rules, statusOf(world) !== world.lastStatus);
  switch (decision.kind) {
    case 'own':
    case 'need-times':
      return world;
    case 'noted':
    case 'table':
      return { ...world, known: world.stage };
    case 'status':
      return {
        ...world,
        status: decision.statusId,
        known: world.stage,
        lastStatus: String(decision.statusId),
      };
  }
}

/** As account/deal-plan.ts and heed-move.ts carry it out; a move that was kept is answered by the deal's event. */
function visitEvent(world: World, rules: Rules): World {
  const { move, lastStatus, reason } = decideStage(
    visit({ statusId: world.status, deleted: world.deleted }),
    lead({ statusId: world.stage }),
    { visitId: 'visit-1', status: world.lastStatus },
    stageRules({ statuses: statusTable({ rows: rules.table }), protectedStages: rules.protectedStages }),
  );
  const decision = decide(world, rules, true);
  const isNews = statusOf(world) !== world.lastStatus;
  const heeded = isNews && decision.kind !== 'need-times' ? heed(decision) : 'none';
  const applied = heeded === 'kept' ? null : move;
  const known = world.known === null ? null : stageOf(world.known);
  const after = {
    ...world,
    lastStatus,
    stage: applied?.stageId ?? world.stage,
    known: knownAfterVisit(known, stageOf(world.stage), {
      move: applied,
      isThere: reason.code === 'stage.already',
      heeded,
    }).stageId,
  };
  return heeded === 'kept' ? dealEvent(after, rules) : after;
}

const STAGES = [101, 102, 103, 104];
const STATUSES = [1, 2, 3, 4];

/** Maps without a circle, as settings/two-way-rules.ts lets through. */
const rules: fc.Arbitrary<Rules> = fc
  .record({
    targets: fc.tuple(...[...STATUSES, 'deleted' as const].map(() => fc.option(fc.constantFrom(...STAGES)))),
    back: fc.tuple(...STAGES.map(() => fc.option(fc.constantFrom(...STATUSES)))),
    conflict: fc.constantFrom<Conflict>('archimed', 'amocrm', 'latest'),
    protectedStages: fc.subarray(STAGES),
    times: fc.record({ visitAt: fc.integer({ min: 0, max: 3 }), dealAt: fc.integer({ min: 0, max: 3 }) }),
  })
  .map(({ targets, back, conflict, protectedStages, times }) => {
    const table = [...STATUSES, 'deleted' as const].map((status, index) =>
      row(status, targets[index] ?? null),
    );
    const rows = back.flatMap((statusId, index) => {
      const stage = stageOf(STAGES[index] ?? 0);
      const target = table.find((candidate) => candidate.statusId === statusId)?.stageId ?? null;
      const isCircle = target !== null && !sameStage(stageOf(target), stage);
      return statusId === null || isCircle ? [] : [{ ...stage, statusId }];
    });
    return { table, twoWay: { rows, conflict }, protectedStages: protectedStages.map(stageOf), times };
  });

const world: fc.Arbitrary<World> = fc.record({
  stage: fc.constantFrom(...STAGES),
  status: fc.constantFrom(...STATUSES),
  deleted: fc.boolean(),
  known: fc.option(fc.constantFrom(...STAGES)),
  lastStatus: fc.constantFrom('1', '2', '3', '4', 'deleted'),
});

test('no ping-pong: what was answered is not answered again', () => {
  fc.assert(
    fc.property(world, rules, (start, settings) => {
      const once = dealEvent(start, settings);
      expect(dealEvent(once, settings)).toEqual(once);
      // Our own write comes back to the visit as well: the next poll moves nothing.
      const { stage, status } = visitEvent(once, settings);
      const settled = visitEvent(dealEvent(visitEvent(once, settings), settings), settings);
      expect({ stage: settled.stage, status: settled.status }).toEqual({ stage, status });
    }),
    { numRuns: 2000 },
  );
});

test('a status that was set leaves the deal where the manager moved it', () => {
  fc.assert(
    fc.property(world, rules, (start, settings) => {
      const after = dealEvent(start, settings);
      fc.pre(after.status !== start.status);
      expect(visitEvent(after, settings).stage).toBe(start.stage);
    }),
    { numRuns: 2000 },
  );
});

test('whichever of the two events is carried out first, the result is the same', () => {
  fc.assert(
    fc.property(world, rules, (start, settings) => {
      const dealFirst = visitEvent(dealEvent(start, settings), settings);
      const visitFirst = dealEvent(visitEvent(start, settings), settings);
      expect(visitFirst).toEqual(dealFirst);
    }),
    { numRuns: 5000 },
  );
});
