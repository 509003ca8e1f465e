import type { AmocrmEvent } from '../amocrm/events.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { acceptHints, type Hint, type HintAction } from './hook-events.ts';
import { hookState, writeHookState } from './hook-state.ts';
import { pollPeriodMs } from './poll-schedule.ts';

/**
 * amoCRM's journal instead of hooks: where the plan has none, and once after a subscription was found broken
 * (amocrm-api.md §4.15). Each entry becomes the same hint that a hook would have been.
 */
const TYPES: Readonly<Record<string, HintAction>> = {
  lead_deleted: 'delete',
  lead_restored: 'restore',
  lead_status_changed: 'status',
  entity_merged: 'update',
  contact_added: 'add',
  contact_deleted: 'delete',
  contact_restored: 'restore',
  custom_field_value_changed: 'update',
};
/** An entry may appear in the journal a little after the second it names. */
const OVERLAP_SECONDS = 10;
const MAX_PAGES = 20;

/** Reads what is new; in the mode of hooks once, else again and again. */
export async function readJournal(ctx: AccountContext, settings: AccountSettings): Promise<void> {
  const startedAt = ctx.clock.now();
  const state = hookState(ctx.store);
  const readTo = state?.readTo ?? Math.floor(startedAt / 1000);
  const nextReadAt = startedAt + pollPeriodMs(ctx.config, startedAt, settings.account.timeZone);
  // What could not be read, or ends in no way at all, is asked for again.
  writeHookState(ctx.store, startedAt, { nextReadAt });
  const read = await ctx.amocrm(settings.account.domain).events.list('background', {
    types: Object.keys(TYPES),
    from: readTo - OVERLAP_SECONDS,
    maxPages: MAX_PAGES,
  });
  if (!read.ok) {
    writeHookState(ctx.store, startedAt, { error: `amocrm.${read.error.kind}` });
    return;
  }
  const { rows, complete } = read.value;
  if (!complete) {
    ctx.log('journal.long', { account: ctx.objectName, rows: rows.length });
  }
  await acceptHints(ctx, toHints(rows));
  writeHookState(ctx.store, startedAt, {
    readTo: rows.reduce((latest, { createdAt }) => Math.max(latest, createdAt), readTo),
    error: null,
    ...(hookState(ctx.store)?.mode === 'events' ? {} : { nextReadAt: null }),
  });
}

/** Oldest first, of each entity and action the newest only: it is read again anyway. */
function toHints(rows: readonly AmocrmEvent[]): Hint[] {
  const newest = new Map<string, Hint>();
  for (const row of rows.toSorted((left, right) => left.createdAt - right.createdAt)) {
    const hint = toHint(row);
    if (hint) {
      const key = `${hint.entity}:${hint.id}:${hint.action}`;
      newest.delete(key);
      newest.set(key, hint);
    }
  }
  return [...newest.values()];
}

function toHint({ id, type, entityId, entityType, stageAfter }: AmocrmEvent): Hint | null {
  // Asked for as one type, told as one for each field (amocrm-api.md §4.15).
  const isField = /^custom_field_(\d+_)?value_changed$/.test(type);
  const action = isField ? 'update' : TYPES[type];
  if (!action || (entityType !== 'lead' && entityType !== 'contact') || (isField && entityType === 'lead')) {
    return null;
  }
  return {
    entity: entityType,
    action,
    id: entityId,
    raw: null,
    stage: stageAfter && { pipelineId: stageAfter.pipelineId, stageId: stageAfter.statusId },
    always: type === 'entity_merged' || type === 'contact_added',
    content: `event:${id}`,
    timed: true,
  };
}
