import { eq } from 'drizzle-orm';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { Contact } from '../amocrm/contacts.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { ArchimedClient } from '../archimed/client.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Medcard } from '../archimed/medcards.ts';
import type { AccountSettings, BranchRow } from '../settings/settings.repository.ts';
import type { Priority } from '../shared/limiter.ts';
import type { MatchInput } from '../sync/match.ts';
import type { PersonFacts, VisitFacts } from '../sync/model.ts';
import { normalizePhone } from '../sync/phone.ts';
import type { VisitEventKind } from '../sync/plan.ts';
import type { AccountContext } from './context.ts';
import { type DealMemory, dealMemory } from './deal-memory.ts';
import { httpStatusOf } from './failures.ts';
import type { EventRow } from './inbox.ts';
import { type VisitRow, visitById } from './mirror.ts';
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
  /** What happened to the visit; a human's decision counts as its beginning. */
  kind: VisitEventKind;
  /** What a human answered in the review queue. */
  decided: MatchInput['decided'];
  row: VisitRow;
  facts: VisitFacts;
  statuses: readonly { id: number; name: string }[];
  today: string;
  priority: Priority;
  seen: Seen;
  kept: Kept;
};

/** What is remembered of a deal and of the visit; a preview may pretend that it is less (preview.ts). */
export type Kept = { deal(dealId: number): DealMemory | null; visit(): VisitRow | null };

export function keptIn({ store }: AccountContext, visitId: string): Kept {
  return { deal: (dealId) => dealMemory(store, dealId), visit: () => visitById(store, visitId) };
}

/** Read in this attempt already: what is known need not be asked for again. */
export type Seen = { contacts: Map<number, Contact | null>; card: Medcard | null | undefined };

export function nothingSeen(): Seen {
  return { contacts: new Map(), card: undefined };
}

/** «Не создавать сделку при записи из ArchiMed+» is about visits booked there; what a human asks for is made. */
export function mayCreate({ branch, row, decided }: Pick<Work, 'branch' | 'row' | 'decided'>): boolean {
  return branch.createDeals || row.bookedByUs || decided === 'new';
}

export type Failure = AmocrmFailure | ArchimedFailure;
export type Failed = { ok: false; side: 'amocrm' | 'archimed'; error: Failure };

/** More rounds than reads exist: a plan that still asks then is a bug, not a slow clinic. */
export const MAX_ROUNDS = 12;

/** Two visits of one person a moment apart must not make two contacts, in whichever clinics they are. */
export function personKeys(row: VisitRow, person: PersonFacts | null): string[] {
  const phones = (person?.phones ?? []).map((phone) => `phone:${normalizePhone(phone) ?? phone}`);
  return [`patient:${row.sourceId}:${row.patientId ?? row.id}`, ...phones];
}

export function sourceBranchIds(settings: AccountSettings, sourceId: number): number[] {
  return settings.branches.filter((branch) => branch.sourceId === sourceId).map((branch) => branch.id);
}

/** The lock under which a deal is read, decided upon and written. */
export function dealKey(dealId: number): string {
  return `deal:${dealId}`;
}

/** The link is kept before anything is written: a retry finds the same deal again. */
export function linkVisit(ctx: AccountContext, row: VisitRow, dealId: number, event: EventRow): void {
  ctx.linked.note(dealId);
  if (row.dealId !== dealId || row.linkState !== 'active') {
    ctx.store.update(visits).set({ dealId, linkState: 'active' }).where(eq(visits.id, row.id)).run();
  }
  ctx.assignDeal(event.id, dealId);
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
