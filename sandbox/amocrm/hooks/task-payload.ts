import { type Account, elementTypes, entityNames, type Note, type Task } from '../core/model.ts';
import type { HookItem, PhpValue } from './payload.ts';

/** Task dates are strings in the account's time zone, not timestamps. */
export function wallClock(seconds: number, timeZone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
    seconds * 1000,
  );
  return text.replace(',', '');
}

export function taskHook(
  account: Account,
  action: 'add' | 'update' | 'delete' | 'responsible',
  task: Task,
  extra: Record<string, number> = {},
): HookItem {
  return {
    setting: `${action}_task`,
    root: 'task',
    action,
    data: {
      id: task.id,
      element_id: task.entityId,
      element_type: task.entityType === null ? null : elementTypes[task.entityType],
      task_type: task.taskTypeId,
      date_create: wallClock(task.createdAt, account.timezone),
      text: task.text,
      status: task.isCompleted ? 1 : 0,
      account_id: account.id,
      created_user_id: task.createdBy,
      last_modified: wallClock(task.updatedAt, account.timezone),
      responsible_user_id: task.responsibleUserId,
      complete_till: wallClock(task.completeTill, account.timezone),
      action_close: extra.action_close,
      old_responsible_user_id: extra.old_responsible_user_id,
      result: task.resultText === null ? undefined : { id: task.id, text: task.resultText },
    },
  };
}

const noteNumbers: Record<string, number> = {
  common: 4,
  call_in: 10,
  call_out: 11,
  service_message: 25,
  extended_service_message: 25,
  sms_in: 102,
  sms_out: 103,
};

/** `…[type]=4` and `…[type][message_uuid]=…` at once: the second key closes the bracket that `flatten` opens (§5.3). */
function collidingType(number: number, note: Note): { [key: string]: PhpValue } {
  return {
    type: number,
    'type][message_uuid': `00000000-0000-4000-8000-${String(note.id).padStart(12, '0')}`,
  };
}

/** Plain for a common note, else JSON; that of a call has its keys in capitals (§5.3). */
function noteText(note: Note, number: number): string {
  const { text } = note.params;
  if (number === 4 && typeof text === 'string') return text;
  const isCall = note.noteType === 'call_in' || note.noteType === 'call_out';
  const entries = Object.entries(note.params).map(([key, value]) => [
    isCall ? key.toUpperCase() : key,
    value,
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

export function noteHook(account: Account, note: Note): HookItem {
  const author = account.users.find((user) => user.id === note.createdBy)?.name ?? 'Robot';
  const number = noteNumbers[note.noteType] ?? 4;
  return {
    setting: `note_${entityNames[note.entityType]}`,
    // Companies come among the contacts (§5.3).
    root: note.entityType === 'leads' ? 'leads' : 'contacts',
    action: 'note',
    data: {
      note: {
        id: note.id,
        note_type: number,
        text: noteText(note, number),
        element_id: note.entityId,
        element_type: elementTypes[note.entityType],
        created_by: note.createdBy,
        main_user_id: note.responsibleUserId,
        date_create: wallClock(note.createdAt, account.timezone),
        account_id: account.id,
        metadata: JSON.stringify({ event_source: { author_name: author, type: 'user' } }),
        ...(account.settings.hooks.collidingKeys ? collidingType(number, note) : {}),
      },
    },
  };
}
