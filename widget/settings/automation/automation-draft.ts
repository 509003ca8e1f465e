import type { AutomationReply, AutomationSettings } from '../../../worker/settings/automation.schemas.ts';
import { type TaskTime, taskTimeFits, taskTimeOf, whenOf } from './task-time.ts';

/** The deadline is kept as it is typed: «1,5 дня» must be refused at its field, not rounded away. */
export type AutomationDraft = Omit<AutomationSettings, 'task'> & {
  task: Omit<AutomationSettings['task'], 'when'> & { time: TaskTime };
};
export type AutomationErrors = Record<
  'text' | 'time' | 'title' | 'pipelines' | 'moves' | 'creations' | 'historyDays' | 'alertMinutes',
  boolean
>;

/** As the server's (automation.schemas.ts). */
const MOST_IN_TEN_MINUTES = 100_000;

export function automationDraft(reply: AutomationReply): AutomationDraft {
  const { version: _version, taskTypes: _taskTypes, task, ...rest } = reply;
  const { when, ...written } = task;
  return { ...rest, task: { ...written, time: taskTimeOf(when) } };
}

export function toAutomation(draft: AutomationDraft): AutomationSettings {
  const { time, ...task } = draft.task;
  return {
    ...draft,
    newDealTitle: draft.newDealTitle.trim(),
    task: { ...task, text: task.text.trim(), when: whenOf(time) },
  };
}

export function automationErrors(draft: AutomationDraft): AutomationErrors {
  return {
    text: !fits(draft.task.text, 500),
    time: !taskTimeFits(draft.task.time),
    title: !fits(draft.newDealTitle, 200),
    pipelines: draft.syncPipelines?.length === 0,
    moves: !isWithin(draft.limits.moves, 1, MOST_IN_TEN_MINUTES),
    creations: !isWithin(draft.limits.creations, 1, MOST_IN_TEN_MINUTES),
    historyDays: !isWithin(draft.historyDays, 7, 365),
    alertMinutes: !isWithin(draft.alert.minutes, 5, 1440),
  };
}

export function automationValid(draft: AutomationDraft): boolean {
  return !Object.values(automationErrors(draft)).includes(true);
}

function isWithin(n: number, least: number, most: number): boolean {
  return Number.isInteger(n) && n >= least && n <= most;
}

function fits(text: string, max: number): boolean {
  const { length } = text.trim();
  return length > 0 && length <= max;
}
