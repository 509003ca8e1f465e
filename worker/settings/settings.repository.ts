import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import type { z } from 'zod';
import {
  type AutomationSettings,
  automationSettingsSchema,
  type MatchingSettings,
  matchingSettingsSchema,
} from './automation.schemas.ts';
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
};

export type Section = 'fields' | 'users' | 'automation' | 'matching' | `statuses:${number}`;

/** `readAt`: the version it was read at. */
export type SectionChange = { section: Section; readAt: number; body: unknown };

export type SettingsRepository = ReturnType<typeof createSettingsRepository>;

export function createSettingsRepository(d1: D1Database) {
  const db: DrizzleD1Database = drizzle(d1);

  const nextRevision = (accountId: number) =>
    db
      .update(accounts)
      .set({ revision: sql`${accounts.revision} + 1` })
      .where(eq(accounts.id, accountId));

  return {
    async account(accountId: number): Promise<AccountRow | null> {
      const rows = await db.select().from(accounts).where(eq(accounts.id, accountId));
      return rows[0] ?? null;
    },

    async saveAccount(row: Omit<AccountRow, 'revision'>): Promise<void> {
      const { id, hookTokenHash: _hash, hookTokenSealed: _sealed, installedAt: _at, ...changing } = row;
      await db
        .insert(accounts)
        .values(row)
        .onConflictDoUpdate({
          target: accounts.id,
          set: { ...changing, revision: sql`${accounts.revision} + 1` },
        });
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

    /** The same API ID is the same source. */
    async addBranch(change: {
      branch: Omit<BranchRow, 'id' | 'sourceId' | 'removedAt' | 'main'> & { main: boolean };
      apiId: string;
      apiSecretSealed: string;
    }): Promise<BranchRow> {
      const { accountId } = change.branch;
      const [known, every, newest] = await db.batch([
        db.select().from(sources).where(eq(sources.accountId, accountId)),
        db.select().from(branches).where(eq(branches.accountId, accountId)),
        db
          .select({ id: sql<number>`coalesce(max(${branches.id}), 0)` })
          .from(branches)
          .where(eq(branches.accountId, accountId)),
      ]);
      const source = known.find((row) => row.apiId === change.apiId);
      const sourceId = source?.id ?? Math.max(0, ...known.map((row) => row.id)) + 1;
      const siblings = every.filter((row) => row.sourceId === sourceId && row.removedAt === null);
      const branch: BranchRow = {
        ...change.branch,
        id: (newest[0]?.id ?? 0) + 1,
        sourceId,
        // Exactly one main branch a source, at first the first (product.md §2).
        main: change.branch.main || siblings.length === 0,
        removedAt: null,
      };
      const saveSource = db
        .insert(sources)
        .values({ accountId, id: sourceId, apiId: change.apiId, apiSecretSealed: change.apiSecretSealed })
        .onConflictDoUpdate({
          target: [sources.accountId, sources.id],
          set: { apiSecretSealed: change.apiSecretSealed },
        });
      const ofSource = and(eq(branches.accountId, accountId), eq(branches.sourceId, sourceId));
      const add = db.insert(branches).values(branch);
      await (branch.main
        ? db.batch([
            saveSource,
            db.update(branches).set({ main: false }).where(ofSource),
            add,
            nextRevision(accountId),
          ])
        : db.batch([saveSource, add, nextRevision(accountId)]));
      return branch;
    },

    async updateBranch(
      row: BranchRow,
      patch: Partial<
        Pick<
          BranchRow,
          'title' | 'timeZone' | 'buildingId' | 'main' | 'enabled' | 'createDeals' | 'removedAt'
        >
      >,
    ): Promise<void> {
      const same = and(eq(branches.accountId, row.accountId), eq(branches.id, row.id));
      const ofSource = and(eq(branches.accountId, row.accountId), eq(branches.sourceId, row.sourceId));
      const change = db.update(branches).set(patch).where(same);
      await (patch.main
        ? db.batch([
            db.update(branches).set({ main: false }).where(ofSource),
            change,
            nextRevision(row.accountId),
          ])
        : db.batch([change, nextRevision(row.accountId)]));
    },

    async replaceKeys(
      accountId: number,
      sourceId: number,
      apiId: string,
      apiSecretSealed: string,
    ): Promise<void> {
      await db.batch([
        db
          .update(sources)
          .set({ apiId, apiSecretSealed })
          .where(and(eq(sources.accountId, accountId), eq(sources.id, sourceId))),
        nextRevision(accountId),
      ]);
    },
  };
}

function isUniqueViolation(error: unknown): boolean {
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error);
  return text.includes('UNIQUE constraint failed');
}
