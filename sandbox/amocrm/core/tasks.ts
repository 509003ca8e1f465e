import { taskHook } from '../hooks/task-payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import type { EntityKind, Task } from './model.ts';

export type TaskPatch = {
  text?: string | undefined;
  taskTypeId?: number | undefined;
  completeTill?: number | undefined;
  duration?: number | undefined;
  isCompleted?: boolean | undefined;
  resultText?: string | undefined;
  entityId?: number | null | undefined;
  entityType?: EntityKind | null | undefined;
  responsibleUserId?: number | undefined;
  createdBy?: number | undefined;
  updatedBy?: number | undefined;
  createdAt?: number | undefined;
  updatedAt?: number | undefined;
};

export function createTask(
  change: Change,
  patch: TaskPatch & { id?: number | undefined; text: string; completeTill: number },
): Task {
  const { account, ids, at } = change;
  const task: Task = {
    id: patch.id ?? ids.next('task'),
    text: patch.text,
    taskTypeId: patch.taskTypeId ?? 1,
    completeTill: patch.completeTill,
    duration: patch.duration ?? 0,
    isCompleted: patch.isCompleted ?? false,
    resultText: patch.resultText ?? null,
    entityId: patch.entityId ?? null,
    entityType: patch.entityType ?? null,
    responsibleUserId: patch.responsibleUserId ?? change.by,
    createdBy: patch.createdBy ?? change.by,
    updatedBy: patch.updatedBy ?? change.by,
    createdAt: patch.createdAt ?? at,
    updatedAt: patch.updatedAt ?? at,
  };
  ids.seen('task', task.id);
  account.tasks.set(task.id, task);
  recordEvent(change, 'task_added', { type: 'task', id: task.id });
  change.items.push(taskHook(account, 'add', task));
  return task;
}

function recordChanges(change: Change, task: Task, patch: TaskPatch): void {
  const entity = { type: 'task', id: task.id } as const;
  const record = (type: string, after: unknown, before: unknown): void =>
    recordEvent(change, type, entity, [after], [before]);
  if (patch.text !== undefined && patch.text !== task.text) {
    record('task_text_changed', { task: { text: patch.text } }, { task: { text: task.text } });
  }
  if (patch.completeTill !== undefined && patch.completeTill !== task.completeTill) {
    record(
      'task_deadline_changed',
      { task_deadline: { timestamp: patch.completeTill } },
      { task_deadline: { timestamp: task.completeTill } },
    );
  }
  if (patch.taskTypeId !== undefined && patch.taskTypeId !== task.taskTypeId) {
    record(
      'task_type_changed',
      { task_type: { id: patch.taskTypeId } },
      { task_type: { id: task.taskTypeId } },
    );
  }
  if (patch.isCompleted === true && !task.isCompleted) recordEvent(change, 'task_completed', entity);
  if (typeof patch.resultText === 'string' && patch.resultText !== task.resultText) {
    recordEvent(change, 'task_result_added', entity, [{ task: { text: patch.resultText } }]);
  }
}

function announceUpdate(change: Change, task: Task, closes: boolean): void {
  const { account } = change;
  // Closing from the list of tasks is two events: the closing, then the result (§5.3).
  if (closes && account.settings.hooks.closeFromList) {
    const closing = taskHook(account, 'update', { ...task, resultText: null }, { action_close: 1 });
    change.items.push({ ...closing, isApart: true }, taskHook(account, 'update', task));
  } else {
    change.items.push(taskHook(account, 'update', task, closes ? { action_close: 1 } : {}));
  }
}

export function updateTask(change: Change, task: Task, patch: TaskPatch): void {
  const closes = patch.isCompleted === true && !task.isCompleted;
  recordChanges(change, task, patch);
  task.text = patch.text ?? task.text;
  task.completeTill = patch.completeTill ?? task.completeTill;
  task.isCompleted = patch.isCompleted ?? task.isCompleted;
  task.resultText = patch.resultText ?? task.resultText;
  task.taskTypeId = patch.taskTypeId ?? task.taskTypeId;
  task.duration = patch.duration ?? task.duration;
  if (patch.entityId !== undefined) task.entityId = patch.entityId;
  if (patch.entityType !== undefined) task.entityType = patch.entityType;
  const before = task.responsibleUserId;
  task.responsibleUserId = patch.responsibleUserId ?? before;
  task.updatedBy = patch.updatedBy ?? change.by;
  task.updatedAt = patch.updatedAt ?? change.at;
  if (task.responsibleUserId !== before) {
    const extra = { old_responsible_user_id: before };
    change.items.push(taskHook(change.account, 'responsible', task, extra));
  }
  announceUpdate(change, task, closes);
}

/** Only people delete tasks; the API has no such call (§4.7). */
export function deleteTask(change: Change, task: Task): void {
  change.account.tasks.delete(task.id);
  recordEvent(change, 'task_deleted', { type: 'task', id: task.id });
  change.items.push(taskHook(change.account, 'delete', task));
}
