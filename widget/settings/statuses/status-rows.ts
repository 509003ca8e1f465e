import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type {
  Meaning,
  StatusesReply,
  StatusKey,
  StatusRow,
} from '../../../worker/settings/statuses.schemas.ts';
import { findStage } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';

/** A row on the screen: what will be saved, and what of it is only proposed so far. */
export type StatusDraftRow = StatusRow & { suggestedMeaning: Meaning | null; stageSuggested: boolean };

/** Every status of the clinic gets a row; a saved row whose status left the directory is still shown. */
export function draftRows(reply: StatusesReply, saved: readonly StatusRow[]): StatusDraftRow[] {
  const known = reply.directory.map(
    ({ statusId }) => saved.find((row) => row.statusId === statusId) ?? emptyRow(statusId),
  );
  const gone = saved.filter((row) => !inDirectory(reply, row.statusId));
  return [...known, ...gone].map((row) => ({ ...row, suggestedMeaning: null, stageSuggested: false }));
}

export function meaningOf(row: StatusDraftRow): Meaning | null {
  return row.meaning ?? row.suggestedMeaning;
}

export function stageOf(row: StatusRow): Stage | null {
  return row.pipelineId === null || row.stageId === null
    ? null
    : { pipelineId: row.pipelineId, stageId: row.stageId };
}

export function withMeaning(row: StatusDraftRow, meaning: Meaning | null): StatusDraftRow {
  return { ...row, meaning, suggestedMeaning: null };
}

export function withStage(row: StatusDraftRow, stage: Stage | null): StatusDraftRow {
  const moveClosed = stage === null ? false : row.moveClosed;
  return {
    ...row,
    pipelineId: stage?.pipelineId ?? null,
    stageId: stage?.stageId ?? null,
    moveClosed,
    stageSuggested: false,
  };
}

export function inDirectory(reply: StatusesReply, statusId: StatusKey): boolean {
  return reply.directory.some((status) => status.statusId === statusId);
}

export function toSaved(row: StatusDraftRow): StatusRow {
  const { statusId, pipelineId, stageId, moveClosed } = row;
  return { statusId, meaning: meaningOf(row), pipelineId, stageId, moveClosed };
}

/** A stage deleted in amoCRM cannot be saved again; its select says so. */
export function hasLostStage(
  reply: StatusesReply,
  rows: readonly StatusDraftRow[],
  pipelines: readonly Pipeline[],
): boolean {
  return rows.some((row) => {
    const stage = stageOf(row);
    return stage !== null && inDirectory(reply, row.statusId) && findStage(pipelines, stage) === null;
  });
}

function emptyRow(statusId: StatusKey): StatusRow {
  return { statusId, meaning: null, pipelineId: null, stageId: null, moveClosed: false };
}
