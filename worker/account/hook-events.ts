import { and, eq, isNotNull } from 'drizzle-orm';
import type { HookItem } from '../amocrm/hook-body.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { AccountContext } from './context.ts';
import { type EventRow, insertEvent, isRepeated } from './inbox.ts';
import { visitLane } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { visits } from './schema.ts';
import { dealKey, ignored, retry, suspendLinks } from './visit-work.ts';

/** Hooks of amoCRM: hints that a deal changed. What is true is read again (amocrm-api.md §5.6). */
type Prepared = {
  kind: string;
  lane: string;
  digest: string;
  timed: boolean;
  dealId: number | null;
  payload: unknown;
};

const ENTITY: Partial<Record<HookItem['entity'], string>> = {
  leads: 'lead',
  contacts: 'contact',
  companies: 'company',
};
const ACTION: Record<string, string> = {
  add: 'added',
  update: 'updated',
  delete: 'deleted',
  restore: 'restored',
  status: 'status_changed',
};

/** Durable when this returns; repeated deliveries leave no second event. */
export async function acceptHook(ctx: AccountContext, items: readonly HookItem[]): Promise<number> {
  const hash = await ctx.hasher();
  const prepared = items.map((item) => prepare(item, hash));
  const count = ctx.store.transaction(() => {
    const now = ctx.clock.now();
    let fresh = 0;
    for (const item of prepared) {
      if (isRepeated(ctx.store, item.lane, item.digest, item.timed)) {
        continue;
      }
      const { timed: _timed, dealId, ...event } = item;
      insertEvent(ctx.store, { ...event, ...(dealId === null ? {} : { dealId }), at: now, dueAt: now });
      fresh += 1;
    }
    return fresh;
  });
  if (count > 0) {
    ctx.wake();
  }
  return count;
}

function prepare(item: HookItem, hash: (text: string) => string): Prepared {
  const entity = ENTITY[item.entity] ?? item.entity;
  const changedAt = item.raw.last_modified ?? item.raw.updated_at;
  const timed = typeof changedAt === 'string';
  return {
    kind: `${entity}.${ACTION[item.action] ?? item.action}`,
    lane: `${entity}:${item.id ?? 'none'}`,
    // The content itself (names, phones) is not kept: its keyed hash recognises a repetition.
    digest: hash(JSON.stringify([item.entity, item.action, item.id, item.raw])),
    timed,
    dealId: entity === 'lead' ? item.id : null,
    payload: { origin: 'hook', entity, action: item.action, id: item.id },
  };
}

export async function carryOutLeadEvent(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const dealId = event.dealId;
  const linked = dealId === null ? [] : linksOf(ctx, dealId);
  if (dealId === null || linked.length === 0) {
    return ignored('lead.not_linked', 'С этой сделкой не связана ни одна запись');
  }
  if (event.kind !== 'lead.deleted' && event.kind !== 'lead.restored') {
    return ignored('lead.no_effect', 'Это изменение сделки на записи не влияет');
  }
  return ctx.locks.hold([dealKey(dealId)], () => settleLinks(ctx, settings, dealId));
}

async function settleLinks(
  ctx: AccountContext,
  settings: AccountSettings,
  dealId: number,
): Promise<AttemptEnd> {
  const lead = await ctx.amocrm(settings.account.domain).leads.byId('event', dealId);
  if (!lead.ok) {
    return retry('amocrm', lead.error);
  }
  const linked = linksOf(ctx, dealId);
  if (!lead.value || lead.value.isDeleted) {
    return {
      outcome: 'done',
      decision: {
        actions: [{ kind: 'link.suspended', text: `Связь сделки ${dealId} с записями приостановлена` }],
        reasons: [
          {
            code: 'lead.deleted',
            text: 'Сделка удалена: до восстановления для её записей ничего не делается',
          },
        ],
      },
      also: () => suspendLinks(ctx, dealId),
    };
  }
  const suspended = linked.filter((row) => row.linkState === 'suspended');
  if (suspended.length === 0) {
    return ignored('lead.alive', 'Сделка на месте, её связи действуют');
  }
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'link.resumed', text: `Связь сделки ${dealId} с записями восстановлена` }],
      reasons: [{ code: 'lead.restored', text: 'Сделка восстановлена: поля и этап обновляются' }],
    },
    also: () => resume(ctx, dealId, suspended),
  };
}

function linksOf(ctx: AccountContext, dealId: number) {
  return ctx.store
    .select()
    .from(visits)
    .where(and(eq(visits.dealId, dealId), isNotNull(visits.talonId)))
    .all();
}

/** What happened in the clinic meanwhile is written now. */
function resume(ctx: AccountContext, dealId: number, rows: ReturnType<typeof linksOf>): void {
  const now = ctx.clock.now();
  ctx.store.update(visits).set({ linkState: 'active' }).where(eq(visits.dealId, dealId)).run();
  for (const row of rows) {
    insertEvent(ctx.store, {
      kind: 'visit.changed',
      lane: visitLane(row.id),
      at: now,
      payload: { origin: 'hook', changes: [] },
      branchId: row.branchId,
      visitId: row.id,
      dealId,
      dueAt: now,
    });
  }
}
