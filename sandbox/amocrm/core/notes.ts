import { noteHook } from '../hooks/task-payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { entityNames, type Note } from './model.ts';

const noteEvents: Record<string, string> = {
  attachment: 'attachment_note_added',
  geolocation: 'geo_note_added',
  message_cashier: 'message_to_cashier_note_added',
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

/** A changed note sends no hook: `note_*` tells of new ones only (§5.1). */
export function updateNote(
  change: Change,
  note: Note,
  patch: { noteType: string; params: Record<string, unknown> },
): void {
  note.noteType = patch.noteType;
  note.params = patch.params;
  note.updatedAt = change.at;
  note.updatedBy = change.by;
}
