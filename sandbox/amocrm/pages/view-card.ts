import type { Account, Company, Contact, EntityKind, Lead } from '../core/model.ts';
import { feedOf } from './view-feed.ts';
import { fieldViews, tagViews, textsOf, userName } from './view-fields.ts';
import { leadRows } from './view-lists.ts';
import type { CardView, CompanyView, ContactView, EntityCard, PersonCard, TaskView } from './view-types.ts';

function contactView(account: Account, contact: Contact, isMain: boolean): ContactView {
  return {
    id: contact.id,
    isMain,
    name: contact.name,
    firstName: contact.firstName,
    lastName: contact.lastName,
    phones: textsOf(account, 'contacts', contact.values, 'PHONE'),
    emails: textsOf(account, 'contacts', contact.values, 'EMAIL'),
    fields: fieldViews(account, 'contacts', contact.values),
  };
}

function companyView(account: Account, id: number | null): CompanyView | null {
  const company = id === null ? undefined : account.companies.get(id);
  if (company === undefined || company.isDeleted) return null;
  return {
    id: company.id,
    name: company.name,
    phones: textsOf(account, 'companies', company.values, 'PHONE'),
    fields: fieldViews(account, 'companies', company.values),
  };
}

function taskViews(account: Account, kind: EntityKind, id: number, now: number): TaskView[] {
  return [...account.tasks.values()]
    .filter((task) => task.entityType === kind && task.entityId === id)
    .sort((a, b) => Number(a.isCompleted) - Number(b.isCompleted) || a.completeTill - b.completeTill)
    .map((task) => ({
      id: task.id,
      text: task.text,
      completeTill: task.completeTill,
      isCompleted: task.isCompleted,
      isOverdue: !task.isCompleted && task.completeTill < now,
      result: task.resultText ?? '',
      responsibleUserId: task.responsibleUserId,
      responsible: userName(account, task.responsibleUserId),
      typeId: task.taskTypeId,
      typeName: account.taskTypes.find((type) => type.id === task.taskTypeId)?.name ?? 'Задача',
    }));
}

function common(
  account: Account,
  kind: EntityKind,
  entity: Lead | Contact | Company,
  now: number,
): EntityCard {
  return {
    id: entity.id,
    name: entity.name,
    responsibleUserId: entity.responsibleUserId,
    createdAt: entity.createdAt,
    updatedAt: entity.updatedAt,
    isDeleted: entity.isDeleted,
    fields: fieldViews(account, kind, entity.values),
    tags: tagViews(account, kind, entity.tagIds),
    tasks: taskViews(account, kind, entity.id, now),
    feed: feedOf(account, kind, entity.id),
  };
}

export function cardView(account: Account, lead: Lead, now: number): CardView {
  return {
    ...common(account, 'leads', lead, now),
    price: lead.price,
    statusId: lead.statusId,
    pipelineId: lead.pipelineId,
    lossReasonId: lead.lossReasonId,
    contacts: lead.contacts.flatMap(({ id, isMain }) => {
      const contact = account.contacts.get(id);
      return contact === undefined || contact.isDeleted ? [] : [contactView(account, contact, isMain)];
    }),
    company: companyView(account, lead.companyId),
  };
}

export function contactCard(
  account: Account,
  contact: Contact,
  leads: readonly Lead[],
  now: number,
): PersonCard {
  return {
    ...common(account, 'contacts', contact, now),
    entity: 'contacts',
    firstName: contact.firstName,
    lastName: contact.lastName,
    phones: textsOf(account, 'contacts', contact.values, 'PHONE'),
    emails: textsOf(account, 'contacts', contact.values, 'EMAIL'),
    company: companyView(account, contact.companyId),
    contacts: [],
    leads: leadRows(
      account,
      leads.filter((lead) => lead.contacts.some((row) => row.id === contact.id)),
      now,
    ),
  };
}

export function companyCard(
  account: Account,
  company: Company,
  leads: readonly Lead[],
  now: number,
): PersonCard {
  return {
    ...common(account, 'companies', company, now),
    entity: 'companies',
    firstName: company.name,
    lastName: '',
    phones: textsOf(account, 'companies', company.values, 'PHONE'),
    emails: textsOf(account, 'companies', company.values, 'EMAIL'),
    company: null,
    contacts: [...account.contacts.values()]
      .filter((contact) => contact.companyId === company.id && !contact.isDeleted)
      .map((contact) => contactView(account, contact, false)),
    leads: leadRows(
      account,
      leads.filter((lead) => lead.companyId === company.id),
      now,
    ),
  };
}
