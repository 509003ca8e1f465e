import type { AccountDescription, FieldDescription } from './description.ts';
import { accountDescription } from './description.ts';
import type { Ids } from './ids.ts';
import type { Account, AccountSettings, EntityKind, Field, Pipeline, Status } from './model.ts';
import { LOST, WON } from './model.ts';
import { buildPeople } from './people-factory.ts';
import { addPlainContact, addPlainLead } from './plain.ts';
import { createTask } from './tasks.ts';
import { hasOptions } from './values.ts';

export const phoneCodes = ['WORK', 'WORKDD', 'MOB', 'FAX', 'HOME', 'OTHER'] as const;
export const emailCodes = ['WORK', 'PRIV', 'OTHER'] as const;

export function defaultSettings(): AccountSettings {
  return {
    filtersEnabled: false,
    unpaid: false,
    blocked: false,
    webhooksInPlan: true,
    duplicateControl: false,
    indexDelayMs: 2000,
    falsePositives: true,
    rps: 7,
    sharedRps: 50,
    noiseRps: 0,
    rateLimitBody: 'html',
    blockAfter429: null,
    maxBatch: null,
    ipRefused: false,
    lossReasonsEnabled: true,
    disconnectParam: 'client_uuid',
    hooks: { double: false, shuffle: false, together: false, paused: false, timeScale: 1 },
  };
}

function buildField(ids: Ids, field: FieldDescription, sort: number): Field {
  const id = field.id ?? ids.next('field');
  ids.seen('field', id);
  return {
    id,
    name: field.name,
    type: field.type,
    code: field.code ?? null,
    sort: field.sort ?? sort,
    groupId: null,
    isApiOnly: field.isApiOnly ?? false,
    isPredefined: field.isPredefined ?? false,
    enums: (hasOptions(field.type) ? (field.enums ?? []) : []).map((option, i) => {
      const optionId = option.id ?? ids.next('option');
      ids.seen('option', optionId);
      return { id: optionId, value: option.value, sort: option.sort ?? i + 1, code: option.code ?? null };
    }),
    requiredStatuses: field.requiredStatuses ?? [],
    hiddenStatuses: field.hiddenStatuses ?? [],
    currency: field.type === 'monetary' ? (field.currency ?? 'RUB') : null,
    remind: field.type === 'birthday' ? (field.remind ?? 'never') : null,
    chainedLists: field.type === 'chained_list' ? (field.chainedLists ?? []) : [],
  };
}

function multitext(ids: Ids, name: string, code: string, codes: readonly string[]): Field {
  return buildField(
    ids,
    {
      name,
      type: 'multitext',
      code,
      isPredefined: true,
      enums: codes.map((value) => ({ value, code: value })),
    },
    code === 'PHONE' ? 4 : 6,
  );
}

function contactFields(ids: Ids, described: readonly FieldDescription[]): Field[] {
  const fields = described.map((field, i) => buildField(ids, field, 500 + i * 10));
  // Every account has these two (amocrm-api.md §4.3).
  if (!fields.some((field) => field.code === 'EMAIL'))
    fields.unshift(multitext(ids, 'Email', 'EMAIL', emailCodes));
  if (!fields.some((field) => field.code === 'PHONE'))
    fields.unshift(multitext(ids, 'Телефон', 'PHONE', phoneCodes));
  return fields;
}

const closedStages: readonly Status[] = [
  {
    id: WON,
    name: 'Успешно реализовано',
    sort: 10_000,
    color: '#CCFF66',
    type: 0,
    isEditable: false,
    descriptions: [],
  },
  {
    id: LOST,
    name: 'Закрыто и не реализовано',
    sort: 11_000,
    color: '#D5D8DB',
    type: 0,
    isEditable: false,
    descriptions: [],
  },
];

type PipelineDescription = AccountDescription['pipelines'][number];

