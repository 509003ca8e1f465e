import { and, eq, isNotNull, ne } from 'drizzle-orm';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { drivingVisit } from '../sync/driving.ts';
import { carriesRecord } from '../sync/match-deals.ts';
import type { LeadView } from '../sync/model.ts';
import { dateInWords, fromEpochMs } from '../sync/wall-clock.ts';
import { leadView } from './amocrm-views.ts';
import { meanings } from './branches.ts';
import type { AccountContext } from './context.ts';
import { completeTask, writeNote } from './deal-writes.ts';
import type { Decision } from './decision.ts';
import { type EventRow, insertEvent } from './inbox.ts';
import { noteDealRecord } from './local-index.ts';
import { contactOfPatient } from './match-reads.ts';
import { noTask, type VisitRow, visitById, visitLane, visitsOfDeal } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { deals, patients, visits } from './schema.ts';
import { dealKey, ignored, retry, sourceBranchIds } from './visit-work.ts';

/** A link was undone (link-clicks.ts): the deal stops to speak of the visit. Every step may be done again. */
type Undoing = {
  ctx: AccountContext;
  settings: AccountSettings;
  amocrm: AmocrmClient;
  event: EventRow;
  row: VisitRow;
  dealId: number;
};

export async function carryOutUnlink(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const row = event.visitId === null ? null : visitById(ctx.store, event.visitId);
  const { dealId } = event;
  if (!row || dealId === null || row.dealId === dealId) {
    return ignored('unlink.relinked', 'Запись снова связана с этой сделкой');
  }
  const amocrm = ctx.amocrm(settings.account.domain);
  return ctx.locks.hold([dealKey(dealId)], () => undo({ ctx, settings, amocrm, event, row, dealId }));
}

async function undo(undoing: Undoing): Promise<AttemptEnd> {
  const { ctx, settings, amocrm, event, row, dealId } = undoing;
  const read = await amocrm.leads.byId('click', dealId);
  if (!read.ok) {
    return retry('amocrm', read.error);
  }
  const lead = read.value && !read.value.isDeleted ? leadView(read.value) : null;
  const actions: Decision['actions'] = [
    { kind: 'link.removed', text: `Запись отвязана от сделки ${dealId} и с ней больше не свяжется` },
  ];
  const successor = driving(undoing);
  if (lead) {
    const written = await writeDeal(undoing, lead, successor, actions);
    if (!written.ok) {
      return { ...retry('amocrm', written.error), decision: { actions, reasons: [] } };
    }
  }
  if (lead?.contactId !== null && lead?.contactId === contactOfPatient(ctx, row) && !isUsed(undoing)) {
    actions.push({ kind: 'contact.forgotten', text: 'Пациент больше не считается контактом этой сделки' });
  }
  const isForgotten = actions.some(({ kind }) => kind === 'contact.forgotten');
  return {
    outcome: 'done',
    decision: { actions, reasons: [] },
    dealId,
    also: () => {
      ctx.store.update(visits).set(noTask).where(eq(visits.id, row.id)).run();
      if (isForgotten) {
        forgetPatient(ctx, row);
      }
      forgetMemory(ctx, row, dealId);
      if (successor && settings.branches.some(({ id, enabled }) => id === successor.branchId && enabled)) {
        const now = ctx.clock.now();
        insertEvent(ctx.store, {
          kind: 'visit.changed',
          lane: visitLane(successor.id),
          at: now,
          payload: { origin: 'click', changes: [], after: event.id },
          branchId: successor.branchId,
          visitId: successor.id,
          dealId,
          dueAt: now,
        });
      }
    },
  };
}

async function writeDeal(
  undoing: Undoing,
  lead: LeadView,
  successor: VisitRow | null,
  actions: Decision['actions'],
): Promise<Result<null, AmocrmFailure>> {
  const { ctx, settings, amocrm, event, row, dealId } = undoing;
  const { recordId, branchId } = settings.fields.body.lead;
  const carries = carriesRecord(
    {
      talonId: row.talonId ?? 0,
      branchIds: sourceBranchIds(settings, row.sourceId),
      recordIdField: recordId ?? 0,
      branchIdField: branchId ?? 0,
    },
    lead,
  );
  // Otherwise the visit that drives the deal now writes its own over them.
  if (carries && successor === null && recordId !== null && branchId !== null) {
    const fields = [recordId, branchId].map((field_id) => ({ field_id, values: null }));
    const emptied = await amocrm.leads.patch('click', dealId, { fields });
    if (!emptied.ok && emptied.error.kind !== 'not_found') {
      return emptied;
    }
    noteDealRecord(ctx.store, dealId, null);
    actions.push({ kind: 'lead.fields', text: 'ID записи и ID филиала в сделке очищены' });
  }
  const writer = { ctx, amocrm, event, row, lead, priority: 'click' } as const;
  if (row.taskId !== null && !row.taskDone) {
    const completed = await completeTask(writer, row.taskId, 'Запись отвязана от сделки');
    if (!completed.ok) {
      return completed;
    }
    actions.push({ kind: 'task.complete', text: 'Задача закрыта' });
  }
  const note = await writeNote(writer, `Запись отвязана: ${dateInWords(row.date)}, ${row.begin}`);
  if (note.ok) {
    actions.push({ kind: 'note', text: 'Добавлено примечание' });
  }
  return note.ok ? ok(null) : note;
}

/** The visit that drives the deal without this one. */
function driving({ ctx, settings, dealId, event }: Undoing): VisitRow | null {
  const rows = visitsOfDeal(ctx.store, dealId).filter(
    (other) => other.state === 'booked' && other.talonId !== null && other.linkState === 'active',
  );
  const refs = rows.map((other) => {
    const meaningOf = meanings(settings, other.branchId, ctx.directories.peek(other.sourceId, 'statuses'));
    const meaning = other.statusId === null ? null : meaningOf(other.statusId);
    return { ...other, talonId: other.talonId ?? 0, meaning };
  });
  const zone = settings.branches.find(({ id }) => id === rows[0]?.branchId)?.timeZone;
  const today = fromEpochMs(event.at, zone ?? settings.account.timeZone).date;
  const first = drivingVisit(refs, today);
  return rows.find(({ id }) => id === first?.id) ?? null;
}

/** Another linked visit of the patient stands on it, too. */
function isUsed({ ctx, row }: Undoing): boolean {
  return (
    row.patientId !== null &&
    ctx.store
      .select({ id: visits.id })
      .from(visits)
      .where(
        and(
          eq(visits.sourceId, row.sourceId),
          eq(visits.patientId, row.patientId),
          ne(visits.id, row.id),
          isNotNull(visits.dealId),
        ),
      )
      .get() !== undefined
  );
}

function forgetPatient({ store }: AccountContext, { sourceId, patientId }: VisitRow): void {
  store
    .delete(patients)
    .where(and(eq(patients.sourceId, sourceId), eq(patients.patientId, patientId ?? 0)))
    .run();
}

/** A later visit of this deal starts anew: what was written for this one says nothing about it. */
function forgetMemory({ store }: AccountContext, row: VisitRow, dealId: number): void {
  if (visitsOfDeal(store, dealId).length === 0) {
    store.delete(deals).where(eq(deals.id, dealId)).run();
  } else {
    store
      .update(deals)
      .set({ lastVisitId: null, lastStatus: null })
      .where(and(eq(deals.id, dealId), eq(deals.lastVisitId, row.id)))
      .run();
  }
}
