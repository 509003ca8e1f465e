import { taskTypes, userGroups } from '../api/account.routes.ts';
import type { Account, CrmEvent, EntityKind, FieldValues, Lead, User } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type {
  Bootstrap,
  CardView,
  ContactView,
  FeedItem,
  FieldView,
  LeadRow,
  WidgetView,
} from './view-types.ts';

function authorOf(account: Account, id: number): string {
  return account.users.find((user) => user.id === id)?.name ?? 'Робот';
}

function fieldViews(account: Account, kind: EntityKind, values: FieldValues): FieldView[] {
  return account.fields[kind]
    .filter((field) => field.type !== 'multitext')
    .map((field) => ({
      id: field.id,
      name: field.name,
      type: field.type,
      values: values.get(field.id) ?? [],
      options: field.enums.map((option) => option.value),
    }));
}

function contactViews(account: Account, lead: Lead): ContactView[] {
  return lead.contacts.flatMap(({ id, isMain }) => {
    const contact = account.contacts.get(id);
    if (contact === undefined || contact.isDeleted) return [];
    const texts = (code: string): string[] => {
      const field = account.fields.contacts.find((candidate) => candidate.code === code);
      return (field === undefined ? [] : (contact.values.get(field.id) ?? [])).map((item) =>
        String(item.value),
      );
    };
    return [
      {
        id,
        isMain,
        name: contact.name,
        firstName: contact.firstName,
        lastName: contact.lastName,
        phones: texts('PHONE'),
        emails: texts('EMAIL'),
        fields: fieldViews(account, 'contacts', contact.values).filter((field) => field.values.length > 0),
      },
    ];
  });
}

function stageName(account: Account, value: unknown): string {
  const text = JSON.stringify(value);
  for (const pipeline of account.pipelines) {
    for (const status of pipeline.statuses) {
      if (text === JSON.stringify([{ lead_status: { id: status.id, pipeline_id: pipeline.id } }]))
        return status.name;
    }
  }
  return '—';
}

function fieldText(values: readonly unknown[]): string {
  const texts = values.map((value) => /"text":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(value))?.[1] ?? '');
  return texts.join(', ') || 'пусто';
}

const plainEvents: Record<string, string> = {
  lead_added: 'Сделка создана',
  lead_deleted: 'Сделка удалена',
  lead_restored: 'Сделка восстановлена',
  entity_merged: 'Сделки объединены',
  entity_linked: 'Прикреплён контакт',
  entity_unlinked: 'Откреплён контакт',
  entity_responsible_changed: 'Изменён ответственный',
  name_field_changed: 'Изменено название сделки',
  sale_field_changed: 'Изменён бюджет',
};

function eventText(account: Account, event: CrmEvent): string | null {
  if (event.type === 'lead_status_changed') {
    return `Этап: «${stageName(account, event.valueBefore)}» → «${stageName(account, event.valueAfter)}»`;
  }
  const fieldId = /^custom_field_(\d+)_value_changed$/.exec(event.type)?.[1];
  if (fieldId !== undefined) {
    const field = account.fields.leads.find((candidate) => String(candidate.id) === fieldId);
    const dated = field?.type === 'date_time' || field?.type === 'date';
    return `Изменено поле «${field?.name ?? fieldId}»${dated ? '' : `: ${fieldText(event.valueAfter)}`}`;
  }
  return plainEvents[event.type] ?? null;
}

function feedOf(account: Account, lead: Lead): FeedItem[] {
  const notes = [...account.notes.values()]
    .filter((note) => note.entityType === 'leads' && note.entityId === lead.id)
    .map(
      (note): FeedItem => ({
        kind: 'note',
        id: String(note.id),
        at: note.createdAt,
        author: authorOf(account, note.createdBy),
        noteType: note.noteType,
        text: typeof note.params.text === 'string' ? note.params.text : '',
        service: typeof note.params.service === 'string' ? note.params.service : '',
      }),
    );
  const events = account.events
    .filter((event) => event.entityType === 'lead' && event.entityId === lead.id)
    .flatMap((event): FeedItem[] => {
      const text = eventText(account, event);
      if (text === null) return [];
      return [
        {
          kind: 'event',
          id: event.id,
          at: event.createdAt,
          author: authorOf(account, event.createdBy),
          text,
        },
      ];
    });
  return [...notes, ...events].sort((a, b) => a.at - b.at).slice(-60);
}

