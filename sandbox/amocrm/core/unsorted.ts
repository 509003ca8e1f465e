import { createHash } from 'node:crypto';
import { unsortedAddHook, unsortedDeleteHook } from '../hooks/unsorted-payload.ts';
import type { Change } from './change.ts';
import type { Account, Lead } from './model.ts';

export const unsortedCategories = ['forms', 'sip', 'mail', 'chats'] as const;
export type UnsortedCategory = (typeof unsortedCategories)[number];
export type UnsortedState = 'waiting' | 'accepted' | 'declined' | 'linked';

/** A request that nobody has taken yet (amocrm-api.md §4.13). Its deal and contacts exist, the contacts unlisted. */
export type UnsortedItem = {
  uid: string;
  sourceUid: string;
  sourceName: string;
  category: UnsortedCategory;
  pipelineId: number;
  createdAt: number;
  metadata: Record<string, unknown>;
  state: UnsortedState;
  settledAt: number | null;
  leadId: number;
  contactIds: number[];
  companyIds: number[];
};

export type UnsortedInput = Pick<UnsortedItem, 'category' | 'sourceUid' | 'sourceName' | 'metadata'> & {
  lead: Lead;
  /** Those that were created for it: unlisted until it is accepted. */
  contactIds: number[];
  companyIds: number[];
  createdAt?: number | undefined;
};

/** Puts a deal, which stands in the unsorted stage already, among the requests to be accepted. */
export function addUnsorted(change: Change, input: UnsortedInput): UnsortedItem {
  const { account, ids } = change;
  const uid = createHash('sha256')
    .update(`${account.id}|${ids.next('unsorted')}`)
    .digest('hex');
  const item: UnsortedItem = {
    uid,
    sourceUid: input.sourceUid,
    sourceName: input.sourceName,
    category: input.category,
    pipelineId: input.lead.pipelineId,
    createdAt: input.createdAt ?? change.at,
    metadata: input.metadata,
    state: 'waiting',
    settledAt: null,
    leadId: input.lead.id,
    contactIds: input.contactIds,
    companyIds: input.companyIds,
  };
  account.unsorted.set(uid, item);
  setUnsorted(account, item, true);
  change.items.push(unsortedAddHook(account, item));
  return item;
}

function setUnsorted(account: Account, item: UnsortedItem, isUnsorted: boolean): void {
  for (const id of item.contactIds) {
    const contact = account.contacts.get(id);
    if (contact !== undefined) contact.isUnsorted = isUnsorted;
  }
  for (const id of item.companyIds) {
    const company = account.companies.get(id);
    if (company !== undefined) company.isUnsorted = isUnsorted;
  }
}

/** Ends the waiting; what becomes of the deal is the caller's part. */
export function settleUnsorted(
  change: Change,
  item: UnsortedItem,
  state: Exclude<UnsortedState, 'waiting'>,
): void {
  item.state = state;
  item.settledAt = change.at;
  setUnsorted(change.account, item, false);
  change.items.push(unsortedDeleteHook(change.account, item, change.by));
}

/** A deal that was moved out of the unsorted stage by other means counts as accepted. */
export function acceptMoved(change: Change, lead: Lead): void {
  for (const item of change.account.unsorted.values()) {
    if (item.leadId === lead.id && item.state === 'waiting') settleUnsorted(change, item, 'accepted');
  }
}
