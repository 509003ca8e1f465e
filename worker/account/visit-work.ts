import { eq } from 'drizzle-orm';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import type { VisitFacts } from '../sync/model.ts';
import type { AccountContext } from './context.ts';
import { httpStatusOf } from './failures.ts';
import type { EventRow } from './inbox.ts';
import type { VisitRow } from './mirror.ts';
import type { AttemptEnd } from './pump.ts';
import { visits } from './schema.ts';

/** Everything that carrying out one event of a visit needs. */
export type Work = {
  ctx: AccountContext;
  settings: AccountSettings;
  branch: BranchRow;
  amocrm: AmocrmClient;
  archimed: ArchimedClient;
  event: EventRow;
  row: VisitRow;
  facts: VisitFacts;
  statuses: readonly { id: number; name: string }[];
  today: string;
  origin: string;
  priority: Priority;
};

export type Failure = AmocrmFailure | ArchimedFailure;
export type Failed = { ok: false; side: 'amocrm' | 'archimed'; error: Failure };

/** More rounds than reads exist: a plan that still asks then is a bug, not a slow clinic. */
export const MAX_ROUNDS = 12;

/** The lock under which a deal is read, decided upon and written. */
export function dealKey(dealId: number): string {
  return `deal:${dealId}`;
}

export function suspendLinks(ctx: AccountContext, dealId: number): void {
  ctx.store.update(visits).set({ linkState: 'suspended' }).where(eq(visits.dealId, dealId)).run();
}

export function resumeLinks(ctx: AccountContext, dealId: number): void {
  ctx.store.update(visits).set({ linkState: 'active' }).where(eq(visits.dealId, dealId)).run();
}

export function retry(
  side: 'amocrm' | 'archimed',
  failure: Failure,
): Extract<AttemptEnd, { outcome: 'retry' }> {
  return { outcome: 'retry', code: `${side}.${failure.kind}`, httpStatus: httpStatusOf(failure) };
}

export function ignored(code: string, text: string): Extract<AttemptEnd, { outcome: 'done' | 'ignored' }> {
  return { outcome: 'ignored', decision: { actions: [], reasons: [{ code, text }] } };
}
