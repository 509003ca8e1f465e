import { and, count, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { stageSchema } from '../settings/automation.schemas.ts';
import { dpActionSchema } from '../settings/dp-action.schemas.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { parseJson } from '../shared/json.ts';
import { type DpDecision, type DpInput, type DpWrite, decideDpAction } from '../sync/dp-action.ts';
import type { Reason } from '../sync/model.ts';
import { meanings } from './branches.ts';
import { type Change, type Stopped, writeChange } from './change-write.ts';
import type { AccountContext } from './context.ts';
import { actionLane } from './dp-accept.ts';
import { type Driving, linkedVisits, readDriving } from './driving-read.ts';
import type { EventRow } from './inbox.ts';
import { hasMarkOf, leaveMark, readMark, withdrawMark } from './marks.ts';
import type { AttemptEnd } from './pump.ts';
import { events } from './schema.ts';
import { stageNames } from './two-way-reads.ts';
import { dealKey, ignored, retry } from './visit-work.ts';

/** An action of the Digital Pipeline, carried out: the deal and its driving visit are read again, then the visit is changed. */

const payloadSchema = z.object({
  action: dpActionSchema.nullable(),
  stage: stageSchema,
  hasLeft: z.boolean(),
});

/** Two stages whose actions send a deal to each other would never come to rest. */
const MOST_IN_A_ROW = 5;
const ROW_MS = 10 * 60_000;

export async function carryOutAction(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const { dealId } = event;
  const payload = payloadSchema.safeParse(parseJson(event.payload));
  if (dealId === null || !payload.success) {
    return ignored('dp.no_deal', 'Событие не называет сделку');
  }
  return ctx.locks.hold([dealKey(dealId)], () => carryOut({ ctx, settings, event, dealId }, payload.data));
}

type Asked = { ctx: AccountContext; settings: AccountSettings; event: EventRow; dealId: number };

async function carryOut(asked: Asked, payload: z.infer<typeof payloadSchema>): Promise<AttemptEnd> {
  const { ctx, settings, event, dealId } = asked;
  const rows = linkedVisits(ctx, dealId);
  if (rows.some((row) => row.state === 'checking')) {
    return { outcome: 'retry', code: 'internal.visit_busy', httpStatus: null };
  }
  const amocrm = ctx.amocrm(settings.account.domain);
  const lead = await amocrm.leads.byId('event', dealId);
  if (!lead.ok) {
    return retry('amocrm', lead.error);
  }
  const driving = await readDriving(ctx, settings, rows, event.at);
  if (!driving.ok) {
    return retry('archimed', driving.error);
  }
  const visit = driving.value;
  if (visit) {
    const of = { visitId: visit.row.id, branchId: visit.branch.id };
    ctx.store.update(events).set(of).where(eq(events.id, event.id)).run();
  }
  const asksReason = payload.action?.do === 'cancel' && visit && payload.action.reasons[visit.branch.id];
  const reasons = asksReason
    ? await ctx.directories.get(visit.client, visit.row.sourceId, 'deleteReasons', 'event')
    : null;
  if (reasons?.ok === false) {
    return retry('archimed', reasons.error);
  }
  // Only for the words of a reason.
  const pipelines = await ctx.amocrmLists.pipelines(amocrm, 'event');
  const deal = lead.value && !lead.value.isDeleted ? lead.value : null;
  const decision = decideDpAction({
    action: payload.action,
    event: payload,
    deal: deal && { pipelineId: deal.pipelineId, stageId: deal.statusId },
    visit: visit && visitOf(visit),
    tried: triedBefore(ctx, event, visit),
    statuses: visit ? statusesOf(settings, visit) : [],
    reasons: reasons?.value.list ?? [],
    stageName: stageNames(pipelines.ok ? pipelines.value : []),
  });
  if (decision.kind === 'write' && visit) {
    return isCircling(ctx, dealId) ? circling : write(asked, visit, decision);
  }
  return ended(decision);
}

function visitOf({ row, branch, talon }: Driving): NonNullable<DpInput['visit']> {
  return {
    talonId: row.talonId ?? 0,
    branchId: branch.id,
    branchTitle: branch.title,
    branchOn: branch.enabled,
    statusId: talon?.statusId ?? row.statusId,
    deleted: talon?.deleted ?? true,
  };
}

function statusesOf(settings: AccountSettings, { branch, statuses }: Driving): DpInput['statuses'] {
  const meaningOf = meanings(settings, branch.id, statuses);
  return statuses.map(({ id, name }) => ({ id, name, meaning: meaningOf(id) }));
}

const BEFORE = 'dp.before.';

/** PUT may be repeated; the mark names what was there before, so that what the clinic chose meanwhile is not undone. */
function markOf({ row, talon }: Driving): string {
  return `${BEFORE}${row.id}.${talon?.deleted === false ? talon.statusId : 'deleted'}`;
}

function triedBefore({ store }: AccountContext, event: EventRow, visit: Driving | null): DpInput['tried'] {
  if (!hasMarkOf(store, event.id, BEFORE)) {
    return 'no';
  }
  return visit && readMark(store, event.id, markOf(visit)) ? 'same' : 'other';
}

async function write(
  { ctx, settings, event }: Asked,
  visit: Driving,
  { write: wanted, text, reason }: Extract<DpDecision, { kind: 'write' }>,
): Promise<AttemptEnd> {
  const mark = markOf(visit);
  leaveMark(ctx.store, event.id, mark, ctx.clock.now());
  const written = await writeChange(ctx, settings, visit, changeOf(wanted), 'event');
  if (!written.ok) {
    return stopped(written.error, reason, () => withdrawMark(ctx.store, event.id, mark));
  }
  return {
    outcome: 'done',
    decision: { actions: [{ kind: 'archimed.status', text }], reasons: [reason] },
    also: written.value.keep,
  };
}

function changeOf(wanted: DpWrite): Change {
  const { reasonId } = wanted;
  return 'remove' in wanted
    ? { put: null, remove: { reasonId } }
    : {
        put: { statusId: wanted.statusId, ...(reasonId === null ? {} : { deleteReasonId: reasonId }) },
        remove: null,
      };
}

/** A refused key is retried like any failure; what ArchiMed+ itself refuses stays refused. */
function stopped(why: Stopped, reason: Reason, nothingDone: () => void): AttemptEnd {
  if ('wait' in why) {
    return { outcome: 'retry', code: `archimed.${why.wait}`, httpStatus: null };
  }
  const { code, status, message } = why.answer;
  nothingDone();
  if (status >= 500) {
    return { outcome: 'retry', code, httpStatus: status };
  }
  const refused = { code: 'dp.refused', text: `ArchiMed+ не изменил запись: ${message}` };
  return {
    outcome: 'failed',
    code: code === 'visits.refused' ? 'archimed.invalid' : code,
    httpStatus: status,
    decision: { actions: [], reasons: [reason, refused] },
  };
}

function ended(decision: DpDecision): AttemptEnd {
  const reasons = [decision.reason];
  switch (decision.kind) {
    case 'nothing':
      return { outcome: 'ignored', decision: { actions: [], reasons } };
    case 'proved':
      return {
        outcome: 'done',
        decision: { actions: [{ kind: 'archimed.status', text: decision.text }], reasons },
      };
    case 'failed':
    case 'write':
      return {
        outcome: 'failed',
        code: 'dp.settings',
        httpStatus: null,
        decision: { actions: [], reasons },
      };
  }
}

const circling: AttemptEnd = {
  outcome: 'failed',
  code: 'dp.circling',
  httpStatus: null,
  decision: {
    actions: [],
    reasons: [
      {
        code: 'dp.circling',
        text: `За 10 минут действия «Цифровой воронки» изменили записи этой сделки уже ${MOST_IN_A_ROW} раз. Похоже, этапы отправляют её друг к другу: проверьте их действия и раздел «Статусы»`,
      },
    ],
  },
};

function isCircling({ store, clock }: AccountContext, dealId: number): boolean {
  const done = store
    .select({ number: count() })
    .from(events)
    .where(
      and(
        eq(events.lane, actionLane(dealId)),
        eq(events.outcome, 'done'),
        gt(events.at, clock.now() - ROW_MS),
      ),
    )
    .get();
  return (done?.number ?? 0) >= MOST_IN_A_ROW;
}
