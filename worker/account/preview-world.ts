import type { AmocrmClient } from '../amocrm/client.ts';
import { findField, readNumeric } from '../amocrm/field-values.ts';
import type { Lead } from '../amocrm/leads.ts';
import type { ArchimedClient } from '../archimed/client.ts';
import { ok } from '../shared/result.ts';
import type { OptionAddition } from '../sync/plan-fields.ts';
import type { AmocrmLists } from './amocrm-views.ts';
import type { AccountContext } from './context.ts';
import { createDirectoryReader, type DirectoryReader } from './directories.ts';
import { createLinkLog } from './link-log.ts';
import { onlyReads, type ReadMemory } from './preview-reads.ts';
import { readState } from './store.ts';
import { storeWithoutWrites } from './store-without-writes.ts';

/**
 * The world that a preview looks at: the engine's own code runs in it, and whatever that code writes goes nowhere. Reads of
 * the two systems stand behind all other work and are kept for a minute, so that an edit on the screen costs no request.
 */
export type Forgotten = {
  /** Deals are shown as if they did not carry this visit's number. */
  talonId: number;
  recordIdFields: readonly number[];
} | null;

export function previewWorld(ctx: AccountContext, memory: ReadMemory, forgotten: Forgotten): AccountContext {
  const store = storeWithoutWrites(ctx.store);
  const pretended: OptionAddition[] = [];
  return {
    ...ctx,
    store,
    readings: new Map(),
    touched: new Map(),
    stagesInFlight: new Map(),
    counted: new Map(),
    linked: createLinkLog(),
    directories: keptDirectories(
      ctx,
      createDirectoryReader(store, () => ctx.clock.now()),
    ),
    amocrmLists: listsWith(ctx.amocrmLists, pretended),
    amocrm: (domain) => amocrmToLookAt(ctx.amocrm(domain), memory, forgotten, pretended),
    async archimed(settings, sourceId) {
      const client = await ctx.archimed(settings, sourceId);
      return client && archimedToLookAt(client, memory, sourceId);
    },
    // An account that never hashed anything has no key yet, and nothing to compare with.
    hasher: () =>
      readState(ctx.store, 'data_key') === null ? Promise.resolve((text) => text) : ctx.hasher(),
    assignDeal: () => {},
    wake: () => {},
    wakeAt: () => {},
    tell: () => {},
  };
}

/** What the object keeps, however old; only what it does not have at all is read. */
function keptDirectories({ directories }: AccountContext, unkept: DirectoryReader): DirectoryReader {
  return {
    ...directories,
    async get(client, sourceId, name) {
      const list = directories.peek(sourceId, name);
      return list.length > 0 ? ok({ list, loadedAt: 0 }) : unkept.get(client, sourceId, name, 'background');
    },
    forget: () => {},
  };
}

/** An option that the engine would add to a field counts as added. */
function listsWith(lists: AmocrmLists, pretended: readonly OptionAddition[]): AmocrmLists {
  return {
    pipelines: (client) => lists.pipelines(client, 'background'),
    users: (client) => lists.users(client, 'background'),
    async fields(client, entity) {
      const read = await lists.fields(client, entity, 'background');
      if (!read.ok) {
        return read;
      }
      const fields = new Map(read.value);
      for (const { fieldId, options } of pretended.filter((addition) => addition.entity === entity)) {
        const field = fields.get(fieldId);
        if (field) {
          const added = options.map((value, index) => ({ id: -1 - field.enums.length - index, value }));
          fields.set(fieldId, { ...field, enums: [...field.enums, ...added] });
        }
      }
      return ok(fields);
    },
    forget: () => {},
  };
}

function amocrmToLookAt(
  client: AmocrmClient,
  memory: ReadMemory,
  forgotten: Forgotten,
  pretended: OptionAddition[],
): AmocrmClient {
  const nothing: [] = [];
  const read = { memory, place: 'amocrm' };
  const leads = onlyReads(client.leads, ['byId', 'byIds', 'createdSince', 'listByQuery'], read, 'leads');
  const shown = (lead: Lead): Lead => withoutRecord(lead, forgotten);
  return {
    account: onlyReads(client.account, nothing, read, 'account'),
    users: onlyReads(client.users, ['list'], read, 'users'),
    pipelines: onlyReads(client.pipelines, ['list'], read, 'pipelines'),
    leads: {
      ...leads,
      async byId(priority, id) {
        const lead = await leads.byId(priority, id);
        return lead.ok ? ok(lead.value && shown(lead.value)) : lead;
      },
      async byIds(priority, ids) {
        const found = await leads.byIds(priority, ids);
        return found.ok ? ok(found.value.map(shown)) : found;
      },
      async listByQuery(priority, query, options) {
        const found = await leads.listByQuery(priority, query, options);
        return found.ok ? ok({ ...found.value, rows: found.value.rows.map(shown) }) : found;
      },
    },
    contacts: onlyReads(client.contacts, ['byId', 'byIds', 'findByPhone', 'listNewest'], read, 'contacts'),
    links: onlyReads(client.links, ['list'], read, 'links'),
    customFields: {
      ...onlyReads(client.customFields, ['list'], read, 'customFields'),
      async addOptions(_priority, entity, fieldId, options) {
        pretended.push({ entity, fieldId, options: [...options] });
        return ok({ id: fieldId, name: '', type: '', code: null, sort: 0, groupId: null, options: [] });
      },
    },
    tasks: onlyReads(client.tasks, nothing, read, 'tasks'),
    notes: onlyReads(client.notes, nothing, read, 'notes'),
    events: onlyReads(client.events, ['list'], read, 'events'),
    webhooks: onlyReads(client.webhooks, nothing, read, 'webhooks'),
  };
}

function archimedToLookAt(client: ArchimedClient, memory: ReadMemory, sourceId: number): ArchimedClient {
  const read = { memory, place: `archimed:${sourceId}` };
  return {
    talons: onlyReads(client.talons, ['byId', 'listByDate'], read, 'talons'),
    medcards: onlyReads(client.medcards, ['byId'], read, 'medcards'),
    doctors: onlyReads(client.doctors, ['list'], read, 'doctors'),
    intervals: onlyReads(client.intervals, [], read, 'intervals'),
    services: onlyReads(client.services, ['list', 'groups'], read, 'services'),
    directories: onlyReads(
      client.directories,
      ['statuses', 'specializations', 'deleteReasons', 'buildings'],
      read,
      'directories',
    ),
  };
}

function withoutRecord(lead: Lead, forgotten: Forgotten): Lead {
  if (!forgotten) {
    return lead;
  }
  const isRecord = ({ fieldId }: Lead['fields'][number]) =>
    forgotten.recordIdFields.includes(fieldId) &&
    readNumeric(findField(lead.fields, fieldId)) === forgotten.talonId;
  return { ...lead, fields: lead.fields.filter((field) => !isRecord(field)) };
}
