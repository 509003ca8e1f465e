import type { AccountDescription } from './description.ts';
import { accountDescription } from './description.ts';
import { buildFields } from './fields-factory.ts';
import type { Ids } from './ids.ts';
import type { Account, AccountSettings, EntityKind } from './model.ts';
import { buildPeople } from './people-factory.ts';
import { buildPipelines } from './pipelines-factory.ts';
import { addPlainCompany, addPlainContact, addPlainLead, addPlainTask } from './plain.ts';

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
    hooks: {
      double: false,
      shuffle: false,
      together: false,
      paused: false,
      timeScale: 1,
      delayMs: 0,
      extraUpdate: false,
      accountOrder: 'first',
      closeFromList: false,
      collidingKeys: false,
    },
  };
}

export function buildAccount(ids: Ids, input: AccountDescription): Account {
  const described = accountDescription.parse(input);
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
    pipelines: buildPipelines(ids, described.pipelines),
    sources: (described.sources ?? []).map((source) => {
      const id = source.id ?? ids.next('source');
      ids.seen('source', id);
      return { ...source, id };
    }),
    fields: {
      leads: buildFields(ids, 'leads', described.fields?.leads),
      contacts: buildFields(ids, 'contacts', described.fields?.contacts),
      companies: buildFields(ids, 'companies', described.fields?.companies),
    },
    groups: {
      leads: predefinedGroups('leads'),
      contacts: predefinedGroups('contacts'),
      companies: predefinedGroups('companies'),
    },
    tags: { leads: [], contacts: [], companies: [] },
    leads: new Map(),
    contacts: new Map(),
    companies: new Map(),
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
  for (const company of described.companies ?? []) addPlainCompany(change, company);
  for (const contact of described.contacts ?? []) addPlainContact(change, contact);
  for (const lead of described.leads ?? []) addPlainLead(change, lead);
  for (const task of described.tasks ?? []) addPlainTask(change, task);
  account.events.length = 0;
  return account;
}

function predefinedGroups(kind: EntityKind): Account['groups'][EntityKind] {
  const main = { id: 'default', name: 'Основное', sort: 1, isPredefined: true };
  return kind === 'leads'
    ? [main, { id: 'statistic', name: 'Статистика', sort: 2, isPredefined: true }]
    : [main];
}
