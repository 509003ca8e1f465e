import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { type Created, createdRows, gatherChanges, gatherCreations } from './batch.ts';
import type { Gathering } from './gather.ts';
import { type Pages, parseOne, parseRows, readPages } from './hal.ts';
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
  /** null: of nobody's, only the responsible user's. */
  readonly leadId: number | null;
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
  create(priority: Priority, task: NewTask): AmocrmResult<Created>;
  patch(priority: Priority, id: number, changes: TaskChanges): AmocrmResult<Created>;
  complete(priority: Priority, id: number, result: string): AmocrmResult<Created>;
};

export function createTasks(transport: Transport, gathering: Gathering): Tasks {
  const create = gatherCreations<NewTask>(transport, gathering, {
    path: 'tasks',
    body: (task) => ({
      ...taskBody(task),
      ...(task.leadId === null ? {} : { entity_id: task.leadId, entity_type: 'leads' }),
    }),
    parse: createdRows('tasks'),
  });
  const change = gatherChanges<{ id: number; body: object }, Created>(transport, gathering, {
    path: 'tasks',
    key: 'tasks',
    row: writtenRow,
    body: ({ body }) => body,
  });
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
    create: create.one,
    patch: (priority, id, changes) => change.one(priority, { id, body: taskBody(changes) }),
    complete: (priority, id, result) =>
      change.one(priority, { id, body: { is_completed: true, result: { text: result } } }),
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
