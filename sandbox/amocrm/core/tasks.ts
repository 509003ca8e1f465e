import { noteHook, taskHook } from '../hooks/task-payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { type EntityKind, entityNames, type Note, type Task } from './model.ts';

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

export function updateTask(change: Change, task: Task, patch: TaskPatch): void {
  const entity = { type: 'task', id: task.id } as const;
  const closes = patch.isCompleted === true && !task.isCompleted;
  if (patch.text !== undefined && patch.text !== task.text) {
    recordEvent(
      change,
      'task_text_changed',
      entity,
      [{ task: { text: patch.text } }],
      [{ task: { text: task.text } }],
    );
    task.text = patch.text;
  }
  if (patch.completeTill !== undefined && patch.completeTill !== task.completeTill) {
    recordEvent(
      change,
      'task_deadline_changed',
      entity,
      [{ task_deadline: { timestamp: patch.completeTill } }],
      [{ task_deadline: { timestamp: task.completeTill } }],
    );
    task.completeTill = patch.completeTill;
  }
  if (closes) recordEvent(change, 'task_completed', entity);
  task.isCompleted = patch.isCompleted ?? task.isCompleted;
  task.resultText = patch.resultText ?? task.resultText;
  task.taskTypeId = patch.taskTypeId ?? task.taskTypeId;
  task.duration = patch.duration ?? task.duration;
  if (patch.entityId !== undefined) task.entityId = patch.entityId;
  if (patch.entityType !== undefined) task.entityType = patch.entityType;
  const oldResponsible = task.responsibleUserId;
  task.responsibleUserId = patch.responsibleUserId ?? oldResponsible;
  task.updatedBy = patch.updatedBy ?? change.by;
  task.updatedAt = patch.updatedAt ?? change.at;
  if (task.responsibleUserId !== oldResponsible) {
    change.items.push(
      taskHook(change.account, 'responsible', task, { old_responsible_user_id: oldResponsible }),
    );
  }
  change.items.push(taskHook(change.account, 'update', task, closes ? { action_close: 1 } : {}));
}

const noteEvents: Record<string, string> = {
  common: 'common_note_added',
  service_message: 'service_note_added',
  extended_service_message: 'service_note_added',
  call_in: 'incoming_call',
  call_out: 'outgoing_call',
  sms_in: 'incoming_sms',
  sms_out: 'outgoing_sms',
};

export function createNote(
  change: Change,
  input: Pick<Note, 'entityType' | 'entityId' | 'noteType' | 'params'> & {
    createdBy?: number | undefined;
    responsibleUserId?: number | undefined;
  },
): Note {
  const { account, ids, at } = change;
  const note: Note = {
    id: ids.next('note'),
    entityType: input.entityType,
    entityId: input.entityId,
    noteType: input.noteType,
    params: input.params,
    responsibleUserId: input.responsibleUserId ?? change.by,
    createdBy: input.createdBy ?? change.by,
    updatedBy: change.by,
    createdAt: at,
    updatedAt: at,
  };
  account.notes.set(note.id, note);
  recordEvent(
    change,
    noteEvents[note.noteType] ?? 'common_note_added',
    { type: entityNames[note.entityType], id: note.entityId },
    [{ note: { id: note.id } }],
  );
  change.items.push(noteHook(account, note));
  return note;
}
