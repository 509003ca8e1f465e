import type { Stage } from '../../../worker/settings/automation.schemas.ts';
import type { StatusesReply, TwoWay } from '../../../worker/settings/statuses.schemas.ts';
import { findStage, sameStage } from '../shared/stages.ts';
import type { Pipeline } from '../store.ts';
import { inDirectory, type StatusDraftRow, stageOf } from './status-rows.ts';
import type { StatusesDraft } from './statuses-draft.ts';

/** A row may be half filled while it is on the screen. */
export type TwoWayRow = { uid: string; stage: Stage | null; status: number | null };
/** Switched off, the rows stay on the screen's side until it is saved. */
export type TwoWayDraft = { on: boolean; rows: TwoWayRow[]; conflict: TwoWay['conflict'] };

export function twoWayDraft({ rows, conflict }: TwoWay): TwoWayDraft {
  return {
    on: rows.length > 0,
    rows: rows.map(({ pipelineId, stageId, statusId }, index) => ({
      uid: `saved-${index}`,
      stage: { pipelineId, stageId },
      status: statusId,
    })),
    conflict,
  };
}

export function toTwoWay({ on, rows, conflict }: TwoWayDraft): TwoWay {
  const complete = rows.flatMap(({ stage, status }) =>
    stage === null || status === null ? [] : [{ ...stage, statusId: status }],
  );
  return { rows: on ? complete : [], conflict };
}

export function withTwoWayRow(draft: TwoWayDraft): TwoWayDraft {
  const numbers = draft.rows.map(({ uid }) => Number(/^new-(\d+)$/.exec(uid)?.[1] ?? 0));
  const uid = `new-${Math.max(0, ...numbers) + 1}`;
  return { ...draft, rows: [...draft.rows, { uid, stage: null, status: null }] };
}

/** Switched on without a row there would be nothing to fill in. */
export function withTwoWay(draft: TwoWayDraft, on: boolean): TwoWayDraft {
  return on && draft.rows.length === 0 ? withTwoWayRow({ ...draft, on }) : { ...draft, on };
}

export type TwoWayFault = { stage?: 'missing' | 'twice' | 'lost'; status?: 'missing' | 'gone' };

export function twoWayFaults(
  { on, rows }: TwoWayDraft,
  reply: StatusesReply,
  pipelines: readonly Pipeline[],
): ReadonlyMap<string, TwoWayFault> {
  const faults = new Map<string, TwoWayFault>();
  if (!on) return faults;
  for (const [index, { uid, stage, status }] of rows.entries()) {
    const earlier = rows.slice(0, index);
    const fault: TwoWayFault = {};
    if (stage === null) fault.stage = 'missing';
    else if (findStage(pipelines, stage) === null) fault.stage = 'lost';
    else if (earlier.some((other) => other.stage !== null && sameStage(other.stage, stage)))
      fault.stage = 'twice';
    if (status === null) fault.status = 'missing';
    else if (!inDirectory(reply, status)) fault.status = 'gone';
    if (fault.stage !== undefined || fault.status !== undefined) faults.set(uid, fault);
  }
  return faults;
}

/** `rule` null: the branch's own table. */
export type Loop = { to: Stage; rule: number | null };

/**
 * Stage → status → another stage: the deal would not stay where the manager put it, so the server refuses such a map.
 * The first table that leads away is named; one that does not apply in this mode leads nowhere.
 */
export function twoWayLoops(draft: StatusesDraft): ReadonlyMap<string, Loop> {
  const loops = new Map<string, Loop>();
  if (!draft.twoWay.on) return loops;
  for (const { uid, stage, status } of draft.twoWay.rows) {
    if (stage === null || status === null) continue;
    for (const { rows, rule } of tablesOf(draft)) {
      const row = rows.find(({ statusId }) => statusId === status);
      const to = row === undefined ? null : stageOf(row);
      if (to !== null && !sameStage(to, stage)) {
        loops.set(uid, { to, rule });
        break;
      }
    }
  }
  return loops;
}

export function twoWayValid(
  draft: StatusesDraft,
  reply: StatusesReply,
  pipelines: readonly Pipeline[],
): boolean {
  const { twoWay } = draft;
  if (!twoWay.on) return true;
  return (
    twoWay.rows.length > 0 &&
    twoWayFaults(twoWay, reply, pipelines).size === 0 &&
    twoWayLoops(draft).size === 0
  );
}

function tablesOf({ mode, rows, rules }: StatusesDraft): { rows: StatusDraftRow[]; rule: number | null }[] {
  const own = { rows, rule: null };
  switch (mode) {
    case 'off':
      return [];
    case 'all':
      return [own];
    case 'filtered':
      return [...rules.map((rule, index) => ({ rows: rule.rows, rule: index + 1 })), own];
  }
}
