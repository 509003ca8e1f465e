import type { Meaning, StatusesReply, StatusRow } from '../../../worker/settings/statuses.schemas.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/statuses.ts';
import { type Change, changed, onOff } from '../shared/change.ts';
import { stageLabel } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import { inDirectory, type StatusDraftRow, stageOf, toSaved } from './status-rows.ts';
import type { StatusesDraft } from './statuses-draft.ts';

export function statusName(reply: StatusesReply, statusId: StatusRow['statusId']): string {
  if (statusId === 'deleted') return t('deleted');
  return reply.directory.find((status) => status.statusId === statusId)?.name ?? t('gone', { id: statusId });
}

/** The mode and the branch's own table. */
export function statusChanges(
  reply: StatusesReply,
  draft: StatusesDraft,
  pipelines: readonly Pipeline[],
): Change[] {
  const mode = changed(t('mode'), t(`mode.${reply.mode}`), t(`mode.${draft.mode}`));
  const rows = draft.rows.flatMap((row) => {
    const before = reply.rows.find(({ statusId }) => statusId === row.statusId);
    return [...meaningChange(reply, row, before), ...rowChanges(reply, row, before, pipelines)];
  });
  return [...mode, ...rows];
}

/** Where a status leads, in the branch's table and in a rule's alike. */
export function rowChanges(
  reply: StatusesReply,
  row: StatusDraftRow,
  before: StatusRow | undefined,
  pipelines: readonly Pipeline[],
): Change[] {
  const name = statusName(reply, row.statusId);
  if (!inDirectory(reply, row.statusId)) {
    return changed(t('change.row', { name }), stageText(before, pipelines), t('change.removed'));
  }
  return [
    ...changed(t('change.stage', { name }), stageText(before, pipelines), stageText(row, pipelines)),
    ...changed(t('change.closed', { name }), onOff(before?.moveClosed ?? false), onOff(row.moveClosed)),
  ];
}

function meaningChange(reply: StatusesReply, row: StatusDraftRow, before: StatusRow | undefined): Change[] {
  if (!inDirectory(reply, row.statusId)) return [];
  const label = t('change.meaning', { name: statusName(reply, row.statusId) });
  return changed(label, meaningText(before?.meaning ?? null), meaningText(toSaved(row).meaning));
}

function meaningText(meaning: Meaning | null): string {
  return t(`meaning.${meaning ?? 'none'}`);
}

function stageText(row: StatusRow | undefined, pipelines: readonly Pipeline[]): string {
  const stage = row === undefined ? null : stageOf(row);
  return stage === null ? common('stage.none') : stageLabel(pipelines, stage);
}
