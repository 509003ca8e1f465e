import type { Account } from '../core/model.ts';
import type { UnsortedItem } from '../core/unsorted.ts';
import type { ApiContext } from '../http/env.ts';
import { hal, selfLink } from '../http/hal.ts';

export const path = '/leads/unsorted';

export function embedded(account: Account, item: UnsortedItem): unknown {
  const rows = (kind: string, ids: readonly number[]): unknown[] =>
    ids.map((id) => ({ id, ...selfLink(account, `/${kind}/${id}`) }));
  return {
    contacts: rows('contacts', item.contactIds),
    leads: rows('leads', [item.leadId]),
    companies: rows('companies', item.companyIds),
  };
}

export function render(account: Account, item: UnsortedItem): Record<string, unknown> {
  return {
    uid: item.uid,
    source_uid: item.sourceUid,
    source_name: item.sourceName,
    category: item.category,
    pipeline_id: item.pipelineId,
    created_at: item.createdAt,
    metadata: item.metadata,
    account_id: account.id,
    ...selfLink(account, `${path}/${item.uid}`),
    _embedded: embedded(account, item),
  };
}

export function settled(account: Account, item: UnsortedItem): Response {
  const { uid, pipelineId, category, createdAt } = item;
  return hal({
    uid,
    pipeline_id: pipelineId,
    category,
    created_at: createdAt,
    _embedded: embedded(account, item),
  });
}

/** Who may not see the deal does not see the request either. */
export function isWaiting(account: Account, item: UnsortedItem): boolean {
  return item.state === 'waiting' && account.leads.get(item.leadId)?.isDeleted === false;
}

export function waiting(c: ApiContext): UnsortedItem | undefined {
  const item = c.var.account.unsorted.get(c.req.param('uid') ?? '');
  return item !== undefined && isWaiting(c.var.account, item) ? item : undefined;
}
