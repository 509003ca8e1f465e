import type { Account, Company, Contact, EntityKind, Lead } from '../core/model.ts';
import { tagViews, textsOf, userName } from './view-fields.ts';
import type { LeadRow, PersonRow, TaskMark } from './view-types.ts';

/** Rows of the board and of the lists. */

export function dayOf(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(seconds * 1000);
}

/** The most urgent open task of every deal, in one pass over the tasks. */
export function taskMarks(account: Account, now: number): Map<number, TaskMark> {
  const order: readonly TaskMark[] = ['none', 'planned', 'today', 'overdue'];
  const marks = new Map<number, TaskMark>();
  const today = dayOf(now, account.timezone);
  for (const task of account.tasks.values()) {
    if (task.isCompleted || task.entityType !== 'leads' || task.entityId === null) continue;
    const isToday = dayOf(task.completeTill, account.timezone) === today;
    const mark: TaskMark = task.completeTill < now ? 'overdue' : isToday ? 'today' : 'planned';
    const known = marks.get(task.entityId) ?? 'none';
    if (order.indexOf(mark) > order.indexOf(known)) marks.set(task.entityId, mark);
  }
  return marks;
}

export function leadRow(account: Account, lead: Lead, mark: TaskMark): LeadRow {
  const main = lead.contacts.find((row) => row.isMain)?.id;
  const contact = main === undefined ? undefined : account.contacts.get(main);
  const texts = (code: string): string[] =>
    contact === undefined ? [] : textsOf(account, 'contacts', contact.values, code);
  return {
    id: lead.id,
    name: lead.name,
    price: lead.price,
    statusId: lead.statusId,
    pipelineId: lead.pipelineId,
    contactName: contact?.name ?? '',
    companyName: lead.companyId === null ? '' : (account.companies.get(lead.companyId)?.name ?? ''),
    responsible: userName(account, lead.responsibleUserId),
    phones: texts('PHONE'),
    emails: texts('EMAIL'),
    tags: tagViews(account, 'leads', lead.tagIds),
    createdAt: lead.createdAt,
    updatedAt: lead.updatedAt,
    task: mark,
    isDeleted: lead.isDeleted,
  };
}

export function leadRows(account: Account, leads: readonly Lead[], now: number): LeadRow[] {
  const marks = taskMarks(account, now);
  return leads
    .toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id)
    .map((lead) => leadRow(account, lead, marks.get(lead.id) ?? 'none'));
}

function leadCounts(account: Account, kind: EntityKind): Map<number, number> {
  const counts = new Map<number, number>();
  for (const lead of account.leads.values()) {
    if (lead.isDeleted) continue;
    const ids =
      kind === 'contacts'
        ? lead.contacts.map((row) => row.id)
        : lead.companyId === null
          ? []
          : [lead.companyId];
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

export function personRows(
  account: Account,
  kind: 'contacts' | 'companies',
  people: readonly (Contact | Company)[],
): PersonRow[] {
  const counts = leadCounts(account, kind);
  return people
    .filter((person) => !person.isUnsorted)
    .toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id)
    .map((person) => {
      const companyId = 'companyId' in person ? person.companyId : null;
      return {
        id: person.id,
        name: person.name,
        phones: textsOf(account, kind, person.values, 'PHONE'),
        emails: textsOf(account, kind, person.values, 'EMAIL'),
        companyName: companyId === null ? '' : (account.companies.get(companyId)?.name ?? ''),
        responsible: userName(account, person.responsibleUserId),
        leadCount: counts.get(person.id) ?? 0,
        createdAt: person.createdAt,
        updatedAt: person.updatedAt,
        isDeleted: person.isDeleted,
      };
    });
}
