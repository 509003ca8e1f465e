import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type { StatusesPut, StatusesReply, StatusKey } from '../../../worker/settings/statuses.schemas.ts';
import { type RuleDraft, rulesDraft } from './rules-draft.ts';
import { draftRows, inDirectory, type StatusDraftRow, stageOf, toSaved } from './status-rows.ts';
import { type TwoWayDraft, toTwoWay, twoWayDraft } from './two-way-draft.ts';

export type StatusesDraft = {
  mode: StatusesReply['mode'];
  rows: StatusDraftRow[];
  rules: RuleDraft[];
  twoWay: TwoWayDraft;
};

export function statusesDraft(reply: StatusesReply): StatusesDraft {
  const proposed = new Map(reply.directory.map((status) => [status.statusId, status.suggestedMeaning]));
  const saved = new Set(reply.rows.map(({ statusId }) => statusId));
  const rows = draftRows(reply, reply.rows).map((row) => {
    // A saved row without a meaning is a decision, not a gap: nothing is proposed over it.
    if (saved.has(row.statusId)) return row;
    return { ...row, suggestedMeaning: proposed.get(row.statusId) ?? null };
  });
  return { mode: reply.mode, rows, rules: rulesDraft(reply), twoWay: twoWayDraft(reply.twoWay) };
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
 * Every row of the branch is sent: one without a meaning says that the status has none, whatever its name suggests. Of a
 * rule only rows with a stage count. A status that left the clinic's directory is not taken by the server any more.
 */
export function toStatusesPut(draft: StatusesDraft, reply: StatusesReply): StatusesPut {
  const present = ({ statusId }: StatusDraftRow) => inDirectory(reply, statusId);
  return {
    version: reply.version,
    mode: draft.mode,
    rows: draft.rows.filter(present).map(toSaved),
    rules: draft.rules.map(({ when, rows }) => ({
      when,
      rows: rows.filter((row) => present(row) && stageOf(row) !== null).map(toSaved),
    })),
    twoWay: toTwoWay(draft.twoWay),
  };
}
