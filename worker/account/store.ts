import { eq, sql } from 'drizzle-orm';
import { type DrizzleSqliteDODatabase, drizzle } from 'drizzle-orm/durable-sqlite';
import * as schema from './schema.ts';

/** The object's own SQLite: synchronous, every `transaction` atomic. */
export type Store = DrizzleSqliteDODatabase<typeof schema>;

export function openStore(storage: DurableObjectStorage): Store {
  return drizzle(storage, { schema });
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
