import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { Lead } from '../amocrm/leads.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { sameStage } from '../sync/stage.ts';
import type { AccountContext } from './context.ts';
import { dealMemory, knownStage } from './deal-memory.ts';
import { addDecision, type Decision } from './decision.ts';
import { laneOf } from './hook-events.ts';
import { type EventRow, hasUnfinished, insertEvent } from './inbox.ts';
import { linksOf, recordIn, relink, samesRecord, suspendableLinks, winners } from './lead-links.ts';
import { noteDealRecord } from './local-index.ts';
import type { AttemptEnd } from './pump.ts';
import { answerMove } from './two-way.ts';
import { goOn } from './visit-resumption.ts';
import { dealKey, ignored, resumeLinks, retry, suspendLinks } from './visit-work.ts';

/** A deal changed in amoCRM. The hook is only a hint: what is true is read again (amocrm-api.md §5.6). */
export async function carryOutLeadEvent(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const { dealId } = event;
  if (dealId === null) {
    return ignored('lead.no_id', 'Событие не называет сделку');
  }
  const remembered = () => JSON.stringify(dealMemory(ctx.store, dealId));
  const before = remembered();
  const read = await readLead(ctx, settings, dealId);
  if (!read.ok) {
    return retry('amocrm', read.error);
  }
  const others = othersOf(ctx, settings, dealId, read.value);
  // All at once: two deals that were merged are looked at by two events.
  return ctx.locks.hold([dealId, ...others].map(dealKey), async (waited) => {
    // An answer may come late: what a visit's event wrote meanwhile must not look like a manager's choice.
    const isOld = waited || remembered() !== before;
    const again = isOld ? await readLead(ctx, settings, dealId) : read;
    if (!again.ok) {
      return retry('amocrm', again.error);
    }
    const asked = { ctx, settings, event, dealId, lead: again.value };
    const now = othersOf(ctx, settings, dealId, again.value);
    if (now.some((id) => !others.includes(id))) {
      return { outcome: 'retry', code: 'internal.relinked', httpStatus: null, afterMs: 0 };
    }
    return again.value ? present({ ...asked, lead: again.value }, now) : gone(asked, now);
  });
}

/** Makes the deal's own event, unless one is waiting that will read it anyway. */
export function askDeal(ctx: AccountContext, dealId: number): void {
  const lane = laneOf({ entity: 'lead', id: dealId });
  if (!hasUnfinished(ctx.store, lane)) {
    const now = ctx.clock.now();
    insertEvent(ctx.store, {
      kind: 'lead.status_changed',
      lane,
      at: now,
      payload: { origin: 'hook', entity: 'lead', action: 'status', id: dealId },
      dealId,
      dueAt: now,
    });
  }
}

type Asked = { ctx: AccountContext; settings: AccountSettings; event: EventRow; dealId: number };

/** null: deleted, or unknown. */
async function readLead(
  ctx: AccountContext,
  settings: AccountSettings,
  dealId: number,
): Promise<Result<Lead | null, AmocrmFailure>> {
  const lead = await ctx.amocrm(settings.account.domain).leads.byId('event', dealId);
  return lead.ok ? ok(lead.value?.isDeleted === false ? lead.value : null) : lead;
}

/** The other deal of a merge: who may have taken this one's visits, or whose visit this one carries. */
function othersOf(
  ctx: AccountContext,
  settings: AccountSettings,
  dealId: number,
  lead: Lead | null,
): number[] {
  if (!lead) {
    return winners(ctx, settings, dealId);
  }
  const holder = recordIn(ctx, settings, lead).visit?.dealId ?? null;
  return holder === null || holder === dealId ? [] : [holder];
}

