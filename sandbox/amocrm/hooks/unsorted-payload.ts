import type { Account } from '../core/model.ts';
import type { UnsortedItem } from '../core/unsorted.ts';
import type { HookItem, PhpValue } from './payload.ts';

const decisions = { accepted: 'accept', declined: 'decline', linked: 'link' } as const;

function refs(ids: readonly number[]): PhpValue {
  return ids.length === 0 ? undefined : ids.map((id) => ({ id }));
}

function text(value: unknown): PhpValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function head(account: Account, item: UnsortedItem): { [key: string]: PhpValue } {
  return {
    uid: item.uid,
    source: item.sourceName,
    source_uid: item.sourceUid,
    category: item.category,
    pipeline_id: item.pipelineId,
    account_id: account.id,
    lead_id: item.leadId,
    created_at: item.createdAt,
    date_create: item.createdAt,
    source_id: account.leads.get(item.leadId)?.sourceId,
  };
}

export function unsortedAddHook(account: Account, item: UnsortedItem): HookItem {
  const metadata = Object.entries(item.metadata).map(([key, value]) => [key, text(value)]);
  return {
    setting: 'add_unsorted',
    root: 'unsorted',
    action: 'add',
    data: {
      ...head(account, item),
      source_data: Object.fromEntries(metadata),
      data: {
        leads: refs([item.leadId]),
        contacts: refs(item.contactIds),
        companies: refs(item.companyIds),
      },
    },
  };
}

/** Accepting and declining both arrive as deletion, told apart by `action` (amocrm-api.md §5.3). */
export function unsortedDeleteHook(account: Account, item: UnsortedItem, by: number): HookItem {
  const action = item.state === 'waiting' ? null : decisions[item.state];
  const result = { leads: [item.leadId], contacts: item.contactIds };
  return {
    setting: 'delete_unsorted',
    root: 'unsorted',
    action: 'delete',
    data: {
      ...head(account, item),
      action,
      modified_user_id: by,
      ...(action === null ? {} : { [`${action}_result`]: result }),
    },
  };
}
