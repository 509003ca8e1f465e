import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { type Pages, parseBody, parseOne, parseRows, parseWritten, readPages } from './hal.ts';
import type { AmocrmResult, Transport } from './transport.ts';

export type Task = {
  readonly id: number;
  readonly text: string;
  readonly taskTypeId: number;
  readonly responsibleUserId: number;
  readonly entityId: number | null;
  readonly entityType: string | null;
  /** Unix seconds. */
  readonly completeTill: number;
  readonly isCompleted: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type NewTask = {
  readonly leadId: number;
  readonly text: string;
  readonly completeTill: number;
  readonly taskTypeId?: number;
  readonly responsibleUserId?: number;
};

export type TaskChanges = Partial<Omit<NewTask, 'leadId'>>;

const taskRow: z.ZodType<Task> = z
  .object({
    id: z.number().int(),
    text: z.string().nullish(),
    task_type_id: z.number().int(),
    responsible_user_id: z.number().int(),
    entity_id: z.number().int().nullish(),
    entity_type: z.string().nullish(),
    complete_till: z.number(),
    is_completed: z.boolean(),
    created_at: z.number(),
    updated_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    text: row.text ?? '',
    taskTypeId: row.task_type_id,
    responsibleUserId: row.responsible_user_id,
    entityId: row.entity_id ?? null,
    entityType: row.entity_type ?? null,
    completeTill: row.complete_till,
    isCompleted: row.is_completed,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));

const writtenRow = z.object({ id: z.number().int() });

export type Tasks = {
  byId(priority: Priority, id: number): AmocrmResult<Task | null>;
  listByLead(priority: Priority, leadId: number, options: { maxPages: number }): AmocrmResult<Pages<Task>>;
  /** The newest first: the proof of what a creation of unknown outcome did. */
  listNewest(priority: Priority, options: { readonly limit: number }): AmocrmResult<readonly Task[]>;
  create(priority: Priority, task: NewTask): AmocrmResult<{ readonly id: number }>;
  patch(priority: Priority, id: number, changes: TaskChanges): AmocrmResult<{ readonly id: number }>;
  complete(priority: Priority, id: number, result: string): AmocrmResult<{ readonly id: number }>;
};

export function createTasks(transport: Transport): Tasks {
  const update = async (priority: Priority, id: number, body: object) => {
    const reply = await transport.send(priority, 'PATCH', `tasks/${id}`, body);
    return reply.ok ? parseBody(reply.value, writtenRow) : reply;
  };
  return {
    async byId(priority, id) {
      const reply = await transport.get(priority, `tasks/${id}`);
      return reply.ok ? parseOne(reply.value, taskRow) : reply;
    },
    // Filters of tasks always work (amocrm-api.md §4.7).
    listByLead: (priority, leadId, { maxPages }) =>
      readPages(transport, priority, {
        path: 'tasks',
        query: [
          ['filter[entity_type]', 'leads'],
          ['filter[entity_id]', String(leadId)],
        ],
        key: 'tasks',
        row: taskRow,
        maxPages,
      }),
    async listNewest(priority, { limit }) {
      const reply = await transport.get(priority, 'tasks', [
        ['order[created_at]', 'desc'],
        ['limit', String(limit)],
      ]);
      return reply.ok ? parseRows(reply.value, 'tasks', taskRow) : reply;
    },
    async create(priority, task) {
      const body = [{ ...taskBody(task), entity_id: task.leadId, entity_type: 'leads' }];
      const reply = await transport.send(priority, 'POST', 'tasks', body);
      return reply.ok ? parseWritten(reply.value, 'tasks', writtenRow) : reply;
    },
    patch: (priority, id, changes) => update(priority, id, taskBody(changes)),
    complete: (priority, id, result) =>
      update(priority, id, { is_completed: true, result: { text: result } }),
  };
}

function taskBody(task: TaskChanges): object {
  return {
    text: task.text,
    complete_till: task.completeTill,
    task_type_id: task.taskTypeId,
    responsible_user_id: task.responsibleUserId,
  };
}
