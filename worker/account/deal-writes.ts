import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { AmocrmClient } from '../amocrm/client.ts';
import { type AmocrmFailure, outcomeUnknown } from '../amocrm/failure.ts';
import type { LeadChanges } from '../amocrm/leads.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { LeadView, Reason } from '../sync/model.ts';
import type { OptionAddition } from '../sync/plan-fields.ts';
import type { TaskStep } from '../sync/plan-task.ts';
import { refusedPart } from './amocrm-refusals.ts';
import { toAmocrmWrite } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import { rememberDeal } from './deal-memory.ts';
import type { HeededPlan } from './heed-move.ts';
import type { EventRow } from './inbox.ts';
import { askDeal } from './lead-events.ts';
import { unansweredEvent } from './marks.ts';
import type { VisitRow } from './mirror.ts';
import { type Making, once, recall } from './once.ts';
import { withResponsible } from './responsible.ts';
import { deals, patients, visits } from './schema.ts';

/** Carries a plan out in amoCRM. Each step is remembered as soon as it is done, so a retry goes on where this ended. */
export type DealWriter = {
  ctx: AccountContext;
  settings: AccountSettings;
  amocrm: AmocrmClient;
  event: EventRow;
  row: VisitRow;
  lead: LeadView;
  priority: Priority;
  /** What was done otherwise than planned, or not at all. */
  remarks: { part: Part; reason: Reason }[];
};

/** Shown in front of our notes in the deal's feed. */
const SERVICE = 'ArchiMed+';
const NEWEST = 50;

export async function addOptions(
  amocrm: AmocrmClient,
  additions: readonly OptionAddition[],
  priority: Priority,
): Promise<Result<null, AmocrmFailure>> {
  for (const { entity, fieldId, options } of additions) {
    const added = await amocrm.customFields.addOptions(priority, entity, fieldId, options);
    if (!added.ok) {
      return added;
    }
  }
  return ok(null);
}

export type Part = 'lead' | 'contact' | 'task' | 'note';
/** `done`: the parts that stand already, and are not written again by the next attempt. */
export type WriteFailure = { part: Part; failure: AmocrmFailure; done: readonly Part[] };

/** Parts in `done` are left out; those that come to stand are added to it. */
export async function writePlan(
  writer: DealWriter,
  plan: HeededPlan,
  contactId: number | null,
  done: Set<Part>,
): Promise<Result<null, WriteFailure>> {
  const { ctx, amocrm, lead, row, priority, remarks } = writer;
  const failed = (part: Part, failure: AmocrmFailure) => err({ part, failure, done: [...done] });
  const changes = leadChanges(plan);
  if (!done.has('lead')) {
    if (Object.keys(changes).length > 0) {
      if (plan.lead.stage) {
        ctx.stagesInFlight.set(lead.id, plan.lead.stage);
      }
      leaveUnsure(ctx, lead.id, plan);
      const patched = await amocrm.leads.patch(priority, lead.id, changes);
      if (!patched.ok) {
        if (!outcomeUnknown(patched.error)) {
          ctx.stagesInFlight.delete(lead.id);
        }
        return failed('lead', patched.error);
      }
    }
    saveDealMemory(ctx, lead.id, plan);
    ctx.stagesInFlight.delete(lead.id);
    done.add('lead');
  }

  if (contactId !== null && plan.contact.fields.length > 0) {
    const patched = await amocrm.contacts.patch(priority, contactId, {
      fields: plan.contact.fields.map(toAmocrmWrite),
    });
    if (!patched.ok) {
      return failed('contact', patched.error);
    }
  }
  done.add('contact');
  if (contactId !== null && row.patientId !== null) {
    const values = {
      sourceId: row.sourceId,
      patientId: row.patientId,
      contactId,
      written: JSON.stringify(plan.memory.contactWritten),
    };
    ctx.store
      .insert(patients)
      .values(values)
      .onConflictDoUpdate({ target: [patients.sourceId, patients.patientId], set: values })
      .run();
  }
  const task = plan.task ? await writeTask(writer, plan.task) : ok(null);
  const badTask = task.ok ? null : refusedPart('task', task.error);
  if (!task.ok && !badTask) {
    return failed('task', task.error);
  }
  done.add('task');
  const note = plan.note ? await writeNote(writer, plan.note) : ok(null);
  const badNote = note.ok ? null : refusedPart('note', note.error);
  if (!note.ok && !badNote) {
    return failed('note', note.error);
  }
  remarks.push(...[badTask, badNote].filter((remark) => remark !== null));
  return ok(null);
}

/**
 * Until this is answered nobody knows what the deal shows. Were the memory left as it is, a next attempt that comes to the
 * old values again (another visit drives meanwhile) would take them for written and leave what this one wrote.
 */
function leaveUnsure(ctx: AccountContext, dealId: number, { lead, memory }: HeededPlan): void {
  const stored = ctx.store.select().from(deals).where(eq(deals.id, dealId)).get();
  if (!stored) {
    return;
  }
  const before = writtenSchema.parse(JSON.parse(stored.written));
  const sure = Object.entries(before).filter(([key, digest]) => memory.written[key] === digest);
  ctx.store
    .update(deals)
    .set({
      written: JSON.stringify(Object.fromEntries(sure)),
      ...(lead.stage ? { lastStatus: null } : {}),
    })
    .where(eq(deals.id, dealId))
    .run();
}

