import type { FormTree } from '../amocrm/bracket-form.ts';
import type { HookItem, PackedItem } from '../amocrm/hook-body.ts';
import { hookNumber } from '../amocrm/hook-fields.ts';
import type { Stage } from '../settings/automation.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { contactConcern, leadConcern } from './hook-concern.ts';
import { hasUnfinished, insertEvent, isRepeated } from './inbox.ts';

/** Hooks of amoCRM, and what its journal tells when there are none: hints that something changed (amocrm-api.md §5.6). */
export type Hint = {
  entity: 'lead' | 'contact';
  action: HintAction;
  id: number;
  /** What the hook tells of the entity; null: only that it changed. */
  raw: FormTree | null;
  /** Of a deal, where it is told. */
  stage: Stage | null;
  /** Looked at whatever is known of it: a merge, or a contact that nobody has seen yet. */
  always: boolean;
  /** Recognises a repetition. The content itself (names, phones) is not kept. */
  content: string;
  /** Alike only when repeated: it carries the time of the change. */
  timed: boolean;
};

const ACTIONS = {
  add: 'added',
  update: 'updated',
  delete: 'deleted',
  restore: 'restored',
  status: 'status_changed',
} as const;
export type HintAction = keyof typeof ACTIONS;

const ENTITIES: Partial<Record<HookItem['entity'], Hint['entity']>> = { leads: 'lead', contacts: 'contact' };

/** Number of new events; durable when this returns. Most hooks concern nothing of ours and leave none. */
export async function acceptHook(ctx: AccountContext, items: readonly PackedItem[]): Promise<number> {
  ctx.hookEcho.heard();
  return acceptHints(ctx, items.flatMap(toHint));
}

export async function acceptHints(ctx: AccountContext, hints: readonly Hint[]): Promise<number> {
  if (hints.length === 0) {
    return 0;
  }
  const hash = await ctx.hasher();
  const settings = await settingsOf(ctx);
  const now = ctx.clock.now();
  const dueAt = now + ctx.hookGathering.waitMs(now);
  const count = ctx.store.transaction(
    () => hints.filter((hint) => concerns(ctx, settings, hint, hash) && keep(ctx, hint, hash, dueAt)).length,
  );
  if (count > 0) {
    ctx.wakeAt(dueAt);
  }
  return count;
}

/** null: they cannot be read now; everything is kept then and decided upon later. */
async function settingsOf(ctx: AccountContext): Promise<AccountSettings | null> {
  try {
    return ctx.settingsAtHand() ?? (await ctx.settings());
  } catch {
    return null;
  }
}

function concerns(
  ctx: AccountContext,
  settings: AccountSettings | null,
  hint: Hint,
  hash: (text: string) => string,
): boolean {
  const isOurs =
    !settings ||
    (hint.entity === 'lead' ? leadConcern(ctx, settings, hint) : contactConcern(ctx, settings, hint, hash));
  // An event in hand may have read the entity as it was before this, and is about to write down what it read.
  return isOurs || hasUnfinished(ctx.store, laneOf(hint));
}

/** Events of one deal or contact are carried out in order. */
export function laneOf({ entity, id }: Pick<Hint, 'entity' | 'id'>): string {
  return `${entity}:${id}`;
}

function keep(ctx: AccountContext, hint: Hint, hash: (text: string) => string, dueAt: number): boolean {
  const { entity, action, id } = hint;
  const lane = laneOf(hint);
  const digest = hash(hint.content);
  // The one that waits reads the entity anyway; what a person did to it keeps a line of its own.
  const isCovered = (action === 'update' || action === 'add') && isWaiting(ctx, lane);
  if (isCovered || isRepeated(ctx.store, lane, digest, hint.timed)) {
    return false;
  }
  insertEvent(ctx.store, {
    kind: `${entity}.${ACTIONS[action]}`,
    lane,
    digest,
    at: ctx.clock.now(),
    payload: { origin: 'hook', entity, action, id },
    ...(entity === 'lead' ? { dealId: id } : {}),
    dueAt,
  });
  return true;
}

/** One in hand may have read the entity already. */
function isWaiting(ctx: AccountContext, lane: string): boolean {
  return hasUnfinished(ctx.store, lane, ctx.inHand);
}

function toHint({ entity: root, action, id, raw: text }: PackedItem): Hint[] {
  const entity = ENTITIES[root];
  if (!entity || id === null || !isHintAction(action)) {
    return [];
  }
  const raw: FormTree = JSON.parse(text);
  const changedAt = raw.last_modified ?? raw.updated_at;
  const content = JSON.stringify([root, action, id]) + text;
  const [pipelineId, stageId] = [hookNumber(raw, 'pipeline_id'), hookNumber(raw, 'status_id')];
  const stage = pipelineId === null || stageId === null ? null : { pipelineId, stageId };
  return [{ entity, action, id, raw, stage, always: false, content, timed: typeof changedAt === 'string' }];
}

function isHintAction(action: string): action is HintAction {
  return Object.hasOwn(ACTIONS, action);
}
