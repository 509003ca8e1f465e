import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type {
  Meaning,
  StatusesPut,
  StatusesReply,
  StatusKey,
  StatusRow,
} from '../../../worker/settings/statuses.schemas.ts';

/** A row on the screen: what will be saved, and what of it is only proposed so far. */
export type StatusDraftRow = StatusRow & { suggestedMeaning: Meaning | null; stageSuggested: boolean };
export type StatusesDraft = { mode: StatusesReply['mode']; rows: StatusDraftRow[] };

/** Every status of the clinic gets a row; a saved row whose status left the directory is still shown. */
export function statusesDraft(reply: StatusesReply): StatusesDraft {
  const saved = new Map(reply.rows.map((row) => [row.statusId, row]));
  const rows = reply.directory.map(({ statusId, suggestedMeaning }): StatusDraftRow => {
    const row = saved.get(statusId);
    saved.delete(statusId);
    // A saved row without a meaning is a decision, not a gap: nothing is proposed over it.
    if (row !== undefined) return { ...row, suggestedMeaning: null, stageSuggested: false };
    return { ...emptyRow(statusId), suggestedMeaning, stageSuggested: false };
  });
  const gone = [...saved.values()].map((row) => ({ ...row, suggestedMeaning: null, stageSuggested: false }));
  return { mode: reply.mode, rows: [...rows, ...gone] };
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

/** Fills empty rows only: a choice of the administrator is never replaced by a guess. */
export function withSuggestions(draft: StatusesDraft, stages: ReadonlyMap<StatusKey, Stage>): StatusesDraft {
  const rows = draft.rows.map((row) => {
    const stage = stages.get(row.statusId);
    if (stage === undefined || row.stageId !== null) return row;
    return { ...row, ...stage, stageSuggested: true };
  });
  return { ...draft, rows };
}

/**
 * Every row is sent: one without a meaning says that the status has none, whatever its name suggests. A status that left
 * the clinic's directory is not taken by the server any more.
 */
export function toStatusesPut(draft: StatusesDraft, reply: StatusesReply): StatusesPut {
  const rows = draft.rows.filter((row) => inDirectory(reply, row.statusId)).map(toSaved);
  // Rules and the two-way map have no editor here yet: they are sent back as they were read.
  const { version, rules, twoWay } = reply;
  return { version, mode: draft.mode, rows, rules, twoWay };
}

export function inDirectory(reply: StatusesReply, statusId: StatusKey): boolean {
  return reply.directory.some((status) => status.statusId === statusId);
}

export function toSaved(row: StatusDraftRow): StatusRow {
  const { statusId, pipelineId, stageId, moveClosed } = row;
  return { statusId, meaning: meaningOf(row), pipelineId, stageId, moveClosed };
}

function emptyRow(statusId: StatusKey): StatusRow {
  return { statusId, meaning: null, pipelineId: null, stageId: null, moveClosed: false };
}
