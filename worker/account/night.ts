import { fromEpochMs } from '../sync/wall-clock.ts';
import type { AccountContext } from './context.ts';
import { insertRecord } from './inbox.ts';
import { saveSourceState, sourceState } from './poll.ts';
import { isNightDue } from './poll-schedule.ts';
import { readState, writeState } from './store.ts';

/** The night's work of a source goes step by step: where it stands is durable, so that a crash repeats one step. */
export type Night = {
  /** The branch's day it belongs to. */
  day: string;
  /** Also the days that no poll reads; else only those of linked visits. */
  whole: boolean;
  next: number;
  /** When the next step may begin. */
  at: number;
  failures: number;
  visits: number;
  deals: number;
  /** Differences that the polls had missed. */
  missed: number;
  skippedDays: number;
  repaired: Finding[];
  edited: Finding[];
  deleted: Finding[];
};
export type Finding = { dealId: number; what: string[] };

const key = (sourceId: number) => `night:${sourceId}`;

export function nightOf(ctx: AccountContext, sourceId: number): Night | null {
  const kept = readState(ctx.store, key(sourceId));
  return kept ? JSON.parse(kept) : null;
}

export function saveNight(ctx: AccountContext, sourceId: number, night: Night): void {
  writeState(ctx.store, key(sourceId), JSON.stringify(night));
}

/** Also by an administrator, at any hour. One that is under way goes on. */
export function beginNight(
  ctx: AccountContext,
  source: { sourceId: number; timeZone: string },
  whole: boolean,
): Night {
  const now = ctx.clock.now();
  const night: Night = nightOf(ctx, source.sourceId) ?? {
    day: fromEpochMs(now, source.timeZone).date,
    whole,
    next: 0,
    at: now,
    failures: 0,
    visits: 0,
    deals: 0,
    missed: 0,
    skippedDays: 0,
    repaired: [],
    edited: [],
    deleted: [],
  };
  saveNight(ctx, source.sourceId, night);
  return night;
}

/** A step may begin now: the night has come, or its work is under way. Polls come first, unless somebody waits for it. */
export function isNightOpen(ctx: AccountContext, source: { sourceId: number; timeZone: string }): boolean {
  const state = sourceState(ctx, source.sourceId);
  if (!state?.tookStockAt) {
    return false;
  }
  const now = ctx.clock.now();
  const night = nightOf(ctx, source.sourceId);
  if (night && !night.whole) {
    return night.at <= now;
  }
  const isOpen = night
    ? night.at <= now
    : isNightDue(now, source.timeZone, source.sourceId, state.reconciledDay);
  return isOpen && !ctx.polls.running.has(source.sourceId);
}

/** null: none is under way; the polls of the night look whether one should begin. */
export function nightWorkAt(ctx: AccountContext, { sourceId }: { sourceId: number }): number | null {
  return sourceState(ctx, sourceId)?.tookStockAt ? (nightOf(ctx, sourceId)?.at ?? null) : null;
}

/** One line of the history tells how it went (product.md §4). Synchronous. */
export function endNight(ctx: AccountContext, sourceId: number, branchId: number, night: Night): void {
  const { visits, deals, missed, repaired, edited, deleted, skippedDays } = night;
  const text = `Сверка: записей ${visits}, сделок ${deals}; пропущено опросом ${missed}, исправляется ${repaired.length}, изменено вручную ${edited.length}, удалено ${deleted.length}`;
  const reasons: { code: string; text: string }[] = [
    ...found('reconcile.repaired', 'Не было записано, исправляется', repaired),
    ...found('reconcile.edited', 'Изменено менеджером, оставлено', edited),
    ...found('reconcile.deleted', 'Сделка удалена, связь приостановлена', deleted),
    ...(skippedDays > 0
      ? [
          {
            code: 'reconcile.unread',
            text: `Не прочитано дней: ${skippedDays}, ArchiMed+ не отвечал или список пуст`,
          },
        ]
      : []),
  ];
  const isClean = repaired.length + edited.length + deleted.length + missed + skippedDays === 0;
  ctx.store.transaction(() => {
    writeState(ctx.store, key(sourceId), '');
    saveSourceState(ctx, sourceId, { reconciledDay: night.day });
    insertRecord(ctx.store, {
      kind: 'source.reconciled',
      lane: `source:${sourceId}`,
      at: ctx.clock.now(),
      branchId,
      decision: {
        actions: [{ kind: 'source.reconciled', text }],
        reasons: isClean ? [{ code: 'reconcile.clean', text: 'Расхождений нет' }] : reasons,
      },
    });
  });
}

/** A line names so many deals and counts the others. */
const MOST_NAMED = 100;

function found(code: string, words: string, findings: readonly Finding[]) {
  if (findings.length === 0) {
    return [];
  }
  const named = findings
    .slice(0, MOST_NAMED)
    .map(({ dealId, what }) => (what.length > 0 ? `${dealId} (${what.join(', ')})` : String(dealId)))
    .join('; ');
  const more = findings.length > MOST_NAMED ? ` и ещё ${findings.length - MOST_NAMED}` : '';
  return [{ code, text: `${words}: ${named}${more}` }];
}
