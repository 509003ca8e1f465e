import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** D1: who is connected and how. Times are milliseconds since the epoch; `*_sealed` are envelopes. */

export const accounts = sqliteTable('accounts', {
  id: integer('id').primaryKey(),
  domain: text('domain').notNull(),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull(),
  status: text('status', { enum: ['active', 'disconnected'] }).notNull(),
  hookTokenHash: text('hook_token_hash').notNull(),
  hookTokenSealed: text('hook_token_sealed').notNull(),
  /** Of the actions in amoCRM's Digital Pipeline; null until an administrator first asks for it. */
  dpTokenHash: text('dp_token_hash'),
  dpTokenSealed: text('dp_token_sealed'),
  /** Counts every change of this account's rows here; the object reloads when it moves. */
  revision: integer('revision').notNull().default(1),
  installedAt: integer('installed_at').notNull(),
});

/** One database of ArchiMed+; the key pair is its replaceable credential. */
export const sources = sqliteTable(
  'sources',
  {
    accountId: integer('account_id').notNull(),
    id: integer('id').notNull(),
    apiId: text('api_id').notNull(),
    apiSecretSealed: text('api_secret_sealed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.id] }),
    uniqueIndex('sources_api_id').on(table.accountId, table.apiId),
  ],
);

/** Ids are never reused: a removed branch keeps its row. */
export const branches = sqliteTable(
  'branches',
  {
    accountId: integer('account_id').notNull(),
    id: integer('id').notNull(),
    sourceId: integer('source_id').notNull(),
    title: text('title').notNull(),
    timeZone: text('time_zone').notNull(),
    buildingId: integer('building_id'),
    main: integer('main', { mode: 'boolean' }).notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    createDeals: integer('create_deals', { mode: 'boolean' }).notNull(),
    callbackTokenHash: text('callback_token_hash').notNull(),
    callbackTokenSealed: text('callback_token_sealed').notNull(),
    removedAt: integer('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.id] })],
);

/** Append-only: the newest version of a section is in force. */
export const settingsVersions = sqliteTable(
  'settings_versions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id').notNull(),
    /** `fields`, `users`, `automation`, `matching`, `statuses:{branch id}` */
    section: text('section').notNull(),
    version: integer('version').notNull(),
    body: text('body').notNull(),
    changedBy: integer('changed_by').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (table) => [uniqueIndex('settings_versions_section').on(table.accountId, table.section, table.version)],
);

/** Single-use codes that carry a session into a tab of its own (60 s). */
export const handoffs = sqliteTable(
  'handoffs',
  {
    codeHash: text('code_hash').primaryKey(),
    session: text('session').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('handoffs_expires').on(table.expiresAt)],
);
