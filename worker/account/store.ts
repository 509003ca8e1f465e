import { eq, sql } from 'drizzle-orm';
import { type DrizzleSqliteDODatabase, drizzle } from 'drizzle-orm/durable-sqlite';
import * as schema from './schema.ts';

/**
 * The object's own SQLite: synchronous, every `transaction` atomic. It is the platform's, because drizzle's builds another
 * database for each one.
 */
export type Store = Omit<DrizzleSqliteDODatabase<typeof schema>, 'transaction'> & {
  transaction<T>(work: () => T): T;
};

export function openStore(storage: DurableObjectStorage): Store {
  return Object.assign(drizzle(storage, { schema }), {
    transaction: <T>(work: () => T) => storage.transactionSync(work),
  });
}

export function readState(store: Store, key: string): string | null {
  return stateAt(store).get({ key })?.value ?? null;
}

export function writeState(store: Store, key: string, value: string): void {
  store
    .insert(schema.state)
    .values({ key, value })
    .onConflictDoUpdate({ target: schema.state.key, set: { value } })
    .run();
}

/**
 * A statement of the way that every hook or attempt takes: built once for each object, because building its SQL costs as
 * much as running it.
 */
export function prepared<T>(build: (store: Store) => T): (store: Store) => T {
  const built = new WeakMap<Store, T>();
  return (store) => {
    const known = built.get(store) ?? build(store);
    built.set(store, known);
    return known;
  };
}

const stateAt = prepared((store) =>
  store
    .select()
    .from(schema.state)
    .where(eq(schema.state.key, sql.placeholder('key')))
    .prepare(),
);
