import type { Account, Company, Contact, EntityKind, FieldValues, Lead } from '../core/model.ts';
import { isDateType, textOf } from '../core/values.ts';

/** Bodies of hooks, as captured (amocrm-api.md §5.3). Objects keep their order; `null` and `undefined` are left out. */
export type PhpValue = string | number | null | undefined | PhpValue[] | { [key: string]: PhpValue };

export type HookItem = {
  setting: string;
  root: string;
  action: string;
  data: PhpValue;
  /** Always a POST of its own. */
  isApart?: true;
};

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
        const value = typeof item.value === 'boolean' ? Number(item.value) : textOf(item.value);
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
      // A chat that made a deal knows no price (§5.3).
      price: lead.isFromChat && lead.price === 0 ? undefined : lead.price,
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

function linkedLeads(account: Account, isLinked: (lead: Lead) => boolean): PhpValue {
  const leads = [...account.leads.values()].filter((lead) => !lead.isDeleted && isLinked(lead));
  return Object.fromEntries(leads.map((lead) => [String(lead.id), { ID: lead.id }]));
}

/** Contacts and companies arrive alike, told apart by `type` only (§5.3). */
function personData(
  account: Account,
  kind: 'contacts' | 'companies',
  person: Contact | Company,
  action: ContactAction,
  links: { [key: string]: PhpValue },
  extra: Record<string, number>,
): PhpValue {
  const { company_name, linked_company_id, ...rest } = links;
  return {
    id: person.id,
    name: person.name,
    responsible_user_id: person.responsibleUserId,
    date_create: person.createdAt,
    last_modified: person.updatedAt,
    created_user_id: person.createdBy,
    modified_user_id: person.updatedBy,
    company_name,
    linked_company_id,
    account_id: account.id,
    tags: tags(account, kind, person.tagIds),
    custom_fields: customFields(account, kind, person.values),
    ...rest,
    // Updates carry it even when nobody else became responsible.
    old_responsible_user_id:
      action === 'add' ? undefined : (extra.old_responsible_user_id ?? person.responsibleUserId),
    created_at: person.createdAt,
    updated_at: person.updatedAt,
    type: kind === 'contacts' ? 'contact' : 'company',
  };
}

export function contactHook(
  account: Account,
  action: ContactAction,
  contact: Contact,
  extra: Record<string, number> = {},
): HookItem {
  const head = { setting: `${action}_contact`, root: 'contacts', action };
  if (action === 'delete') return { ...head, data: { id: contact.id, type: 'contact' } };
  const linked = contact.companyId === null ? undefined : account.companies.get(contact.companyId);
  const company = linked?.isDeleted === false ? linked : undefined;
  const links = {
    company_name: company?.name,
    linked_company_id: company?.id,
    linked_leads_id: linkedLeads(account, (lead) => lead.contacts.some((row) => row.id === contact.id)),
  };
  return { ...head, data: personData(account, 'contacts', contact, action, links, extra) };
}

export function companyHook(
  account: Account,
  action: ContactAction,
  company: Company,
  extra: Record<string, number> = {},
): HookItem {
  const head = { setting: `${action}_company`, root: 'contacts', action };
  if (action === 'delete') return { ...head, data: { id: company.id, type: 'company' } };
  const links = { linked_leads_id: linkedLeads(account, (lead) => lead.companyId === company.id) };
  return { ...head, data: personData(account, 'companies', company, action, links, extra) };
}
