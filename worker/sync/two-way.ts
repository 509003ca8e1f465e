import type { Stage } from '../settings/automation.schemas.ts';
import type { TwoWay } from '../settings/statuses.schemas.ts';
import type { Reason } from './model.ts';
import { sameStage } from './stage.ts';

/**
 * A stage that somebody chose in amoCRM sets the status of the driving visit (product.md §3.4). Pure. «Не обновлять на этапах»
 * and closed deals keep a *deal* from being moved, the mode of a branch speaks of moves by the clinic: neither holds a
 * status back, a stage is in this map because the administrator put it there. «Синхронизировать в воронках» names the
 * pipelines that take part in either direction.
 */
export type TwoWayInput = {
  /** As read now. */
  stage: Stage;
  /** As we last wrote it or last answered to it; null: never seen before. */
  known: Stage | null;
  visit: {
    statusId: number;
    deleted: boolean;
    /** Its status is not the one that decided about the deal last: the clinic changed something, too. */
    changed: boolean;
    branchOn: boolean;
  } | null;
  twoWay: TwoWay;
  syncPipelines: readonly number[] | null;
  /** Asked for when «последнее изменение» must decide; both in epoch milliseconds, null = not told. */
  times?: { visitAt: number | null; dealAt: number | null };
  stageName(stage: Stage): string;
  statusName(statusId: number): string;
};

export type TwoWayDecision =
  | { kind: 'need-times' }
  /** Our own write came back, or nothing was chosen since: there is nothing to answer. */
  | { kind: 'own'; reason: Reason }
  /** Seen and answered: the stage counts as known from now on. */
  | { kind: 'noted'; reason: Reason }
  | { kind: 'status'; statusId: number; reason: Reason }
  /** The clinic's change prevails: the stage table decides about the deal. */
  | { kind: 'table'; reason: Reason };

export function decideTwoWay(input: TwoWayInput): TwoWayDecision {
  const { stage, known, visit, twoWay } = input;
  const name = input.stageName(stage);
  const noted = (code: string, text: string): TwoWayDecision => ({
    kind: 'noted',
    reason: { code: `two_way.${code}`, text },
  });
  if (known === null) {
    return noted('first_sight', `Этап сделки «${name}» замечен впервые: статус записи не изменён`);
  }
  if (sameStage(known, stage)) {
    const text = `Сделка на этапе «${name}», который уже учтён: отвечать не на что`;
    return { kind: 'own', reason: { code: 'two_way.own', text } };
  }
  const row = twoWay.rows.find((candidate) => sameStage(candidate, stage));
  if (!row) {
    return noted('unmapped', `Сделку перенесли на этап «${name}»: на статус записи он не влияет`);
  }
  if (!visit) {
    return noted('no_visit', `Сделку перенесли на этап «${name}», но записи у неё нет`);
  }
  if (!visit.branchOn) {
    return noted('branch_off', 'Филиал записи выключен: её статус не изменён');
  }
  if (input.syncPipelines && !input.syncPipelines.includes(stage.pipelineId)) {
    return noted('pipeline', 'Статус записи не изменён: воронка сделки не синхронизируется');
  }
  if (visit.deleted) {
    return noted('deleted', 'Запись удалена в ArchiMed+: её статус не изменить');
  }
  const status = input.statusName(row.statusId);
  if (visit.statusId === row.statusId) {
    return noted('already', `Сделку перенесли на этап «${name}», статус записи уже «${status}»`);
  }
  const set = (code: string, why: string): TwoWayDecision => ({
    kind: 'status',
    statusId: row.statusId,
    reason: {
      code: `two_way.${code}`,
      text: `Сделку перенесли на этап «${name}» → статус записи «${status}»${why}`,
    },
  });
  return visit.changed ? conflict(input, set) : set('set', '');
}

function conflict(
  { twoWay, visit, times, statusName }: TwoWayInput,
  set: (code: string, why: string) => TwoWayDecision,
): TwoWayDecision {
  const present = statusName(visit?.statusId ?? 0);
  const table = (code: string, why: string): TwoWayDecision => ({
    kind: 'table',
    reason: {
      code: `two_way.${code}`,
      text: `Изменились и этап сделки, и статус записи: ${why} («${present}»)`,
    },
  });
  switch (twoWay.conflict) {
    case 'archimed':
      return table('archimed_wins', 'побеждает ArchiMed+');
    case 'amocrm':
      return set('amocrm_wins', ` (статус «${present}» изменился тоже, побеждает amoCRM)`);
    case 'latest':
      if (!times) {
        return { kind: 'need-times' };
      }
      // Whole seconds on both sides: at one and the same the default stands.
      return times.dealAt !== null && times.dealAt > (times.visitAt ?? Number.NEGATIVE_INFINITY)
        ? set('deal_later', ` (статус «${present}» изменился раньше)`)
        : table('visit_later', 'последним изменился статус');
  }
}

/** What a visit's event makes of a stage that was chosen by hand and not answered yet. */
export type Heeded = 'none' | 'kept' | 'overruled';

/**
 * The visit's event may be carried out before the deal's: it comes to the same, because it decides by the same rule.
 * `kept`: the stage stays, the deal's event will set the status; `overruled`: the table was applied over it.
 */
export function heed(decision: Exclude<TwoWayDecision, { kind: 'need-times' }>): Heeded {
  return decision.kind === 'status' ? 'kept' : decision.kind === 'table' ? 'overruled' : 'none';
}

/** The stage that counts as known after a visit's event; another one is still to be answered by the deal's own event. */
export function knownAfterVisit(
  known: Stage | null,
  stage: Stage,
  planned: { move: Stage | null; isThere: boolean; heeded: Heeded },
): Stage {
  if (planned.heeded === 'kept') {
    return known ?? stage;
  }
  // `isThere`: the table sends the deal where it stands, which is an answer as well.
  return (
    planned.move ?? (known === null || planned.isThere || planned.heeded === 'overruled' ? stage : known)
  );
}
