import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { LeadChanges } from '../amocrm/leads.ts';
import type { Priority } from '../shared/limiter.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { LeadView } from '../sync/model.ts';
import type { Plan } from '../sync/plan.ts';
import type { OptionAddition } from '../sync/plan-fields.ts';
import type { TaskStep } from '../sync/plan-task.ts';
import { toAmocrmWrite } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import type { EventRow } from './inbox.ts';
import type { VisitRow } from './mirror.ts';
import { type Making, once, recall } from './once.ts';
import { deals, patients, visits } from './schema.ts';

/** Carries a plan out in amoCRM. Each step is remembered as soon as it is done, so a retry goes on where this ended. */
export type DealWriter = {
  ctx: AccountContext;
  amocrm: AmocrmClient;
  event: EventRow;
  row: VisitRow;
  lead: LeadView;
  priority: Priority;
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

type Part = 'lead' | 'contact' | 'task' | 'note';
/** `done`: the parts that stand already, and are not written again by the next attempt. */
export type WriteFailure = { part: Part; failure: AmocrmFailure; done: readonly Part[] };

export async function writePlan(
  writer: DealWriter,
  plan: Plan,
  contactId: number | null,
): Promise<Result<null, WriteFailure>> {
  const { ctx, amocrm, lead, row, priority } = writer;
  const changes = leadChanges(plan);
  if (Object.keys(changes).length > 0) {
    leaveUnsure(ctx, lead.id, plan);
    const patched = await amocrm.leads.patch(priority, lead.id, changes);
    if (!patched.ok) {
      return err({ part: 'lead', failure: patched.error, done: [] });
    }
  }
  saveDealMemory(ctx, lead.id, plan);

  if (contactId !== null && plan.contact.fields.length > 0) {
    const patched = await amocrm.contacts.patch(priority, contactId, {
      fields: plan.contact.fields.map(toAmocrmWrite),
    });
    if (!patched.ok) {
      return err({ part: 'contact', failure: patched.error, done: ['lead'] });
    }
  }
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
  if (!task.ok) {
    return err({ part: 'task', failure: task.error, done: ['lead', 'contact'] });
  }
  const note = plan.note ? await writeNote(writer, plan.note) : ok(null);
  return note.ok ? note : err({ part: 'note', failure: note.error, done: ['lead', 'contact', 'task'] });
}

/**
 * Until this is answered nobody knows what the deal shows. Were the memory left as it is, a next attempt that comes to the
 * old values again (another visit drives meanwhile) would take them for written and leave what this one wrote.
 */
function leaveUnsure(ctx: AccountContext, dealId: number, { lead, memory }: Plan): void {
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

function leadChanges(plan: Plan): LeadChanges {
  const { fields, price, stage, name } = plan.lead;
  return {
    ...(fields.length > 0 ? { fields: fields.map(toAmocrmWrite) } : {}),
    ...(price === null ? {} : { price }),
    ...(stage ? { pipelineId: stage.pipelineId, statusId: stage.stageId } : {}),
    ...(name === null ? {} : { name }),
  };
}

function saveDealMemory(ctx: AccountContext, dealId: number, plan: Plan): void {
  const values = {
    id: dealId,
    lastVisitId: plan.memory.lastVisitId,
    lastStatus: plan.memory.lastStatus,
    written: JSON.stringify(plan.memory.written),
  };
  ctx.store.insert(deals).values(values).onConflictDoUpdate({ target: deals.id, set: values }).run();
}

async function writeTask(writer: DealWriter, step: TaskStep): Promise<Result<null, AmocrmFailure>> {
  const { amocrm, lead, priority } = writer;
  switch (step.do) {
    case 'create':
      return once(taskPlace(writer), {
        ...taskMaking(writer),
        text: step.text,
        create: () =>
          amocrm.tasks.create(priority, {
            leadId: lead.id,
            text: step.text,
            completeTill: step.completeTill,
            taskTypeId: step.typeId,
            responsibleUserId: step.responsibleId,
          }),
      });
    case 'move': {
      const moved = await amocrm.tasks.patch(priority, step.taskId, {
        text: step.text,
        completeTill: step.completeTill,
      });
      return goneIsDone(moved);
    }
    case 'complete':
      return completeTask(writer, step.taskId, step.result);
  }
}

export async function completeTask(
  { ctx, amocrm, row, priority }: DealWriter,
  taskId: number,
  result: string,
): Promise<Result<null, AmocrmFailure>> {
  const completed = goneIsDone(await amocrm.tasks.complete(priority, taskId, result));
  if (completed.ok) {
    ctx.store.update(visits).set({ taskDone: true }).where(eq(visits.id, row.id)).run();
  }
  return completed;
}

/** Before anything is planned: by now the visit may be over, and then nobody would look for its open task any more. */
export async function recallTask(writer: DealWriter): Promise<Result<null, AmocrmFailure>> {
  const recalled = await recall(taskPlace(writer), taskMaking(writer));
  return recalled.ok ? ok(null) : recalled;
}

function taskPlace({ ctx, event }: DealWriter) {
  return { ctx, event, step: 'task' };
}

function taskMaking({ ctx, amocrm, lead, row, priority }: DealWriter): Making {
  return {
    async find(since, wasSent) {
      const newest = await amocrm.tasks.listByLead(priority, lead.id, { maxPages: 2 });
      return newest.ok
        ? ok(newest.value.rows.find((task) => wasSent(task.text) && task.createdAt >= since)?.id ?? null)
        : newest;
    },
    done: (taskId) => ctx.store.update(visits).set({ taskId }).where(eq(visits.id, row.id)).run(),
  };
}

/** A manager may have deleted the task: there is nothing left to move or complete. */
function goneIsDone<T>(reply: Result<T, AmocrmFailure>): Result<null, AmocrmFailure> {
  return reply.ok || reply.error.kind === 'not_found' ? ok(null) : reply;
}

export async function writeNote(writer: DealWriter, text: string): Promise<Result<null, AmocrmFailure>> {
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
