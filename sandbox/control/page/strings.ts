import type { ClockView } from '../clock.ts';
import type { DoubleKind, LogRow, OwnerState } from '../double.ts';
import type { Rates } from '../rates.ts';
import type { UndoStep } from '../scenes/scene.ts';
import type { SeedName } from '../seed-names.ts';

/** The strings of one double. The page and the double are one thing: the shapes are shared types. */
export type Strings = {
  url: string;
  control(): Promise<{ kind: DoubleKind; peerUrl: string | null; faultKinds: string[] }>;
  state(): Promise<{ owners: OwnerState[] }>;
  log(after: number): Promise<{ rows: LogRow[] }>;
  rates(windowMs: number): Promise<Rates>;
  faults(): Promise<{ faults: ListedFault[] }>;
  addFault(fault: Record<string, unknown>): Promise<unknown>;
  removeFault(id: number | null): Promise<unknown>;
  hooks(): Promise<{ hooks: ListedHook[] }>;
  settings(accountId: string, patch: unknown): Promise<unknown>;
  clock(): Promise<ClockView>;
  setClock(change: { offsetMs?: number; at?: string; speed?: number }): Promise<ClockView>;
  seed(seed: SeedName): Promise<unknown>;
  reset(): Promise<unknown>;
  clearLog(): Promise<unknown>;
  scenes(): Promise<{ scenes: ListedScene[] }>;
};

export type ListedFault = {
  id: number;
  kind: string;
  method?: string;
  path?: string;
  accountId?: number;
  sourceId?: string;
  chance: number;
  times?: number;
  delayMs?: number;
  status?: number;
  used: number;
};

export type ListedHook = {
  id: number;
  accountId: number;
  destination: string;
  actions: string[];
  body: string;
  createdAtMs: number;
  state: 'waiting' | 'delivered' | 'gave-up' | 'dropped';
  attempts: { atMs: number; status: number }[];
};

export type ListedScene = { id: string; title: string; happens: string; see: string; steps: UndoStep[] };

export function stringsOf(url: string): Strings {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await fetch(`${url}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${(await reply.text()).slice(0, 200)}`);
    return (await reply.json()) as T;
  }
  return {
    url,
    control: () => call('GET', '/control'),
    state: () => call('GET', '/state'),
    log: (after) => call('GET', `/log?after=${after}&limit=500`),
    rates: (windowMs) => call('GET', `/rates?window=${windowMs}`),
    faults: () => call('GET', '/faults'),
    addFault: (fault) => call('POST', '/faults', fault),
    removeFault: (id) => call('DELETE', id === null ? '/faults' : `/faults/${id}`),
    hooks: () => call('GET', '/hooks?limit=100'),
    settings: (accountId, patch) => call('PATCH', `/accounts/${accountId}/settings`, patch),
    clock: () => call('GET', '/clock'),
    setClock: (change) => call('PATCH', '/clock', change),
    seed: (seed) => call('POST', '/seed', { seed }),
    reset: () => call('POST', '/reset'),
    clearLog: () => call('DELETE', '/requests'),
    scenes: () => call('GET', '/scenes'),
  };
}
