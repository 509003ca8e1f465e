import { contactHook, leadHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { type FieldValues, isClosed, type Lead } from './model.ts';
import { reindex } from './search.ts';
import { applyValues } from './values.ts';

export type TagPatch = { replace?: number[]; add?: number[]; remove?: number[] };

export type LeadPatch = {
  name?: string | undefined;
  price?: number | undefined;
  pipelineId?: number | undefined;
  statusId?: number | undefined;
  responsibleUserId?: number | undefined;
  lossReasonId?: number | null | undefined;
  createdBy?: number | undefined;
  updatedBy?: number | undefined;
  createdAt?: number | undefined;
  updatedAt?: number | undefined;
  closedAt?: number | null | undefined;
  values?: FieldValues;
  tags?: TagPatch;
  contacts?: { id: number; isMain: boolean }[];
};

export function applyTags(current: readonly number[], patch: TagPatch): number[] {
  const base = patch.replace ?? current;
  const kept = base.filter((id) => !(patch.remove ?? []).includes(id));
  return [...new Set([...kept, ...(patch.add ?? [])])];
}

/** The first contact is the main one unless another is named (amocrm-api.md §4.1). */
export function attachContacts(lead: Lead, contacts: readonly { id: number; isMain: boolean }[]): number[] {
  const added: number[] = [];
  for (const { id, isMain } of contacts) {
    const known = lead.contacts.find((row) => row.id === id);
    if (known === undefined) {
      lead.contacts.push({ id, isMain: lead.contacts.length === 0 });
      added.push(id);
    }
    if (isMain) for (const row of lead.contacts) row.isMain = row.id === id;
  }
  return added;
}

export function announceLink(change: Change, lead: Lead, contactId: number, linked: boolean): void {
  const contact = change.account.contacts.get(contactId);
  const value = [{ link: { entity: { type: 'contact', id: contactId } } }];
  recordEvent(
    change,
    linked ? 'entity_linked' : 'entity_unlinked',
    { type: 'lead', id: lead.id },
    linked ? value : [],
    linked ? [] : value,
  );
  if (contact !== undefined) change.items.push(contactHook(change.account, 'update', contact));
}

export function createLead(change: Change, patch: LeadPatch & { id?: number | undefined }): Lead {
  const { account, ids, at, atMs } = change;
  const main = account.pipelines.find((pipeline) => pipeline.isMain) ?? account.pipelines[0];
  const pipeline = account.pipelines.find((candidate) => candidate.id === patch.pipelineId) ?? main;
  const first = pipeline?.statuses.find((status) => status.type === 0);
  const statusId = patch.statusId ?? first?.id ?? 0;
  const lead: Lead = {
    id: patch.id ?? ids.next('lead'),
    name: patch.name ?? '',
    price: patch.price ?? 0,
    responsibleUserId: patch.responsibleUserId ?? change.by,
    statusId,
    pipelineId: pipeline?.id ?? 0,
    lossReasonId: patch.lossReasonId ?? null,
    createdBy: patch.createdBy ?? change.by,
    updatedBy: patch.updatedBy ?? change.by,
    createdAt: patch.createdAt ?? at,
    updatedAt: patch.updatedAt ?? at,
    closedAt: patch.closedAt ?? (isClosed(statusId) ? at : null),
    isDeleted: false,
    values: new Map(),
    tagIds: patch.tags === undefined ? [] : applyTags([], patch.tags),
    contacts: [],
    index: [],
  };
  ids.seen('lead', lead.id);
  // amoCRM names a nameless deal after its number.
  if (lead.name === '') lead.name = `Сделка #${lead.id}`;
  if (patch.values !== undefined) applyValues(change, 'leads', lead, patch.values, false);
  account.leads.set(lead.id, lead);
  recordEvent(change, 'lead_added', { type: 'lead', id: lead.id });
  const linked = attachContacts(lead, patch.contacts ?? []);
  change.items.push(leadHook(account, 'add', lead));
  for (const id of linked) announceLink(change, lead, id, true);
  reindex(account, 'leads', lead, atMs);
  return lead;
}

function moveLead(change: Change, lead: Lead, patch: LeadPatch): Record<string, number> {
  const before = { statusId: lead.statusId, pipelineId: lead.pipelineId };
  if (patch.pipelineId !== undefined) lead.pipelineId = patch.pipelineId;
  if (patch.statusId !== undefined) lead.statusId = patch.statusId;
  else if (lead.pipelineId !== before.pipelineId && !isClosed(lead.statusId)) {
    const pipeline = change.account.pipelines.find((candidate) => candidate.id === lead.pipelineId);
    lead.statusId = pipeline?.statuses.find((status) => status.type === 0)?.id ?? lead.statusId;
  }
  const moved = lead.statusId !== before.statusId || lead.pipelineId !== before.pipelineId;
  if (!moved) return {};
  if (isClosed(lead.statusId)) lead.closedAt = patch.closedAt ?? change.at;
  else lead.closedAt = null;
  recordEvent(
    change,
    'lead_status_changed',
    { type: 'lead', id: lead.id },
    [{ lead_status: { id: lead.statusId, pipeline_id: lead.pipelineId } }],
    [{ lead_status: { id: before.statusId, pipeline_id: before.pipelineId } }],
  );
  return {
    old_status_id: before.statusId,
    ...(before.pipelineId === lead.pipelineId ? {} : { old_pipeline_id: before.pipelineId }),
  };
}

export function updateLead(change: Change, lead: Lead, patch: LeadPatch): void {
  const { account, at, atMs } = change;
  const entity = { type: 'lead', id: lead.id } as const;
  if (patch.name !== undefined && patch.name !== lead.name) {
    recordEvent(
      change,
      'name_field_changed',
      entity,
      [{ name_field_value: { name: patch.name } }],
      [{ name_field_value: { name: lead.name } }],
    );
    lead.name = patch.name;
  }
  if (patch.price !== undefined && patch.price !== lead.price) {
    recordEvent(
      change,
      'sale_field_changed',
      entity,
      [{ sale_field_value: { sale: patch.price } }],
      [{ sale_field_value: { sale: lead.price } }],
    );
    lead.price = patch.price;
  }
  const extra = moveLead(change, lead, patch);
  if (patch.closedAt !== undefined) lead.closedAt = patch.closedAt;
  if (patch.lossReasonId !== undefined) lead.lossReasonId = patch.lossReasonId;
  const oldResponsible = lead.responsibleUserId;
  if (patch.responsibleUserId !== undefined && patch.responsibleUserId !== oldResponsible) {
    lead.responsibleUserId = patch.responsibleUserId;
    extra.old_responsible_user_id = oldResponsible;
    recordEvent(
      change,
      'entity_responsible_changed',
      entity,
      [{ responsible_user: { id: lead.responsibleUserId } }],
      [{ responsible_user: { id: oldResponsible } }],
    );
  }
  if (patch.values !== undefined) applyValues(change, 'leads', lead, patch.values, true);
  if (patch.tags !== undefined) lead.tagIds = applyTags(lead.tagIds, patch.tags);
  const linked = attachContacts(lead, patch.contacts ?? []);
  lead.updatedBy = patch.updatedBy ?? change.by;
  lead.updatedAt = patch.updatedAt ?? at;
  reindex(account, 'leads', lead, atMs);
  // A move fires both (amocrm-api.md §5.3).
  if ('old_status_id' in extra) change.items.push(leadHook(account, 'status', lead, extra));
  if ('old_responsible_user_id' in extra) change.items.push(leadHook(account, 'responsible', lead, extra));
  change.items.push(leadHook(account, 'update', lead, extra));
  for (const id of linked) announceLink(change, lead, id, true);
}

export function deleteLead(change: Change, lead: Lead): void {
  lead.isDeleted = true;
  lead.updatedAt = change.at;
  lead.updatedBy = change.by;
  recordEvent(change, 'lead_deleted', { type: 'lead', id: lead.id });
  change.items.push(leadHook(change.account, 'delete', lead));
}

export function restoreLead(change: Change, lead: Lead): void {
  lead.isDeleted = false;
  lead.updatedAt = change.at;
  lead.updatedBy = change.by;
  recordEvent(change, 'lead_restored', { type: 'lead', id: lead.id });
  change.items.push(leadHook(change.account, 'restore', lead));
}
