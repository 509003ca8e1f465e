import { expect, test } from 'vitest';
import { type DpInput, decideDpAction } from './dp-action.ts';

/** An action of the Digital Pipeline: what becomes of the driving visit, and what the history says about it. */
const BOOKED = { pipelineId: 1, stageId: 10 };
const ARRIVED = { pipelineId: 1, stageId: 20 };
const toArrived = { do: 'status' as const, meaning: 'arrived' as const, statuses: {} };
const cancel = { do: 'cancel' as const, reasons: {} };
const visit = {
  talonId: 7,
  branchId: 3,
  branchTitle: 'Центр',
  branchOn: true,
  statusId: 1,
  deleted: false,
};
const input: DpInput = {
  action: toArrived,
  event: { stage: ARRIVED, hasLeft: false },
  deal: ARRIVED,
  visit,
  tried: 'no',
  statuses: [
    { id: 1, name: 'Запись', meaning: 'booked' },
    { id: 5, name: 'Пациент пришёл', meaning: 'arrived' },
    { id: 6, name: 'На приёме', meaning: 'arrived' },
    { id: 4, name: 'Отменён', meaning: 'cancelled' },
    { id: 8, name: 'Состоялся', meaning: 'completed' },
  ],
  reasons: [{ id: 2, name: 'Заболел' }],
  stageName: ({ stageId }) => (stageId === 10 ? 'Записан' : 'Пришёл'),
};
const decide = (change: Partial<DpInput>) => decideDpAction({ ...input, ...change });
const codeOf = (change: Partial<DpInput>) => decide(change).reason.code;

test('the status is the first one of the branch with this meaning', () => {
  expect(decide({})).toEqual({
    kind: 'write',
    write: { statusId: 5, reasonId: null },
    text: 'Статус записи 7: «Пациент пришёл»',
    reason: { code: 'dp.due', text: 'Сделка на этапе «Пришёл»: так настроено в «Цифровой воронке»' },
  });
});

test('a status that was chosen for the branch goes before the meaning; those of other branches do not count', () => {
  expect(decide({ action: { ...toArrived, statuses: { 3: 6, 4: 8 } } })).toMatchObject({
    write: { statusId: 6 },
  });
  expect(decide({ action: { ...toArrived, statuses: { 4: 8 } } })).toMatchObject({ write: { statusId: 5 } });
});

test('a cancellation sets the status that means it, with the reason; without such a status the visit is deleted', () => {
  const action = { ...cancel, reasons: { 3: 2 } };
  expect(decide({ action })).toMatchObject({
    write: { statusId: 4, reasonId: 2 },
    text: 'Запись 7 отменена, причина «Заболел»',
  });
  const statuses = input.statuses.filter(({ meaning }) => meaning !== 'cancelled');
  expect(decide({ action: cancel, statuses })).toMatchObject({ write: { remove: true, reasonId: null } });
});

test.each<[string, Partial<DpInput>, string, string]>([
  ['settings nobody understands', { action: null }, 'failed', 'dp.unreadable'],
  ['a deleted deal', { deal: null }, 'nothing', 'dp.deal_gone'],
  ['a deal without a visit', { visit: null }, 'nothing', 'dp.no_visit'],
  ['a deal that moved on', { deal: BOOKED }, 'nothing', 'dp.moved_on'],
  ['the same stage of another pipeline', { deal: { ...ARRIVED, pipelineId: 2 } }, 'nothing', 'dp.moved_on'],
  ['a status that is there by meaning', { visit: { ...visit, statusId: 6 } }, 'nothing', 'dp.already'],
  ['a branch that is off', { visit: { ...visit, branchOn: false } }, 'nothing', 'dp.branch_off'],
  ['a deleted visit', { visit: { ...visit, deleted: true } }, 'nothing', 'dp.deleted'],
  ['no status of this meaning', { statuses: input.statuses.slice(0, 1) }, 'failed', 'dp.status_unknown'],
  [
    'a branch that nothing was chosen for',
    { action: { ...toArrived, meaning: null, statuses: { 4: 5 } }, visit: { ...visit, statusId: 9 } },
    'failed',
    'dp.status_unknown',
  ],
  [
    'a chosen status that is gone',
    { action: { ...toArrived, statuses: { 3: 99 } } },
    'failed',
    'dp.status_unknown',
  ],
  ['a cancelled visit', { action: cancel, visit: { ...visit, statusId: 4 } }, 'nothing', 'dp.already'],
  [
    'a deleted visit to cancel',
    { action: cancel, visit: { ...visit, deleted: true } },
    'nothing',
    'dp.already',
  ],
  [
    'a visit that took place',
    { action: cancel, visit: { ...visit, statusId: 8 } },
    'nothing',
    'dp.completed',
  ],
  ['a reason that is gone', { action: { ...cancel, reasons: { 3: 9 } } }, 'failed', 'dp.reason_unknown'],
])('%s', (_what, change, kind, code) => {
  const decision = decide(change);
  expect([decision.kind, decision.reason.code]).toEqual([kind, code]);
});

test('of a deal that left the stage is not asked where it stands', () => {
  const left = decide({ event: { stage: ARRIVED, hasLeft: true }, deal: BOOKED });
  expect(left).toMatchObject({
    kind: 'write',
    reason: { text: expect.stringContaining('ушла с этапа «Пришёл»') },
  });
});

test('a chosen status is there only as itself', () => {
  const action = { ...toArrived, statuses: { 3: 6 } };
  expect(decide({ action, visit: { ...visit, statusId: 5 } })).toMatchObject({ write: { statusId: 6 } });
  expect(codeOf({ action, visit: { ...visit, statusId: 6 } })).toBe('dp.already');
});

test('after a lost answer: done is told as done, the clinic’s own change stays, else it is written again', () => {
  const done = { ...visit, statusId: 5 };
  expect(decide({ tried: 'other', visit: done, deal: BOOKED })).toMatchObject({
    kind: 'proved',
    text: 'Статус записи 7: «Пациент пришёл»',
  });
  expect(codeOf({ tried: 'other', visit: { ...visit, statusId: 8 } })).toBe('dp.changed_meanwhile');
  expect(decide({ tried: 'same' })).toMatchObject({ kind: 'write' });
  expect(codeOf({ tried: 'same', deal: BOOKED })).toBe('dp.moved_on');
});
