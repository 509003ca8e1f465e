import { companyHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { applyCommon, type EntityPatch, reassign, recordAdded, rename, setDeleted } from './entity.ts';
import type { Company } from './model.ts';
import { reindex } from './search.ts';
import { applyTags } from './tags.ts';
import { applyValues } from './values.ts';

/** Contacts and companies share one sequence of ids, as in the examples of amocrm-api.md. */
export function createCompany(change: Change, patch: EntityPatch & { id?: number | undefined }): Company {
  const { account, ids, at, atMs } = change;
  const company: Company = {
    id: patch.id ?? ids.next('contact'),
    name: patch.name ?? '',
    responsibleUserId: patch.responsibleUserId ?? change.by,
    createdBy: patch.createdBy ?? change.by,
    updatedBy: patch.updatedBy ?? change.by,
    createdAt: patch.createdAt ?? at,
    updatedAt: patch.updatedAt ?? at,
    isDeleted: false,
    isUnsorted: false,
    values: new Map(),
    tagIds: patch.tags === undefined ? [] : applyTags([], patch.tags),
    index: [],
  };
  ids.seen('contact', company.id);
  if (patch.values !== undefined) applyValues(change, 'companies', company, patch.values, false);
  account.companies.set(company.id, company);
  recordAdded(change, 'companies', company);
  reindex(account, 'companies', company, atMs);
  change.items.push(companyHook(account, 'add', company));
  return company;
}

export function updateCompany(change: Change, company: Company, patch: EntityPatch): void {
  const { account } = change;
  const extra = { old_responsible_user_id: company.responsibleUserId };
  if (patch.name !== undefined) rename(change, 'companies', company, patch.name);
  const isReassigned = reassign(change, 'companies', company, patch.responsibleUserId);
  applyCommon(change, 'companies', company, patch);
  if (isReassigned) change.items.push(companyHook(account, 'responsible', company, extra));
  change.items.push(companyHook(account, 'update', company, extra));
}

export function deleteCompany(change: Change, company: Company): void {
  setDeleted(change, 'companies', company, true);
  change.items.push(companyHook(change.account, 'delete', company));
}

export function restoreCompany(change: Change, company: Company): void {
  setDeleted(change, 'companies', company, false);
  change.items.push(companyHook(change.account, 'restore', company));
}
