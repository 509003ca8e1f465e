import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { plainTask } from '../core/description.ts';
import type { Account } from '../core/model.ts';
import { addPlainTask } from '../core/plain.ts';
import { deleteTask, updateTask } from '../core/tasks.ts';
import { perform, type World } from '../core/world.ts';
import { adminOf, readBody, refuse } from './body.ts';
import { byUser } from './edit.routes.ts';

const newTask = plainTask.extend(byUser);
const changedTask = z.strictObject({
  ...byUser,
  text: z.string().optional(),
  taskTypeId: z.int().optional(),
  responsibleUserId: z.int().optional(),
  isCompleted: z.boolean().optional(),
  resultText: z.string().optional(),
  completeTill: z.int().optional(),
});

export function taskRoutes(world: World, accountOf: (c: Context) => Account | undefined): Hono {
  const app = new Hono();

  app.post('/', async (c) => {
    const account = accountOf(c);
    if (account === undefined) return refuse(c, 404, 'unknown account');
    const body = await readBody(c, newTask);
    if (!body.ok) return body.response;
    const by = body.value.userId ?? adminOf(account);
    const { id } = perform(world, account, by, (change) => addPlainTask(change, body.value));
    return c.json({ id }, 201);
  });

  app.post('/:id{[0-9]+}', async (c) => {
    const account = accountOf(c);
    const task = account?.tasks.get(Number(c.req.param('id')));
    if (account === undefined || task === undefined) return refuse(c, 404, 'unknown task');
    const body = await readBody(c, changedTask);
    if (!body.ok) return body.response;
    const { userId, ...patch } = body.value;
    perform(world, account, userId ?? adminOf(account), (change) => updateTask(change, task, patch));
    return c.json({ id: task.id, isCompleted: task.isCompleted });
  });

  app.post('/:id{[0-9]+}/delete', async (c) => {
    const account = accountOf(c);
    const task = account?.tasks.get(Number(c.req.param('id')));
    if (account === undefined || task === undefined) return refuse(c, 404, 'unknown task');
    const body = await readBody(c, z.strictObject(byUser));
    if (!body.ok) return body.response;
    perform(world, account, body.value.userId ?? adminOf(account), (change) => deleteTask(change, task));
    return c.json({ id: task.id });
  });

  return app;
}
