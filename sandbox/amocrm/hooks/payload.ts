import type { Account, Contact, EntityKind, FieldValues, Lead, Note, Task } from '../core/model.ts';
import { isDateType } from '../core/values.ts';

/** Bodies of hooks, as captured (amocrm-api.md §5.3). Objects keep their order; `null` and `undefined` are left out. */
export type PhpValue = string | number | null | undefined | PhpValue[] | { [key: string]: PhpValue };

export type HookItem = { setting: string; root: string; action: string; data: PhpValue };

const singular: Record<EntityKind, string> = { leads: 'lead', contacts: 'contact' };

function customFields(account: Account, kind: EntityKind, values: FieldValues): PhpValue {
  const rows: PhpValue[] = [];
  for (const [fieldId, items] of values) {
    const field = account.fields[kind].find((candidate) => candidate.id === fieldId);
    if (field === undefined) continue;
    rows.push({
      id: field.id,
      name: field.name,
      values: items.map((item) => {
        // Dates stand directly at [values][0], everything else one level deeper.
        if (isDateType(field.type)) return Number(item.value);
        const value = typeof item.value === 'boolean' ? Number(item.value) : item.value;
        return { value, enum: item.enumId };
      }),
      code: field.code,
    });
  }
  return rows.length === 0 ? undefined : rows;
}

function tags(account: Account, kind: EntityKind, ids: readonly number[]): PhpValue {
  const rows = account.tags[kind].filter((tag) => ids.includes(tag.id)).map(({ id, name }) => ({ id, name }));
  return rows.length === 0 ? undefined : rows;
}

export type LeadAction = 'add' | 'update' | 'delete' | 'restore' | 'status' | 'responsible';

export function leadHook(
  account: Account,
  action: LeadAction,
  lead: Lead,
  extra: Record<string, number> = {},
): HookItem {
  const head = { setting: `${action}_lead`, root: 'leads', action };
  if (action === 'delete') {
    return { ...head, data: { id: lead.id, status_id: lead.statusId, pipeline_id: lead.pipelineId } };
  }
  const { old_status_id, old_pipeline_id, old_responsible_user_id } = extra;
  return {
    ...head,
    data: {
      id: lead.id,
      name: lead.name,
      status_id: lead.statusId,
      old_status_id,
      price: lead.price,
      responsible_user_id: lead.responsibleUserId,
      old_responsible_user_id,
      last_modified: lead.updatedAt,
      modified_user_id: lead.updatedBy,
      created_user_id: lead.createdBy,
      date_create: lead.createdAt,
      pipeline_id: lead.pipelineId,
      old_pipeline_id,
      account_id: account.id,
      tags: tags(account, 'leads', lead.tagIds),
      custom_fields: customFields(account, 'leads', lead.values),
      created_at: lead.createdAt,
      updated_at: lead.updatedAt,
    },
  };
}

export type ContactAction = 'add' | 'update' | 'delete' | 'restore' | 'responsible';

export function contactHook(
  account: Account,
  action: ContactAction,
  contact: Contact,
  extra: Record<string, number> = {},
): HookItem {
  const head = { setting: `${action}_contact`, root: 'contacts', action };
  if (action === 'delete') return { ...head, data: { id: contact.id, type: 'contact' } };
  const linked: Record<string, PhpValue> = {};
  for (const lead of account.leads.values()) {
    if (!lead.isDeleted && lead.contacts.some((row) => row.id === contact.id)) {
      linked[String(lead.id)] = { ID: lead.id };
    }
  }
  return {
    ...head,
    data: {
      id: contact.id,
      name: contact.name,
      responsible_user_id: contact.responsibleUserId,
      date_create: contact.createdAt,
      last_modified: contact.updatedAt,
      created_user_id: contact.createdBy,
      modified_user_id: contact.updatedBy,
      account_id: account.id,
      tags: tags(account, 'contacts', contact.tagIds),
      custom_fields: customFields(account, 'contacts', contact.values),
      linked_leads_id: linked,
      old_responsible_user_id:
        action === 'add' ? undefined : (extra.old_responsible_user_id ?? contact.responsibleUserId),
      created_at: contact.createdAt,
      updated_at: contact.updatedAt,
      type: 'contact',
    },
  };
}

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
  const elementType = task.entityType === 'leads' ? 2 : task.entityType === 'contacts' ? 1 : null;
  return {
    setting: `${action}_task`,
    root: 'task',
    action,
    data: {
      id: task.id,
      element_id: task.entityId,
      element_type: elementType,
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

export function noteHook(account: Account, note: Note): HookItem {
  const author = account.users.find((user) => user.id === note.createdBy)?.name ?? 'Robot';
  const number = noteNumbers[note.noteType] ?? 4;
  const text = note.params.text;
  return {
    setting: `note_${singular[note.entityType]}`,
    root: note.entityType,
    action: 'note',
    data: {
      note: {
        id: note.id,
        note_type: number,
        text: number === 4 && typeof text === 'string' ? text : JSON.stringify(note.params),
        element_id: note.entityId,
        element_type: note.entityType === 'leads' ? 2 : 1,
        created_by: note.createdBy,
        main_user_id: note.responsibleUserId,
        date_create: wallClock(note.createdAt, account.timezone),
        account_id: account.id,
        metadata: JSON.stringify({ event_source: { author_name: author, type: 'user' } }),
      },
    },
  };
}

export function flatten(key: string, value: PhpValue, into: [string, string][]): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) flatten(`${key}[${i}]`, item, into);
  } else if (typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) flatten(`${key}[${name}]`, item, into);
  } else {
    into.push([key, String(value)]);
  }
}

/** The pairs of one POST: the account first, then `{entity}[{action}][{n}][…]`. */
export function hookPairs(account: Account, items: readonly HookItem[]): [string, string][] {
  const pairs: [string, string][] = [
    ['account[subdomain]', account.subdomain],
    ['account[id]', String(account.id)],
    ['account[_links][self]', `https://${account.domain}`],
  ];
  const counts = new Map<string, number>();
  for (const item of items) {
    const prefix = `${item.root}[${item.action}]`;
    const n = counts.get(prefix) ?? 0;
    counts.set(prefix, n + 1);
    flatten(`${prefix}[${n}]`, item.data, pairs);
  }
  return pairs;
}

export function encodePairs(pairs: readonly [string, string][]): string {
  return new URLSearchParams(pairs.map(([key, value]) => [key, value])).toString();
}
