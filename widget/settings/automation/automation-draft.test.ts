import { expect, test } from 'vitest';
import type { AutomationReply } from '../../../worker/settings/automation.schemas.ts';
import { automationDraft, automationErrors, automationValid, toAutomation } from './automation-draft.ts';

const reply: AutomationReply = {
  version: 3,
  task: {
    enabled: true,
    forReception: false,
    text: 'Подтвердить визит {дата}',
    typeId: 1,
    when: { anchor: 'visit', minutes: -1440 },
  },
  journalPipelines: [10],
  hideOnStages: [],
  newDealStage: null,
  newDealTitle: 'Запись: {врач}, {дата}',
  defaultResponsible: null,
  protectedStages: [{ pipelineId: 10, stageId: 142 }],
  syncPipelines: null,
  policy: 'many',
  limits: { moves: 200, creations: 50 },
  historyDays: 30,
  alert: { userId: null, minutes: 30 },
  taskTypes: [{ id: 1, name: 'Связаться' }],
};

test('what was read is what would be saved, without the reply’s own parts', () => {
  const { version: _version, taskTypes: _taskTypes, ...settings } = reply;
  expect(toAutomation(automationDraft(reply))).toEqual(settings);
});

test('what cannot be saved is known by field', () => {
  const draft = automationDraft(reply);
  expect(automationValid(draft)).toBe(true);
  const broken = {
    ...draft,
    newDealTitle: 'x'.repeat(201),
    syncPipelines: [],
    limits: { moves: 0, creations: Number.NaN },
    historyDays: 6,
    alert: { userId: 7, minutes: 4 },
    task: { ...draft.task, text: '  ', time: { ...draft.task.time, amount: 1.5 } },
  };
  expect(automationErrors(broken)).toEqual({
    text: true,
    time: true,
    title: true,
    pipelines: true,
    moves: true,
    creations: true,
    historyDays: true,
    alertMinutes: true,
  });
  expect(automationValid(broken)).toBe(false);
});
