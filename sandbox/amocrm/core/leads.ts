import { leadHook } from '../hooks/payload.ts';
import type { Change } from './change.ts';
import { recordEvent } from './change.ts';
import { applyCommon, type EntityPatch, reassign, recordAdded, refOf, rename, setDeleted } from './entity.ts';
import { announceCompany, announceContact, attachContacts } from './links.ts';
import { isClosed, type Lead, LOST } from './model.ts';
import { reindex } from './search.ts';
import { applyTags } from './tags.ts';
import { acceptMoved } from './unsorted.ts';
import { applyValues } from './values.ts';

export type LeadPatch = EntityPatch & {
  price?: number | undefined;
  pipelineId?: number | undefined;
  statusId?: number | undefined;
  lossReasonId?: number | null | undefined;
  closedAt?: number | null | undefined;
  contacts?: { id: number; isMain: boolean }[];
  companyId?: number | null | undefined;
  sourceId?: number | null | undefined;
  visitorUid?: string | null | undefined;
  laborCost?: number | null | undefined;
  score?: number | null | undefined;
  isFromChat?: boolean | undefined;
};

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
    companyId: patch.companyId ?? null,
    sourceId: patch.sourceId ?? null,
    visitorUid: patch.visitorUid ?? null,
    laborCost: patch.laborCost ?? null,
    score: patch.score ?? null,
    isPriceModifiedByRobot: false,
    isFromChat: patch.isFromChat ?? false,
    index: [],
  };
  ids.seen('lead', lead.id);
  // amoCRM names a nameless deal after its number; a chat may leave it without a name (§5.3).
  if (lead.name === '' && !lead.isFromChat) lead.name = `Сделка #${lead.id}`;
  if (patch.values !== undefined) applyValues(change, 'leads', lead, patch.values, false);
  account.leads.set(lead.id, lead);
  recordAdded(change, 'leads', lead);
  const linked = attachContacts(lead, patch.contacts ?? []);
  reindex(account, 'leads', lead, atMs);
  change.items.push(leadHook(account, 'add', lead));
  // add_lead is often followed by update_lead within a second (§5.6).
  if (account.settings.hooks.extraUpdate)
    change.items.push({ ...leadHook(account, 'update', lead), isApart: true });
  for (const id of linked) announceContact(change, lead, id, true);
  announceCompany(change, 'leads', lead, null);
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
  lead.closedAt = isClosed(lead.statusId) ? (patch.closedAt ?? change.at) : null;
  acceptMoved(change, lead);
  // A reason belongs to a lost deal only (§4.1).
  if (lead.statusId !== LOST) lead.lossReasonId = null;
  recordEvent(
    change,
    'lead_status_changed',
    refOf('leads', lead),
    [{ lead_status: { id: lead.statusId, pipeline_id: lead.pipelineId } }],
    [{ lead_status: { id: before.statusId, pipeline_id: before.pipelineId } }],
  );
  return {
    old_status_id: before.statusId,
    ...(before.pipelineId === lead.pipelineId ? {} : { old_pipeline_id: before.pipelineId }),
  };
}

function reprice(change: Change, lead: Lead, price: number, by: number): void {
  if (price === lead.price) return;
  recordEvent(
    change,
    'sale_field_changed',
    refOf('leads', lead),
    [{ sale_field_value: { sale: price } }],
    [{ sale_field_value: { sale: lead.price } }],
  );
  lead.price = price;
  lead.isPriceModifiedByRobot = by === 0;
}

/** Plain attributes without an event of their own. */
function applyRest(lead: Lead, patch: LeadPatch): void {
  if (patch.closedAt !== undefined) lead.closedAt = patch.closedAt;
  if (patch.lossReasonId !== undefined) lead.lossReasonId = patch.lossReasonId;
  if (patch.sourceId !== undefined) lead.sourceId = patch.sourceId;
  if (patch.visitorUid !== undefined) lead.visitorUid = patch.visitorUid;
  if (patch.laborCost !== undefined) lead.laborCost = patch.laborCost;
  if (patch.score !== undefined) lead.score = patch.score;
}

export function updateLead(change: Change, lead: Lead, patch: LeadPatch): void {
  const { account } = change;
  if (patch.name !== undefined) rename(change, 'leads', lead, patch.name);
  if (patch.price !== undefined) reprice(change, lead, patch.price, patch.updatedBy ?? change.by);
  const extra = moveLead(change, lead, patch);
  applyRest(lead, patch);
  const oldResponsible = lead.responsibleUserId;
  if (reassign(change, 'leads', lead, patch.responsibleUserId)) {
    extra.old_responsible_user_id = oldResponsible;
  }
  const linked = attachContacts(lead, patch.contacts ?? []);
  const oldCompany = lead.companyId;
  if (patch.companyId !== undefined) lead.companyId = patch.companyId;
  applyCommon(change, 'leads', lead, patch);
  // A move fires both (amocrm-api.md §5.3).
  if ('old_status_id' in extra) change.items.push(leadHook(account, 'status', lead, extra));
  if ('old_responsible_user_id' in extra) change.items.push(leadHook(account, 'responsible', lead, extra));
  change.items.push(leadHook(account, 'update', lead, extra));
  for (const id of linked) announceContact(change, lead, id, true);
  announceCompany(change, 'leads', lead, oldCompany);
}

export function deleteLead(change: Change, lead: Lead): void {
  setDeleted(change, 'leads', lead, true);
  change.items.push(leadHook(change.account, 'delete', lead));
}

export function restoreLead(change: Change, lead: Lead): void {
  setDeleted(change, 'leads', lead, false);
  change.items.push(leadHook(change.account, 'restore', lead));
}
