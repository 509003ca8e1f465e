import { and, desc, eq, sql } from 'drizzle-orm';
import type { DrizzleD1Database } from 'drizzle-orm/d1';
import { type BranchBody, branchBodySchema } from './branches.schemas.ts';
import type { BranchRow } from './settings.repository.ts';
import { accounts, branches, settingsVersions, sources } from './tables.ts';

/**
 * Branches are rows, because other rows refer to them. What becomes of them is kept beside, as versions of the section
 * `branches:{id}`: who, when, what, and the number that a second administrator's save is compared with.
 */
export type NewBranch = {
  branch: Omit<BranchRow, 'id' | 'sourceId' | 'removedAt'>;
  apiId: string;
  apiSecretSealed: string;
};

export type BranchChange = Partial<
  Pick<BranchRow, 'title' | 'timeZone' | 'buildingId' | 'main' | 'enabled' | 'createDeals' | 'removedAt'>
>;

export type ChangedBy = { by: number; at: number };

/** Changes made at the same moment take one number after the other. */
const MOST_TRIES = 5;

export function createBranchesRepository(db: DrizzleD1Database) {
  const nextRevision = revisionOf(db);

  const insertVersion = (
    accountId: number,
    branchId: number,
    { version, body, by, at }: { version: number; body: BranchBody } & ChangedBy,
  ) =>
    db.insert(settingsVersions).values({
      accountId,
      section: placeOf(branchId),
      version,
      body: JSON.stringify(body),
      changedBy: by,
      changedAt: at,
    });

  /** The same API ID is the same source. */
  const insertBranch = async (change: NewBranch, who: ChangedBy): Promise<BranchRow> => {
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
    await db.batch([
      saveSource,
      ...(branch.main ? [db.update(branches).set({ main: false }).where(ofSource)] : []),
      db.insert(branches).values(branch),
      insertVersion(accountId, branch.id, {
        version: 1,
        body: bodyOf(branch, { apiId: change.apiId, keyChanges: 0 }),
        ...who,
      }),
      nextRevision(accountId),
    ]);
    return branch;
  };

  return {
    async addBranch(change: NewBranch, who: ChangedBy): Promise<BranchRow> {
      for (let tries = 1; ; tries += 1) {
        try {
          return await insertBranch(change, who);
        } catch (error) {
          // Another branch was added between our reading and our writing: the next id is the next one now.
          if (!isUniqueViolation(error) || tries >= MOST_TRIES) {
            throw error;
          }
        }
      }
    },

    /** `readAt`: only over this version; false: somebody changed the branch meanwhile, nothing was done. */
    async updateBranch(
      row: BranchRow,
      change: BranchChange,
      how: ChangedBy & { apiId: string; newKeys?: boolean; readAt?: number },
    ): Promise<boolean> {
      const { accountId, id } = row;
      const same = and(eq(branches.accountId, accountId), eq(branches.id, id));
      const ofSource = and(eq(branches.accountId, accountId), eq(branches.sourceId, row.sourceId));
      for (let tries = 1; ; tries += 1) {
        const [newest] = await db
          .select({ version: settingsVersions.version, body: settingsVersions.body })
          .from(settingsVersions)
          .where(and(eq(settingsVersions.accountId, accountId), eq(settingsVersions.section, placeOf(id))))
          .orderBy(desc(settingsVersions.version))
          .limit(1);
        const version = newest?.version ?? 0;
        if (how.readAt !== undefined && how.readAt !== version) {
          return false;
        }
        const before = newest ? branchBodySchema.parse(JSON.parse(newest.body)).keyChanges : 0;
        const body = bodyOf(
          { ...row, ...change },
          { apiId: how.apiId, keyChanges: before + (how.newKeys ? 1 : 0) },
        );
        try {
          await db.batch([
            insertVersion(accountId, id, { version: version + 1, body, by: how.by, at: how.at }),
            ...(change.main ? [db.update(branches).set({ main: false }).where(ofSource)] : []),
            ...(Object.keys(change).length > 0 ? [db.update(branches).set(change).where(same)] : []),
            nextRevision(accountId),
          ]);
          return true;
        } catch (error) {
          if (!isUniqueViolation(error) || tries >= MOST_TRIES) {
            throw error;
          }
        }
      }
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

/** Counts every change of an account's rows: its object reads them again when the number moves. */
export function revisionOf(db: DrizzleD1Database) {
  return (accountId: number) =>
    db
      .update(accounts)
      .set({ revision: sql`${accounts.revision} + 1` })
      .where(eq(accounts.id, accountId));
}

export function isUniqueViolation(error: unknown): boolean {
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error);
  return text.includes('UNIQUE constraint failed');
}

function placeOf(branchId: number): `branches:${number}` {
  return `branches:${branchId}`;
}

function bodyOf(row: BranchRow, keys: Pick<BranchBody, 'apiId' | 'keyChanges'>): BranchBody {
  const { title, timeZone, buildingId, main, enabled, createDeals, removedAt } = row;
  return { title, timeZone, buildingId, main, enabled, createDeals, ...keys, removed: removedAt !== null };
}
