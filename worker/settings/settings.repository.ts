import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import {
  type AutomationSettings,
  automationSettingsSchema,
  type MatchingSettings,
  matchingSettingsSchema,
} from './automation.schemas.ts';
import { createBranchesRepository, isUniqueViolation, revisionOf } from './branches.repository.ts';
import { defaultSettings } from './defaults.ts';
import { type FieldSettings, fieldSettingsSchema } from './fields.schemas.ts';
import { type StatusSettings, statusSettingsSchema } from './statuses.schemas.ts';
import { accounts, branches, settingsVersions, sources } from './tables.ts';
import { type UserSettings, userSettingsSchema } from './users.schemas.ts';

export type AccountRow = typeof accounts.$inferSelect;
export type BranchRow = typeof branches.$inferSelect;
export type SourceRow = typeof sources.$inferSelect;
export type VersionRow = typeof settingsVersions.$inferSelect;

export type Versioned<T> = { version: number; body: T };

/** Everything set for one account, as one value: what the object caches by `account.revision`. */
export type AccountSettings = {
  account: AccountRow;
  sources: SourceRow[];
  branches: BranchRow[];
  fields: Versioned<FieldSettings>;
  users: Versioned<UserSettings>;
  automation: Versioned<AutomationSettings>;
  matching: Versioned<MatchingSettings>;
  /** by branch id */
  statuses: Map<number, Versioned<StatusSettings>>;
  /** How often each branch itself was changed, by its id: what its page was read at. */
  branchVersions: Map<number, number>;
};

export type Section =
  | 'fields'
  | 'users'
  | 'automation'
  | 'matching'
  | `statuses:${number}`
  | `branches:${number}`;

/** `readAt`: the version it was read at. */
export type SectionChange = { section: Section; readAt: number; body: unknown };

export type SettingsRepository = ReturnType<typeof createSettingsRepository>;

