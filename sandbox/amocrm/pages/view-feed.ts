import {
  type Account,
  type CrmEvent,
  type EntityKind,
  type EntityName,
  entityNames,
  type Field,
} from '../core/model.ts';
import { userName } from './view-fields.ts';
import type { FeedItem } from './view-types.ts';

/** The feed of a card: notes and events as sentences. */

type Json = Record<string, unknown>;

function at(value: unknown, ...path: string[]): unknown {
  let node: unknown = value;
  for (const key of path) node = typeof node === 'object' && node !== null ? (node as Json)[key] : undefined;
  return node;
}

function stageName(account: Account, value: unknown): string {
  const status = at(value, 'lead_status');
  const pipeline = account.pipelines.find((candidate) => candidate.id === at(status, 'pipeline_id'));
  return pipeline?.statuses.find((candidate) => candidate.id === at(status, 'id'))?.name ?? '—';
}

function dated(field: Field | undefined, text: string, timeZone: string): string {
  if (field === undefined || !['date', 'date_time', 'birthday'].includes(field.type)) return text;
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || text === '') return text;
  const time = field.type === 'date_time' ? ({ hour: '2-digit', minute: '2-digit' } as const) : {};
  return new Intl.DateTimeFormat('ru-RU', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...time,
  })
    .format(seconds * 1000)
    .replace(' в ', ', ');
}

function fieldTexts(account: Account, field: Field | undefined, values: readonly unknown[]): string {
  const texts = values.map((value) => {
    const text = at(value, 'custom_field_value', 'text');
    return dated(field, typeof text === 'string' ? text : String(text ?? ''), account.timezone);
  });
  if (field?.type === 'checkbox') return texts.map((text) => (text === 'true' ? 'да' : 'нет')).join(', ');
  return texts.join(', ') || 'пусто';
}

const kindWords: Record<string, { created: string; deleted: string; restored: string; merged: string }> = {
  lead: {
    created: 'Сделка создана',
    deleted: 'Сделка удалена',
    restored: 'Сделка восстановлена',
    merged: 'Сделки объединены',
  },
  contact: {
    created: 'Контакт создан',
    deleted: 'Контакт удалён',
    restored: 'Контакт восстановлен',
    merged: 'Контакты объединены',
  },
  company: {
    created: 'Компания создана',
    deleted: 'Компания удалена',
    restored: 'Компания восстановлена',
    merged: 'Компании объединены',
  },
};

/** Names with quotation marks of their own get the inner ones: «ООО „Ромашка“». */
function quoted(name: unknown): string {
  return `«${String(name).replaceAll('«', '„').replaceAll('»', '“')}»`;
}

function linkedName(account: Account, event: CrmEvent): string {
  const value = event.valueAfter[0] ?? event.valueBefore[0];
  const id = Number(at(value, 'link', 'entity', 'id'));
  const type = at(value, 'link', 'entity', 'type');
  if (type === 'contact') return `контакт ${quoted(account.contacts.get(id)?.name ?? id)}`;
  if (type === 'company') return `компания ${quoted(account.companies.get(id)?.name ?? id)}`;
  return `сделка ${quoted(account.leads.get(id)?.name ?? id)}`;
}

function money(value: unknown): string {
  return `${Number(value ?? 0).toLocaleString('ru-RU')} ₽`;
}

function entityText(account: Account, event: CrmEvent): string | null {
  const [after] = event.valueAfter;
  const [before] = event.valueBefore;
  const words = kindWords[event.entityType];
  switch (event.type) {
    case 'lead_status_changed':
      return `Этап: «${stageName(account, before)}» → «${stageName(account, after)}»`;
    case 'name_field_changed':
      return `Название: ${quoted(at(before, 'name_field_value', 'name'))} → ${quoted(at(after, 'name_field_value', 'name'))}`;
    case 'sale_field_changed':
      return `Бюджет: ${money(at(before, 'sale_field_value', 'sale'))} → ${money(at(after, 'sale_field_value', 'sale'))}`;
    case 'entity_responsible_changed':
      return `Ответственный: ${userName(account, Number(at(before, 'responsible_user', 'id')))} → ${userName(account, Number(at(after, 'responsible_user', 'id')))}`;
    case 'entity_linked':
      return `Прикреплено: ${linkedName(account, event)}`;
    case 'entity_unlinked':
      return `Откреплено: ${linkedName(account, event)}`;
    case 'entity_tag_added':
      return `Добавлен тег «${at(after, 'tag', 'name')}»`;
    case 'entity_tag_deleted':
      return `Убран тег «${at(after, 'tag', 'name')}»`;
    case 'entity_merged':
      return words?.merged ?? null;
    default:
  }
  if (event.type.endsWith('_added') && event.type === `${event.entityType}_added`)
    return words?.created ?? null;
  if (event.type === `${event.entityType}_deleted`) return words?.deleted ?? null;
  if (event.type === `${event.entityType}_restored`) return words?.restored ?? null;
  return null;
}

function fieldText(account: Account, kind: EntityKind, event: CrmEvent): string | null {
  const fieldId = /^custom_field_(\d+)_value_changed$/.exec(event.type)?.[1];
  if (fieldId === undefined) return null;
  const field = account.fields[kind].find((candidate) => String(candidate.id) === fieldId);
  const before = event.valueBefore.length === 0 ? '' : `${fieldTexts(account, field, event.valueBefore)} → `;
  return `Изменено поле «${field?.name ?? fieldId}»: ${before}${fieldTexts(account, field, event.valueAfter)}`;
}

function taskText(account: Account, event: CrmEvent): string | null {
  const task = account.tasks.get(event.entityId);
  if (task === undefined) return null;
  if (event.type === 'task_added') return `Поставлена задача ${quoted(task.text)}`;
  if (event.type !== 'task_completed') return null;
  return `Выполнена задача ${quoted(task.text)}${task.resultText ? `: ${task.resultText}` : ''}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function noteText(params: Record<string, unknown>, type: string): string {
  if (type !== 'call_in' && type !== 'call_out') return textOf(params.text);
  const way = type === 'call_in' ? 'Входящий звонок' : 'Исходящий звонок';
  return `${way} ${textOf(params.phone)}, ${Number(params.duration ?? 0)} с`;
}

export function feedOf(account: Account, kind: EntityKind, id: number): FeedItem[] {
  const entityType: EntityName = entityNames[kind];
  const notes = [...account.notes.values()]
    .filter((note) => note.entityType === kind && note.entityId === id)
    .map(
      (note): FeedItem => ({
        kind: 'note',
        id: String(note.id),
        at: note.createdAt,
        author: userName(account, note.createdBy),
        noteType: note.noteType,
        text: noteText(note.params, note.noteType),
        service: textOf(note.params.service),
      }),
    );
  const own = (event: CrmEvent): boolean => event.entityType === entityType && event.entityId === id;
  const ofTask = (event: CrmEvent): boolean => {
    const task = event.entityType === 'task' ? account.tasks.get(event.entityId) : undefined;
    return task?.entityType === kind && task.entityId === id;
  };
  const events = account.events.flatMap((event): FeedItem[] => {
    const text = own(event)
      ? (fieldText(account, kind, event) ?? entityText(account, event))
      : ofTask(event)
        ? taskText(account, event)
        : null;
    if (text === null) return [];
    return [
      { kind: 'event', id: event.id, at: event.createdAt, author: userName(account, event.createdBy), text },
    ];
  });
  return [...notes, ...events].sort((a, b) => a.at - b.at).slice(-60);
}
