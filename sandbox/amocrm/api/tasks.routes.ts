import { Hono } from 'hono';
import { z } from 'zod';
import { type Account, entityKinds, type Task } from '../core/model.ts';
import { createTask, type TaskPatch, updateTask } from '../core/tasks.ts';
import { perform, type World } from '../core/world.ts';
import { child, inRange, listOf, type Nested, numbersOf, parseBrackets, rangeOf } from '../http/brackets.ts';
import type { ApiContext, ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink, sortRows } from '../http/hal.ts';
import { choiceProblem, missingProblem, type Problem } from '../http/problem.ts';
import { readItems, readObject } from '../http/validation.ts';
import { responsibleProblems } from './entity-input.ts';
import { renderTask } from './render.ts';

const fields = {
  responsible_user_id: z.int().optional(),
  entity_id: z.int().nullable().optional(),
  entity_type: z.enum(entityKinds).nullable().optional(),
  task_type_id: z.int().optional(),
  duration: z.int().optional(),
  is_completed: z.boolean().optional(),
  result: z.strictObject({ text: z.string() }).optional(),
  created_by: z.int().optional(),
  updated_by: z.int().optional(),
  created_at: z.int().optional(),
  updated_at: z.int().optional(),
  request_id: z.string().optional(),
  // Nothing can be embedded in a task, yet a client that works with amoCRM (amocrm-js) always sends it empty.
  _embedded: z.strictObject({}).optional(),
};
const createSchema = z.strictObject({ text: z.string().min(1), complete_till: z.int(), ...fields });
const updateSchema = z.strictObject({
  id: z.int(),
  text: z.string().min(1).optional(),
  complete_till: z.int().optional(),
  ...fields,
});

type TaskInput = Omit<z.infer<typeof updateSchema>, 'id'>;

function patchOf(input: TaskInput): TaskPatch {
  return {
    text: input.text,
    taskTypeId: input.task_type_id,
    completeTill: input.complete_till,
    duration: input.duration,
    isCompleted: input.is_completed,
    resultText: input.result?.text,
    entityId: input.entity_id,
    entityType: input.entity_type,
    responsibleUserId: input.responsible_user_id,
    createdBy: input.created_by,
    updatedBy: input.updated_by,
    createdAt: input.created_at,
    updatedAt: input.updated_at,
  };
}

function problemsOf(account: Account, input: TaskInput): Problem[] {
  const problems = responsibleProblems(account, input.responsible_user_id);
  if (input.task_type_id !== undefined && !account.taskTypes.some((type) => type.id === input.task_type_id)) {
    problems.push(choiceProblem('task_type_id'));
  }
  if (typeof input.entity_id === 'number') {
    if (typeof input.entity_type !== 'string') problems.push(missingProblem('entity_type'));
    else if (account[input.entity_type].get(input.entity_id)?.isDeleted !== false)
      problems.push(choiceProblem('entity_id'));
  }
  return problems;
}

/** These filters are always on, they are not the alpha ones (amocrm-api.md §4.7). */
function matches(task: Task, filter: Nested | string | undefined): boolean {
  const oneOf = (key: string, value: number | null): boolean => {
    const node = child(filter, key);
    return node === undefined || (value !== null && numbersOf(node).includes(value));
  };
  const entityType = listOf(child(filter, 'entity_type'));
  const byEntity = entityType.length > 0;
  return (
    oneOf('id', task.id) &&
    oneOf('responsible_user_id', task.responsibleUserId) &&
    oneOf('is_completed', task.isCompleted ? 1 : 0) &&
    oneOf('task_type', task.taskTypeId) &&
    (!byEntity || (task.entityType !== null && entityType.includes(task.entityType))) &&
    // entity_id needs entity_type.
    (!byEntity || oneOf('entity_id', task.entityId)) &&
    inRange(task.updatedAt, rangeOf(child(filter, 'updated_at')))
  );
}

function patchTasks(world: World, c: ApiContext, inputs: (TaskInput & { id: number })[]): Task[] {
  const { account, actor } = c.var;
  return perform(world, account, actor.id, (change) =>
    inputs.flatMap((input) => {
      const task = account.tasks.get(input.id);
      if (task === undefined) return [];
      updateTask(change, task, patchOf(input));
      return [task];
    }),
  );
}

function patched(account: Account, task: Task, requestId: string | undefined): Record<string, unknown> {
  return {
    id: task.id,
    updated_at: task.updatedAt,
    request_id: requestId,
    ...selfLink(account, `/tasks/${task.id}`),
  };
}

export function tasksRoutes(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const known = (account: Account, input: TaskInput & { id: number }): Problem[] =>
    account.tasks.has(input.id) ? problemsOf(account, input) : [choiceProblem('id')];

  app.get('/tasks', (c) => {
    const { filter } = parseBrackets(new URL(c.req.url).search);
    const rows = [...c.var.account.tasks.values()].filter((task) => matches(task, filter));
    sortRows(c, rows, {
      created_at: (task) => task.createdAt,
      complete_till: (task) => task.completeTill,
      id: (task) => task.id,
    });
    return listPage(
      c,
      '/tasks',
      'tasks',
      rows.map((task) => renderTask(c.var.account, task)),
    );
  });

  app.get('/tasks/:id{[0-9]+}', (c) => {
    const task = c.var.account.tasks.get(Number(c.req.param('id')));
    return task === undefined ? noContent() : hal(renderTask(c.var.account, task));
  });

  app.post('/tasks', async (c) => {
    const { account, actor } = c.var;
    const read = await readItems(c, createSchema, (input) => problemsOf(account, input));
    if (!read.ok) return read.response;
    const rows = perform(world, account, actor.id, (change) =>
      read.value.map(({ value, requestId }) => {
        const task = createTask(change, {
          ...patchOf(value),
          text: value.text,
          completeTill: value.complete_till,
        });
        return { id: task.id, request_id: requestId, ...selfLink(account, `/tasks/${task.id}`) };
      }),
    );
    return hal({ ...selfLink(account, '/tasks'), _embedded: { tasks: rows } });
  });

  app.patch('/tasks', async (c) => {
    const { account } = c.var;
    const read = await readItems(c, updateSchema, (input) => known(account, input));
    if (!read.ok) return read.response;
    const tasks = patchTasks(
      world,
      c,
      read.value.map((item) => item.value),
    );
    return hal({
      ...selfLink(account, '/tasks'),
      _embedded: { tasks: tasks.map((task, i) => patched(account, task, read.value[i]?.requestId)) },
    });
  });

  app.patch('/tasks/:id{[0-9]+}', async (c) => {
    const { account } = c.var;
    const id = Number(c.req.param('id'));
    const read = await readObject(c, updateSchema, (input) => known(account, input), { id });
    if (!read.ok) return read.response;
    const [task] = patchTasks(world, c, [read.value]);
    return task === undefined ? noContent() : hal(patched(account, task, read.value.request_id));
  });

  return app;
}
