import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { AmocrmClient } from '../amocrm/client.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { liveSources } from './branches.ts';
import type { AccountContext } from './context.ts';
import { describeError } from './failures.ts';
import { HOOKS } from './installation.ts';
import { noteReadContact, noteReadDeal } from './local-index.ts';
import { events } from './schema.ts';
import { readState, type Store, writeState } from './store.ts';

/**
 * The local index is filled once with everything amoCRM has, a page a second at most (product.md §4); from then on hooks
 * and our own writes keep it. Where it stands is durable, so a restart goes on there.
 */
const EVERY_MS = 1_000;
const AFTER_FAILURE_MS = 60_000;

type Part = 'contacts' | 'leads';
const progressSchema = z.object({ page: z.int().positive(), done: z.boolean(), of: z.string() });
type Progress = z.infer<typeof progressSchema>;

const NEXT_AT = 'index:next_at';

/** One page, if its time has come; null: not now. Never fails. */
export function fillIndex(ctx: AccountContext, settings: AccountSettings | null): Promise<void> | null {
  const part = settings && partToFill(ctx.store, settings);
  if (!settings || !part || (nextFillAt(ctx, settings) ?? 0) > ctx.clock.now()) {
    return null;
  }
  // Whatever becomes of this page: nobody takes it again meanwhile.
  writeState(ctx.store, NEXT_AT, String(ctx.clock.now() + AFTER_FAILURE_MS));
  return readNextPage(ctx, settings, part).catch((error: unknown) => {
    ctx.log('index.crashed', { account: ctx.objectName, part, error: describeError(error) });
  });
}

/** null: there is nothing left to fill. Synchronous. */
export function nextFillAt(ctx: AccountContext, settings: AccountSettings): number | null {
  return partToFill(ctx.store, settings) ? Number(readState(ctx.store, NEXT_AT) ?? 0) : null;
}

/**
 * Whether a record ID that the index does not know stands in no deal: all deals were read, and amoCRM tells us of every
 * change of one.
 */
export function knowsAllRecords(ctx: AccountContext, settings: AccountSettings): boolean {
  const told = ['add_lead', 'update_lead', 'delete_lead', 'restore_lead'];
  const { store } = ctx;
  return (
    told.every((hook) => HOOKS.includes(hook)) &&
    progressOf(store, 'leads', recordKey(settings)).done &&
    store
      .select({ outcome: events.outcome })
      .from(events)
      .where(and(eq(events.lane, 'account'), eq(events.kind, 'account.subscribe')))
      .orderBy(desc(events.seq))
      .limit(1)
      .get()?.outcome === 'done'
  );
}

function partToFill(store: Store, settings: AccountSettings): Part | null {
  if (liveSources(settings).length === 0) {
    return null;
  }
  if (!progressOf(store, 'contacts', '').done) {
    return 'contacts';
  }
  const { recordId, branchId } = settings.fields.body.lead;
  const isMapped = recordId !== null && branchId !== null;
  return isMapped && !progressOf(store, 'leads', recordKey(settings)).done ? 'leads' : null;
}

async function readNextPage(ctx: AccountContext, settings: AccountSettings, part: Part): Promise<void> {
  const { store } = ctx;
  const of = part === 'leads' ? recordKey(settings) : '';
  const { page } = progressOf(store, part, of);
  const startedAt = ctx.clock.now();
  const hash = await ctx.hasher();
  const amocrm = ctx.amocrm(settings.account.domain);
  const read = part === 'leads' ? await leadsOf(amocrm, page) : await contactsOf(amocrm, page);
  if (!read.ok) {
    ctx.log('index.failed', { account: ctx.objectName, part, page, kind: read.error.kind });
    return;
  }
  const { rows, complete } = read.value;
  store.transaction(() => {
    writeState(store, NEXT_AT, String(startedAt + EVERY_MS));
    for (const row of rows) {
      if ('phones' in row) {
        noteReadContact(store, row, hash);
      } else {
        noteReadDeal(store, row, settings.fields.body.lead);
      }
    }
    writeState(
      store,
      `index:${part}`,
      JSON.stringify({ page: page + 1, done: complete, of } satisfies Progress),
    );
  });
  if (complete) {
    ctx.log('index.filled', { account: ctx.objectName, part, pages: page });
  }
}

const leadsOf = (amocrm: AmocrmClient, page: number) => amocrm.leads.page('background', page);
const contactsOf = (amocrm: AmocrmClient, page: number) => amocrm.contacts.page('background', page);

/** What a deal's record is read from: with other fields everything is read anew. */
function recordKey(settings: AccountSettings): string {
  const { recordId, branchId } = settings.fields.body.lead;
  return `${recordId}:${branchId}`;
}

function progressOf(store: Store, part: Part, of: string): Progress {
  const kept = readState(store, `index:${part}`);
  const progress = kept === null ? null : progressSchema.parse(JSON.parse(kept));
  return progress?.of === of ? progress : { page: 1, done: false, of };
}