export function cardView(account: Account, lead: Lead): CardView {
  const tasks = [...account.tasks.values()]
    .filter((task) => task.entityType === 'leads' && task.entityId === lead.id)
    .sort((a, b) => Number(a.isCompleted) - Number(b.isCompleted) || a.completeTill - b.completeTill)
    .map((task) => ({
      id: task.id,
      text: task.text,
      completeTill: task.completeTill,
      isCompleted: task.isCompleted,
      responsible: authorOf(account, task.responsibleUserId),
      typeName: taskTypes.find((type) => type.id === task.taskTypeId)?.name ?? 'Задача',
    }));
  return {
    id: lead.id,
    name: lead.name,
    price: lead.price,
    statusId: lead.statusId,
    pipelineId: lead.pipelineId,
    responsibleUserId: lead.responsibleUserId,
    createdAt: lead.createdAt,
    updatedAt: lead.updatedAt,
    isDeleted: lead.isDeleted,
    fields: fieldViews(account, 'leads', lead.values),
    contacts: contactViews(account, lead),
    tasks,
    feed: feedOf(account, lead),
  };
}

export function leadRows(account: Account): LeadRow[] {
  return [...account.leads.values()]
    .filter((lead) => !lead.isDeleted)
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
    .map((lead) => {
      const main = lead.contacts.find((row) => row.isMain)?.id;
      const contact = main === undefined ? undefined : account.contacts.get(main);
      return {
        id: lead.id,
        name: lead.name,
        price: lead.price,
        statusId: lead.statusId,
        pipelineId: lead.pipelineId,
        contactName: contact?.name ?? '',
        createdAt: lead.createdAt,
        hasTask: [...account.tasks.values()].some(
          (task) => task.entityId === lead.id && task.entityType === 'leads' && !task.isCompleted,
        ),
      };
    });
}

function widgetViews(world: World, account: Account): WidgetView[] {
  const archive = world.archives.get(account.widget.code);
  if (archive === undefined) return [];
  const { manifest } = archive;
  return [
    {
      code: archive.code,
      version: manifest.widget.version,
      installed: account.widget.installed,
      initOnce: manifest.widget.init_once ?? false,
      clientUuid: account.integration.clientId,
      settings: account.widget.settings,
      locations: manifest.locations,
      settingsTemplate: Object.entries(manifest.settings).map(([key, setting]) => ({
        key,
        name: setting.name,
        type: setting.type,
        required: setting.required ?? false,
      })),
      hasAdvanced: manifest.advanced !== undefined,
      i18n: archive.i18n,
      names: {
        name: manifest.widget.name,
        description: manifest.widget.description,
        shortDescription: manifest.widget.short_description,
        advancedTitle: manifest.advanced?.title ?? '',
      },
    },
  ];
}

export function bootstrapView(world: World, account: Account, user: User): Bootstrap {
  return {
    account: {
      id: account.id,
      name: account.name,
      subdomain: account.subdomain,
      domain: account.domain,
      timezone: account.timezone,
    },
    user: { id: user.id, name: user.name, email: user.email, isAdmin: user.isAdmin },
    users: account.users.map(({ id, name, email, isAdmin, isActive }) => ({
      id,
      name,
      email,
      isAdmin,
      isActive,
    })),
    groups: userGroups.map(({ id, name }) => ({ id, name })),
    taskTypes: taskTypes.map(({ id, name }) => ({ id, name })),
    pipelines: account.pipelines.map((pipeline) => ({
      id: pipeline.id,
      name: pipeline.name,
      statuses: pipeline.statuses.map(({ id, name, color }) => ({ id, name, color })),
    })),
    widgets: widgetViews(world, account),
  };
}
