import type { HookItem } from '../hooks/payload.ts';
import type { Ids } from './ids.ts';
import type { Account, CrmEvent } from './model.ts';

/** One operation (an API request, a click) by one user: what it changes is announced together when it is done. */
export type Change = {
  readonly account: Account;
  readonly ids: Ids;
  readonly by: number;
  readonly atMs: number;
  readonly at: number;
  readonly items: HookItem[];
};

export function recordEvent(
  change: Change,
  type: string,
  entity: { type: CrmEvent['entityType']; id: number },
  after: unknown[] = [],
  before: unknown[] = [],
): void {
  change.account.events.push({
    id: change.ids.eventId(change.atMs),
    type,
    entityId: entity.id,
    entityType: entity.type,
    createdBy: change.by,
    createdAt: change.at,
    valueAfter: after,
    valueBefore: before,
  });
}
