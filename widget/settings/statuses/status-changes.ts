import type { Meaning, StatusesReply, StatusRow } from '../../../worker/settings/statuses.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/statuses.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import { stageLabel } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import { inDirectory, type StatusDraftRow, type StatusesDraft, stageOf, toSaved } from './statuses-draft.ts';

export function statusName(reply: StatusesReply, statusId: StatusRow['statusId']): string {
  if (statusId === 'deleted') return t('deleted');
  return reply.directory.find((status) => status.statusId === statusId)?.name ?? t('gone', { id: statusId });
}

export function statusChanges(
  reply: StatusesReply,
  draft: StatusesDraft,
  pipelines: readonly Pipeline[],
): Change[] {
  const mode = changed(t('mode'), t(`mode.${reply.mode}`), t(`mode.${draft.mode}`));
  return [...mode, ...draft.rows.flatMap((row) => rowChanges(reply, row, pipelines))];
}

function rowChanges(reply: StatusesReply, row: StatusDraftRow, pipelines: readonly Pipeline[]): Change[] {
  const name = statusName(reply, row.statusId);
  const before = reply.rows.find(({ statusId }) => statusId === row.statusId);
  const after = toSaved(row);
  if (!inDirectory(reply, row.statusId)) {
    return changed(t('change.row', { name }), stageText(before, pipelines), t('change.removed'));
  }
  return [
    ...changed(
      t('change.meaning', { name }),
      meaningText(before?.meaning ?? null),
      meaningText(after.meaning),
    ),
    ...changed(t('change.stage', { name }), stageText(before, pipelines), stageText(after, pipelines)),
    ...changed(t('change.closed', { name }), onOff(before?.moveClosed ?? false), onOff(after.moveClosed)),
  ];
}

function meaningText(meaning: Meaning | null): string {
  return t(`meaning.${meaning ?? 'none'}`);
}

function stageText(row: StatusRow | undefined, pipelines: readonly Pipeline[]): string {
  const stage = row === undefined ? null : stageOf(row);
  return stage === null ? common('stage.none') : stageLabel(pipelines, stage);
}