const writtenSchema = z.record(z.string(), z.string());

function leadChanges(plan: HeededPlan): LeadChanges {
  const { fields, price, stage, name } = plan.lead;
  return {
    ...(fields.length > 0 ? { fields: fields.map(toAmocrmWrite) } : {}),
    ...(price === null ? {} : { price }),
    ...(stage ? { pipelineId: stage.pipelineId, statusId: stage.stageId } : {}),
    ...(name === null ? {} : { name }),
  };
}

/** With the write that it speaks of: the deal's hook of this very write may already wait for the lock. */
function saveDealMemory(ctx: AccountContext, dealId: number, plan: HeededPlan): void {
  const { lastVisitId, lastStatus, written } = plan.memory;
  ctx.store.transaction(() => {
    rememberDeal(ctx.store, dealId, {
      lastVisitId,
      lastStatus,
      written: JSON.stringify(written),
      ...plan.known,
    });
    if (plan.answer) {
      askDeal(ctx, dealId);
    }
  });
}

async function writeTask(writer: DealWriter, step: TaskStep): Promise<Result<null, AmocrmFailure>> {
  const { ctx, amocrm, row, priority } = writer;
  switch (step.do) {
    case 'create':
      return once(taskPlace(writer), {
        ...taskMaking(writer, step.shows),
        text: step.text,
        create: () => createTask(writer, step),
      });
    case 'move': {
      const { text, completeTill } = step;
      const moved = goneIsDone(await amocrm.tasks.patch(priority, step.taskId, { text, completeTill }));
      if (moved.ok) {
        ctx.store.update(visits).set({ taskShows: step.shows }).where(eq(visits.id, row.id)).run();
      }
      return moved;
    }
    case 'complete':
      return completeTask(writer, step.taskId, step.result);
  }
}

async function createTask(
  { amocrm, lead, priority, settings, remarks }: DealWriter,
  step: Extract<TaskStep, { do: 'create' }>,
) {
  const changed: Reason[] = [];
  const made = await withResponsible(
    step.responsibleId,
    settings.automation.body.defaultResponsible,
    changed,
    (responsibleId) =>
      amocrm.tasks.create(priority, {
        leadId: lead.id,
        text: step.text,
        completeTill: step.completeTill,
        taskTypeId: step.typeId,
        ...(responsibleId === null ? {} : { responsibleUserId: responsibleId }),
      }),
  );
  remarks.push(...changed.map((reason) => ({ part: 'task' as const, reason })));
  return made;
}

export async function completeTask(
  { ctx, amocrm, row, priority }: Pick<DealWriter, 'ctx' | 'amocrm' | 'row' | 'priority'>,
  taskId: number,
  result: string,
): Promise<Result<null, AmocrmFailure>> {
  const completed = goneIsDone(await amocrm.tasks.complete(priority, taskId, result));
  if (completed.ok) {
    ctx.store.update(visits).set({ taskDone: true }).where(eq(visits.id, row.id)).run();
  }
  return completed;
}

/**
 * Before anything is planned: by now the visit may be over, and then nobody would look for its open task any more. It may be
 * an earlier event's that failed for good without an answer.
 */
export async function recallTask(writer: TaskWriter): Promise<Result<null, AmocrmFailure>> {
  const place = taskPlace(writer);
  const event = unansweredEvent(writer.ctx.store, writer.row.id, place.step) ?? place.event;
  const recalled = await recall({ ...place, event }, taskMaking(writer, null));
  return recalled.ok ? ok(null) : recalled;
}

type TaskWriter = Omit<DealWriter, 'settings' | 'remarks'>;

function taskPlace({ ctx, event }: TaskWriter) {
  return { ctx, event, step: 'task' };
}

function taskMaking({ ctx, amocrm, lead, row, priority }: TaskWriter, shows: string | null): Making {
  return {
    async find(since, wasSent) {
      const newest = await amocrm.tasks.listByLead(priority, lead.id, { maxPages: 2 });
      return newest.ok
        ? ok(newest.value.rows.find((task) => wasSent(task.text) && task.createdAt >= since)?.id ?? null)
        : newest;
    },
    done: (taskId, how) =>
      ctx.store
        .update(visits)
        .set({ taskId, taskShows: how === 'made' ? shows : null })
        .where(eq(visits.id, row.id))
        .run(),
  };
}

/** A manager may have deleted the task: there is nothing left to move or complete. */
function goneIsDone<T>(reply: Result<T, AmocrmFailure>): Result<null, AmocrmFailure> {
  return reply.ok || reply.error.kind === 'not_found' ? ok(null) : reply;
}

export async function writeNote(
  writer: Pick<DealWriter, 'ctx' | 'amocrm' | 'event' | 'lead' | 'priority'>,
  text: string,
): Promise<Result<null, AmocrmFailure>> {
  const { ctx, amocrm, event, lead, priority } = writer;
  return once(
    { ctx, event, step: 'note' },
    {
      text,
      async find(since, wasSent) {
        const newest = await amocrm.notes.listNewest(priority, lead.id, { limit: NEWEST });
        return newest.ok
          ? ok(newest.value.find((note) => wasSent(note.text) && note.createdAt >= since)?.id ?? null)
          : newest;
      },
      create: () => amocrm.notes.create(priority, lead.id, { service: SERVICE, text }),
      done: () => {},
    },
  );
}