async function gone({ ctx, settings, dealId }: Asked, candidates: readonly number[]): Promise<AttemptEnd> {
  const linked = linksOf(ctx, dealId);
  for (const candidate of linked.length === 0 ? [] : candidates) {
    const winner = await readLead(ctx, settings, candidate);
    if (!winner.ok) {
      return retry('amocrm', winner.error);
    }
    if (winner.value && samesRecord(ctx, settings, winner.value, linked)) {
      return merged(ctx, settings, dealId, winner.value);
    }
  }
  const suspendable = suspendableLinks(linked);
  const also = () => {
    noteDealRecord(ctx.store, dealId, null);
    suspendLinks(ctx, dealId);
  };
  if (suspendable.length === 0) {
    const end = ignored('lead.deleted', 'Сделка удалена: действующих связей с записями у неё нет');
    return { ...end, also };
  }
  const text = 'Сделка удалена: до восстановления для её записей ничего не делается';
  return {
    outcome: 'done',
    decision: {
      actions: [{ kind: 'link.suspended', text: `Связь сделки ${dealId} с записями приостановлена` }],
      reasons: [{ code: 'lead.deleted', text }],
    },
    also,
  };
}

/** «Объединение»: the loser is gone, the winner carries its record ID (product.md §3.4). */
function merged(ctx: AccountContext, settings: AccountSettings, loserId: number, winner: Lead): AttemptEnd {
  const decision = relink(ctx, settings, loserId, winner);
  return { outcome: decision.actions.length > 0 ? 'done' : 'ignored', decision };
}

async function present(asked: Asked & { lead: Lead }, others: readonly number[]): Promise<AttemptEnd> {
  const { ctx, settings, event, dealId, lead } = asked;
  const decision: Decision = { actions: [], reasons: [] };
  const { record, visit } = recordIn(ctx, settings, lead);
  noteDealRecord(ctx.store, dealId, record);
  for (const loserId of others) {
    const loser = await readLead(ctx, settings, loserId);
    if (!loser.ok) {
      return retry('amocrm', loser.error);
    }
    if (loser.value) {
      const text = `Сделка ${dealId} — копия: ID записи ${visit?.talonId} в ней тот же, но запись ведёт сделка ${loserId}`;
      decision.reasons.push({ code: 'lead.copy', text });
    } else {
      addDecision(decision, relink(ctx, settings, loserId, lead));
    }
  }
  const linked = linksOf(ctx, dealId);
  const suspended = linked.filter((row) => row.linkState === 'suspended');
  if (suspended.length > 0) {
    ctx.store.transaction(() => {
      resumeLinks(ctx, dealId);
      for (const row of suspended) {
        // What happened in the clinic meanwhile is written now.
        goOn(ctx, row, dealId);
      }
    });
    addDecision(decision, {
      actions: [{ kind: 'link.resumed', text: `Связь сделки ${dealId} с записями восстановлена` }],
      reasons: [{ code: 'lead.restored', text: 'Сделка на месте: поля и этап обновляются' }],
    });
  }
  if (linked.length === 0) {
    addDecision(decision, ignored('lead.not_linked', 'С этой сделкой не связана ни одна запись').decision);
    return finished(decision);
  }
  if (isKnownStage(ctx, lead)) {
    addDecision(decision, ignored('lead.no_effect', 'Это изменение сделки на записи не влияет').decision);
    return finished(decision);
  }
  const answer = await answerMove({ ctx, settings, event, lead });
  if (answer.kind === 'stopped') {
    const { end } = answer;
    const so = {
      actions: decision.actions,
      reasons: [...decision.reasons, ...(end.decision?.reasons ?? [])],
    };
    return { ...end, decision: so };
  }
  addDecision(decision, answer.decision);
  return { ...finished(decision), also: answer.also };
}

function isKnownStage(ctx: AccountContext, lead: Lead): boolean {
  const known = knownStage(dealMemory(ctx.store, lead.id));
  return known !== null && sameStage(known, { pipelineId: lead.pipelineId, stageId: lead.statusId });
}

function finished(decision: Decision): Extract<AttemptEnd, { outcome: 'done' | 'ignored' }> {
  return { outcome: decision.actions.length > 0 ? 'done' : 'ignored', decision };
}
