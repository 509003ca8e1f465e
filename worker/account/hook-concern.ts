import { and, eq, sql } from 'drizzle-orm';
import type { FormTree } from '../amocrm/bracket-form.ts';
import { hookFieldNumber, hookPhones } from '../amocrm/hook-fields.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { sameStage } from '../sync/stage.ts';
import { patientsOf, phonesOf, rowsOf } from './contact-links.ts';
import type { AccountContext } from './context.ts';
import { dealMemory, knownStage } from './deal-memory.ts';
import type { Hint } from './hook-events.ts';
import { type DealRecord, sourceOfRecord } from './lead-links.ts';
import { noteContact, noteDealRecord, phoneHash } from './local-index.ts';
import { orphansOf } from './orphans.ts';
import { dealRecords, visits } from './schema.ts';
import { prepared } from './store.ts';

/**
 * Whether a hint needs an event, told from memory and SQLite alone: the hook waits for it. The local index takes over what a
 * hook adds; what it takes away may be an older hook that came late, so an event reads the entity before anything is forgotten.
 */

export function leadConcern(ctx: AccountContext, settings: AccountSettings, hint: Hint): boolean {
  const { id, raw } = hint;
  const linked = linksOf(ctx.store).all({ dealId: id });
  const indexed = recordOf(ctx.store).get({ dealId: id }) ?? null;
  if (hint.action === 'delete' || raw === null) {
    const isOurs = linked.length > 0 || indexed !== null;
    return hint.always || (isOurs && (hint.action !== 'status' || isNewStage(ctx, hint)));
  }
  const record = recordIn(settings, raw);
  if (record && (record.talonId !== indexed?.talonId || record.branchId !== indexed.branchId)) {
    noteDealRecord(ctx.store, id, record);
  }
  const holder = record && holderOf(ctx, settings, record);
  return (
    // Merged or copied.
    (holder !== null && holder !== id) ||
    (record === null && indexed !== null) ||
    linked.some(({ linkState }) => linkState === 'suspended') ||
    (linked.length > 0 && isNewStage(ctx, hint))
  );
}

/** The deal of the visit that the record names. */
function holderOf(ctx: AccountContext, settings: AccountSettings, record: DealRecord): number | null {
  const sourceId = sourceOfRecord(settings, record);
  if (sourceId === null) {
    return null;
  }
  return dealOf(ctx.store).get({ sourceId, talonId: record.talonId })?.dealId ?? null;
}

// Only what is asked: a hook need not pay for rows of twenty columns.
const linksOf = prepared((store) =>
  store
    .select({ linkState: visits.linkState })
    .from(visits)
    .where(eq(visits.dealId, sql.placeholder('dealId')))
    .prepare(),
);
const dealOf = prepared((store) =>
  store
    .select({ dealId: visits.dealId })
    .from(visits)
    .where(
      and(eq(visits.sourceId, sql.placeholder('sourceId')), eq(visits.talonId, sql.placeholder('talonId'))),
    )
    .prepare(),
);
const recordOf = prepared((store) =>
  store
    .select()
    .from(dealRecords)
    .where(eq(dealRecords.dealId, sql.placeholder('dealId')))
    .prepare(),
);

/**
 * Our own writes come back: the stage is the one we wrote, or are writing right now. A new deal's hook tells where it was
 * made, which a later move of ours is often faster than; a person who moves it sends a hook that says so.
 */
function isNewStage(ctx: AccountContext, { id, stage, action }: Hint): boolean {
  if (action === 'add') {
    return false;
  }
  const ours = [knownStage(dealMemory(ctx.store, id)), ctx.stagesInFlight.get(id)];
  return !stage || !ours.some((known) => known && sameStage(known, stage));
}

function recordIn(settings: AccountSettings, raw: FormTree): DealRecord | null {
  const { recordId, branchId } = settings.fields.body.lead;
  const [talonId, branch] = [hookFieldNumber(raw, recordId), hookFieldNumber(raw, branchId)];
  return talonId === null || branch === null ? null : { talonId, branchId: branch };
}

export function contactConcern(
  ctx: AccountContext,
  settings: AccountSettings,
  hint: Hint,
  hash: (text: string) => string,
): boolean {
  const { id, raw } = hint;
  const known = phonesOf(ctx, id);
  if (hint.action === 'delete' || raw === null) {
    return hint.always || known.length > 0 || patientsOf(ctx, id).length > 0;
  }
  const phones = hookPhones(raw)
    .map((phone) => phoneHash(phone, hash))
    .filter((phone) => phone !== null);
  if (phones.some((phone) => !known.includes(phone))) {
    noteContact(ctx.store, id, [...known, ...phones]);
  }
  const patientId = hookFieldNumber(raw, settings.fields.body.contact.patientId);
  return (
    known.some((phone) => !phones.includes(phone)) ||
    (patientId !== null &&
      (rowsOf(ctx, settings, patientId).some((row) => row.contactId !== id) ||
        orphansOf(ctx.store, patientId).length > 0))
  );
}
