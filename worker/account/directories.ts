import { and, eq } from 'drizzle-orm';
import type { ArchimedClient } from '../archimed/client.ts';
import type { Building, DirectoryEntry } from '../archimed/directories.ts';
import type { Doctor } from '../archimed/doctors.ts';
import type { ArchimedFailure } from '../archimed/failure.ts';
import type { Service, ServiceGroup } from '../archimed/services.ts';
import type { Priority } from '../shared/limiter.ts';
import { ok, type Result } from '../shared/result.ts';
import { directories } from './schema.ts';
import type { Store } from './store.ts';

/** A clinic's own lists, kept in the object: doctors and statuses change rarely, thousands of services are slow to read. */
type Lists = {
  doctors: readonly Doctor[];
  services: readonly Service[];
  serviceGroups: readonly ServiceGroup[];
  statuses: readonly DirectoryEntry[];
  deleteReasons: readonly DirectoryEntry[];
  specializations: readonly DirectoryEntry[];
  buildings: readonly Building[];
};
export type DirectoryName = keyof Lists;
export type Loaded<T> = { list: T; loadedAt: number };

const MINUTE = 60_000;
const LIFE_MS: Record<DirectoryName, number> = {
  doctors: 10 * MINUTE,
  services: 6 * 60 * MINUTE,
  serviceGroups: 6 * 60 * MINUTE,
  statuses: 10 * MINUTE,
  deleteReasons: 60 * MINUTE,
  specializations: 60 * MINUTE,
  buildings: 60 * MINUTE,
};

/** A row of the object's database holds 2 MB: a longer list lives in memory only. */
const LONGEST_BODY = 1_900_000;

export type DirectoryReader = {
  /** Fresh enough, or read now; an old list is better than none when ArchiMed+ does not answer. */
  get<N extends DirectoryName>(
    client: ArchimedClient,
    sourceId: number,
    name: N,
    priority: Priority,
  ): Promise<Result<Loaded<Lists[N]>, ArchimedFailure>>;
  /** What is kept, however old, without asking; empty when nothing is. */
  peek<N extends DirectoryName>(sourceId: number, name: N): Lists[N];
  forget(sourceId: number): void;
};

export function createDirectoryReader(store: Store, now: () => number): DirectoryReader {
  const memory = new Map<string, Loaded<unknown>>();
  const running = new Map<string, Promise<Result<Loaded<unknown>, ArchimedFailure>>>();

  function kept(sourceId: number, name: DirectoryName): Loaded<unknown> | null {
    const key = `${sourceId}:${name}`;
    const known = memory.get(key);
    if (known) {
      return known;
    }
    const row = store
      .select()
      .from(directories)
      .where(and(eq(directories.sourceId, sourceId), eq(directories.name, name)))
      .get();
    if (!row) {
      return null;
    }
    const loaded = { list: JSON.parse(row.body), loadedAt: row.loadedAt };
    memory.set(key, loaded);
    return loaded;
  }

  async function read(client: ArchimedClient, sourceId: number, name: DirectoryName, priority: Priority) {
    const reply = await readers[name](client, priority);
    if (!reply.ok) {
      const old = kept(sourceId, name);
      return old ? ok(old) : reply;
    }
    const loaded = { list: reply.value, loadedAt: now() };
    memory.set(`${sourceId}:${name}`, loaded);
    const values = { sourceId, name, body: JSON.stringify(reply.value), loadedAt: loaded.loadedAt };
    if (new TextEncoder().encode(values.body).byteLength > LONGEST_BODY) {
      return ok(loaded);
    }
    store
      .insert(directories)
      .values(values)
      .onConflictDoUpdate({ target: [directories.sourceId, directories.name], set: values })
      .run();
    return ok(loaded);
  }

  return {
    async get(client, sourceId, name, priority) {
      const known = kept(sourceId, name);
      if (known && now() - known.loadedAt < LIFE_MS[name]) {
        return ok(known) as Result<Loaded<Lists[typeof name]>, ArchimedFailure>;
      }
      const key = `${sourceId}:${name}`;
      const reading =
        running.get(key) ?? read(client, sourceId, name, priority).finally(() => running.delete(key));
      running.set(key, reading);
      return reading as Promise<Result<Loaded<Lists[typeof name]>, ArchimedFailure>>;
    },
    peek(sourceId, name) {
      return (kept(sourceId, name)?.list ?? []) as Lists[typeof name];
    },
    forget(sourceId) {
      for (const name of Object.keys(LIFE_MS)) {
        memory.delete(`${sourceId}:${name}`);
      }
      store.delete(directories).where(eq(directories.sourceId, sourceId)).run();
    },
  };
}

const readers: {
  [N in DirectoryName]: (
    client: ArchimedClient,
    priority: Priority,
  ) => Promise<Result<Lists[N], ArchimedFailure>>;
} = {
  doctors: (client, priority) => client.doctors.list(priority),
  services: (client, priority) => client.services.list(priority),
  serviceGroups: (client, priority) => client.services.groups(priority),
  statuses: (client, priority) => client.directories.statuses(priority),
  deleteReasons: (client, priority) => client.directories.deleteReasons(priority),
  specializations: (client, priority) => client.directories.specializations(priority),
  buildings: (client, priority) => client.directories.buildings(priority),
};