function buildPipeline(ids: Ids, described: PipelineDescription, index: number, isMain: boolean): Pipeline {
  const own = described.stages.filter((stage) => stage.id !== WON && stage.id !== LOST);
  const statuses = own.map((stage, i): Status => {
    ids.seen('status', stage.id);
    return {
      id: stage.id,
      name: stage.name,
      sort: stage.sort ?? (i + 1) * 10,
      color: stage.color ?? (stage.unsorted === true ? '#c1c1c1' : '#99ccff'),
      type: stage.unsorted === true ? 1 : 0,
      isEditable: stage.unsorted !== true,
      descriptions: [],
    };
  });
  const closed = closedStages.map((stage) => ({
    ...stage,
    name: described.stages.find((candidate) => candidate.id === stage.id)?.name ?? stage.name,
  }));
  return {
    id: described.id,
    name: described.name,
    sort: index + 1,
    isMain,
    isUnsortedOn: statuses.some((status) => status.type === 1),
    statuses: [...statuses, ...closed],
  };
}

export function buildAccount(ids: Ids, input: AccountDescription): Account {
  const described = accountDescription.parse(input);
  const mainId = (described.pipelines.find((pipeline) => pipeline.isMain === true) ?? described.pipelines[0])
    ?.id;
  const account: Account = {
    id: described.id,
    subdomain: described.subdomain,
    domain: described.domain,
    name: described.name,
    timezone: described.timezone,
    createdAt: 1_700_000_000,
    ...buildPeople(ids, described),
    lossReasons: (described.lossReasons ?? []).map((reason, i) => {
      const id = reason.id ?? ids.next('lossReason');
      ids.seen('lossReason', id);
      return {
        id,
        name: reason.name,
        sort: (i + 1) * 10_000,
        createdAt: 1_700_000_000,
        updatedAt: 1_700_000_000,
      };
    }),
    unsorted: new Map(),
    pipelines: described.pipelines.map((pipeline, i) =>
      buildPipeline(ids, pipeline, i, pipeline.id === mainId),
    ),
    fields: {
      leads: (described.fields?.leads ?? []).map((field, i) => buildField(ids, field, 500 + i * 10)),
      contacts: contactFields(ids, described.fields?.contacts ?? []),
    },
    groups: { leads: predefinedGroups('leads'), contacts: predefinedGroups('contacts') },
    tags: { leads: [], contacts: [] },
    leads: new Map(),
    contacts: new Map(),
    tasks: new Map(),
    notes: new Map(),
    events: [],
    webhooks: [],
    integration: {
      ...described.integration,
      disconnectUrl: described.integration.disconnectUrl ?? null,
      scopes: described.integration.scopes ?? ['crm', 'notifications', 'files', 'files_delete'],
    },
    widget: { code: described.widgetCode, installed: false, settings: {} },
    settings: defaultSettings(),
  };
  // Seeds are old: the search index has known them for ever and nobody is told about them.
  const by = account.users.find((user) => user.isAdmin)?.id ?? 0;
  const change = { account, ids, by, atMs: 0, at: account.createdAt, items: [] };
  for (const contact of described.contacts ?? []) addPlainContact(change, contact);
  for (const lead of described.leads ?? []) addPlainLead(change, lead);
  for (const task of described.tasks ?? []) {
    createTask(change, {
      id: task.id,
      text: task.text,
      completeTill: task.completeTill,
      taskTypeId: task.taskTypeId,
      isCompleted: task.isCompleted,
      responsibleUserId: task.responsibleUserId,
      entityId: task.leadId ?? null,
      entityType: task.leadId === undefined ? null : 'leads',
    });
  }
  account.events.length = 0;
  return account;
}

function predefinedGroups(kind: EntityKind): Account['groups'][EntityKind] {
  const main = { id: 'default', name: 'Основное', sort: 1, isPredefined: true };
  return kind === 'leads'
    ? [main, { id: 'statistic', name: 'Статистика', sort: 2, isPredefined: true }]
    : [main];
}
