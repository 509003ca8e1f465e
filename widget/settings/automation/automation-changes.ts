import type { AutomationReply } from '../../../worker/settings/automation.schemas.ts';
import type { UsersReply } from '../../../worker/settings/users.schemas.ts';
import { t } from '../locales/automation.ts';
import { t as common } from '../locales/common.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import { gonePipeline } from '../shared/gone.ts';
import { stageLabel, stagesLabel } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import { type AutomationDraft, automationDraft } from './automation-draft.ts';
import type { TaskTime } from './task-time.ts';

export type AutomationLists = { pipelines: readonly Pipeline[]; users: UsersReply['users'] };

export function automationChanges(
  reply: AutomationReply,
  after: AutomationDraft,
  lists: AutomationLists,
): Change[] {
  const before = automationDraft(reply);
  const row = (label: string, text: (draft: AutomationDraft) => string): Change[] =>
    changed(label, text(before), text(after));
  const { pipelines, users } = lists;
  return [
    ...row(t('task.enabled'), ({ task }) => onOff(task.enabled)),
    ...row(t('task.forReception'), ({ task }) => onOff(task.forReception)),
    ...row(t('task.text'), ({ task }) => task.text),
    ...row(t('task.type'), ({ task }) => taskTypeName(reply, task.typeId)),
    ...row(t('task.amount'), ({ task }) => timeText(task.time)),
    ...row(t('newDealStage'), ({ newDealStage }) =>
      newDealStage === null ? t('newDealStage.none') : stageLabel(pipelines, newDealStage),
    ),
    ...row(t('newDealTitle'), ({ newDealTitle }) => newDealTitle),
    ...row(t('defaultResponsible'), ({ defaultResponsible }) =>
      defaultResponsible === null ? t('defaultResponsible.none') : userTitle(users, defaultResponsible),
    ),
    ...row(t('protectedStages'), ({ protectedStages }) => stagesLabel(pipelines, protectedStages)),
    ...row(t('hideOnStages'), ({ hideOnStages }) => stagesLabel(pipelines, hideOnStages)),
    ...row(t('journalPipelines'), ({ journalPipelines }) =>
      pipelinesText(pipelines, journalPipelines.length === 0 ? null : journalPipelines),
    ),
    ...row(t('syncPipelines'), ({ syncPipelines }) => pipelinesText(pipelines, syncPipelines)),
    ...row(t('group.policy'), ({ policy }) => t(`policy.${policy}`)),
    ...row(t('limits.moves'), ({ limits }) => limitText(limits.moves)),
    ...row(t('limits.creations'), ({ limits }) => limitText(limits.creations)),
    ...row(t('alertUser'), ({ alert }) =>
      alert.userId === null ? t('alertUser.none') : userTitle(users, alert.userId),
    ),
    ...row(t('alertMinutes'), ({ alert }) => limitText(alert.minutes)),
    ...row(t('historyDays'), ({ historyDays }) => limitText(historyDays)),
  ];
}

export function taskTypeName(reply: AutomationReply, id: number): string {
  return reply.taskTypes.find((type) => type.id === id)?.name ?? t('task.type.unknown', { id });
}

export function userTitle(users: UsersReply['users'], id: number): string {
  return users.find((user) => user.id === id)?.name ?? common('user.unknown', { id });
}

function timeText({ moment, amount, unit }: TaskTime): string {
  if (Number.isNaN(amount)) return '';
  return `${t(`amount.${unit}`, { n: amount })} ${t(`moment.${moment}`)}`;
}

function limitText(n: number): string {
  return Number.isNaN(n) ? '' : String(n);
}

function pipelinesText(pipelines: readonly Pipeline[], ids: readonly number[] | null): string {
  if (ids === null) return t('syncPipelines.all');
  if (ids.length === 0) return common('none');
  return ids
    .map((id) => pipelines.find((pipeline) => pipeline.id === id)?.name ?? gonePipeline(id))
    .join(', ');
}