export function createSettingsRepository(d1: D1Database) {
  const db: DrizzleD1Database = drizzle(d1);

  const nextRevision = revisionOf(db);

  return {
    async account(accountId: number): Promise<AccountRow | null> {
      const rows = await db.select().from(accounts).where(eq(accounts.id, accountId));
      return rows[0] ?? null;
    },

    async activeAccountIds(): Promise<number[]> {
      const rows = await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.status, 'active'));
      return rows.map((row) => row.id);
    },

    async saveAccount(row: Omit<AccountRow, 'revision' | 'dpTokenHash' | 'dpTokenSealed'>): Promise<void> {
      const { id, hookTokenHash: _hash, hookTokenSealed: _sealed, installedAt: _at, ...changing } = row;
      await db
        .insert(accounts)
        .values(row)
        .onConflictDoUpdate({
          target: accounts.id,
          set: { ...changing, revision: sql`${accounts.revision} + 1` },
        });
    },

    /** Given once: of two that ask at the same time the later gets what the earlier gave. Answers the one that stands. */
    async giveDpToken(accountId: number, token: { hash: string; sealed: string }): Promise<string | null> {
      await db
        .update(accounts)
        .set({ dpTokenHash: token.hash, dpTokenSealed: token.sealed })
        .where(and(eq(accounts.id, accountId), isNull(accounts.dpTokenHash)));
      const rows = await db
        .select({ sealed: accounts.dpTokenSealed })
        .from(accounts)
        .where(eq(accounts.id, accountId));
      return rows[0]?.sealed ?? null;
    },

    /** The account's subdomain changed; its number is the key everywhere (amocrm-api.md §1.6). */
    async moveAccount(accountId: number, domain: string): Promise<void> {
      await db
        .update(accounts)
        .set({ domain, revision: sql`${accounts.revision} + 1` })
        .where(eq(accounts.id, accountId));
    },

    async revision(accountId: number): Promise<number | null> {
      const rows = await db
        .select({ revision: accounts.revision })
        .from(accounts)
        .where(eq(accounts.id, accountId));
      return rows[0]?.revision ?? null;
    },

    async load(accountId: number): Promise<AccountSettings | null> {
      const [accountRows, sourceRows, branchRows, versions] = await db.batch([
        db.select().from(accounts).where(eq(accounts.id, accountId)),
        db.select().from(sources).where(eq(sources.accountId, accountId)).orderBy(sources.id),
        db
          .select()
          .from(branches)
          .where(and(eq(branches.accountId, accountId), isNull(branches.removedAt)))
          .orderBy(branches.id),
        // SQLite takes the other columns from the row that holds the maximum.
        db
          .select({
            section: settingsVersions.section,
            version: sql<number>`max(${settingsVersions.version})`,
            body: settingsVersions.body,
          })
          .from(settingsVersions)
          .where(eq(settingsVersions.accountId, accountId))
          .groupBy(settingsVersions.section),
      ]);
      const account = accountRows[0];
      if (!account) {
        return null;
      }
      const bodies = new Map(versions.map((row) => [row.section, row]));
      const section = <T>(name: Section, schema: z.ZodType<T>, fallback: T): Versioned<T> => {
        const row = bodies.get(name);
        return row
          ? { version: row.version, body: schema.parse(JSON.parse(row.body)) }
          : { version: 0, body: fallback };
      };
      return {
        account,
        sources: sourceRows,
        branches: branchRows,
        fields: section('fields', fieldSettingsSchema, defaultSettings.fields),
        users: section('users', userSettingsSchema, defaultSettings.users),
        automation: section('automation', automationSettingsSchema, defaultSettings.automation),
        matching: section('matching', matchingSettingsSchema, defaultSettings.matching),
        statuses: new Map(
          branchRows.map((branch) => [
            branch.id,
            section(`statuses:${branch.id}`, statusSettingsSchema, defaultSettings.statuses),
          ]),
        ),
        branchVersions: new Map(branchRows.map(({ id }) => [id, bodies.get(`branches:${id}`)?.version ?? 0])),
      };
    },

    /** All of them or none. false: somebody saved a newer version of one meanwhile; nothing was changed. */
    async saveSections(change: {
      accountId: number;
      sections: readonly SectionChange[];
      by: number;
      at: number;
    }): Promise<boolean> {
      const { accountId, sections, by, at } = change;
      const newest = await db
        .select({ section: settingsVersions.section, version: sql<number>`max(${settingsVersions.version})` })
        .from(settingsVersions)
        .where(eq(settingsVersions.accountId, accountId))
        .groupBy(settingsVersions.section);
      const versions = new Map<string, number>(newest.map((row) => [row.section, row.version]));
      if (sections.some(({ section, readAt }) => (versions.get(section) ?? 0) !== readAt)) {
        return false;
      }
      const insert = ({ section, readAt, body }: SectionChange) =>
        db.insert(settingsVersions).values({
          accountId,
          section,
          version: readAt + 1,
          body: JSON.stringify(body),
          changedBy: by,
          changedAt: at,
        });
      try {
        await db.batch([nextRevision(accountId), ...sections.map(insert)]);
        return true;
      } catch (error) {
        // Two saves between our reading and our writing: the unique version keeps the second out.
        if (isUniqueViolation(error)) {
          return false;
        }
        throw error;
      }
    },

    /** Newest first; `before`: only those with a lower number. */
    async versions(
      accountId: number,
      { section, before, limit }: { section: Section | null; before: number | null; limit: number },
    ): Promise<Omit<VersionRow, 'body' | 'accountId'>[]> {
      const { id, version, changedBy, changedAt, section: name } = settingsVersions;
      return db
        .select({ id, section: name, version, changedBy, changedAt })
        .from(settingsVersions)
        .where(
          and(
            eq(settingsVersions.accountId, accountId),
            section === null ? undefined : eq(name, section),
            before === null ? undefined : lt(id, before),
          ),
        )
        .orderBy(desc(id))
        .limit(limit);
    },

    /** With the body that it took the place of; null: no such version, or of another account. */
    async version(
      accountId: number,
      id: number,
    ): Promise<(VersionRow & { previousBody: string | null }) | null> {
      const [row] = await db
        .select()
        .from(settingsVersions)
        .where(and(eq(settingsVersions.accountId, accountId), eq(settingsVersions.id, id)));
      if (!row) {
        return null;
      }
      const [previous] = await db
        .select({ body: settingsVersions.body })
        .from(settingsVersions)
        .where(
          and(
            eq(settingsVersions.accountId, accountId),
            eq(settingsVersions.section, row.section),
            eq(settingsVersions.version, row.version - 1),
          ),
        );
      return { ...row, previousBody: previous?.body ?? null };
    },

    ...createBranchesRepository(db),
  };
}
