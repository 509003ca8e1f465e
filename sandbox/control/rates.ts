import type { Call } from './double.ts';

export type RateRow = {
  owner: string | null;
  method: string;
  /** The path with ids as `{id}`. */
  endpoint: string;
  count: number;
  perSecond: { max: number; mean: number };
  /** `2xx` … `5xx`, and `cut` for connections without an answer. */
  statuses: Record<string, number>;
  limited: number;
  faults: Record<string, number>;
  durationMs: { median: number; max: number };
};

export type OwnerRate = { owner: string | null; count: number; perSecond: { max: number; mean: number } };

export type Rates = {
  windowMs: number;
  rows: RateRow[];
  owners: OwnerRate[];
  /** Per real second of the window, oldest first. */
  seconds: { count: number; limited: number; failed: number }[];
};

const SECOND = 1000;

/** Requests are counted in real time: what a client did in a second does not depend on the double's clock. */
export function ratesOf(log: readonly Call[], nowMs: number, windowMs: number): Rates {
  const recent = log.filter((row) => row.realMs > nowMs - windowMs && row.realMs <= nowMs);
  const byEndpoint = grouped(recent, (row) => `${row.owner} ${row.method} ${endpointOf(row.path)}`);
  const byOwner = grouped(recent, (row) => String(row.owner));
  return {
    windowMs,
    rows: byEndpoint
      .map((rows) => rateRow(rows, windowMs))
      .sort((a, b) => b.count - a.count || a.endpoint.localeCompare(b.endpoint)),
    owners: byOwner.map((rows) => ({
      owner: rows[0]?.owner ?? null,
      count: rows.length,
      perSecond: perSecond(rows, windowMs),
    })),
    seconds: secondsOf(recent, nowMs, windowMs),
  };
}

export function endpointOf(path: string): string {
  return path.replace(/(?<=^|\/)(\d+|[0-9a-f]{8}-[0-9a-f-]{27,})(?=\/|$)/g, '{id}');
}

function rateRow(rows: readonly Call[], windowMs: number): RateRow {
  const durations = rows.flatMap(({ durationMs }) => durationMs ?? []).sort((a, b) => a - b);
  const faults = rows.flatMap((row) => row.faults);
  return {
    owner: rows[0]?.owner ?? null,
    method: rows[0]?.method ?? '',
    endpoint: endpointOf(rows[0]?.path ?? ''),
    count: rows.length,
    perSecond: perSecond(rows, windowMs),
    statuses: counted(rows.map(statusClass)),
    limited: rows.filter(({ status }) => status === 429).length,
    faults: counted(faults),
    durationMs: { median: durations[durations.length >> 1] ?? 0, max: durations.at(-1) ?? 0 },
  };
}

/** `max` over any second, wherever it begins. */
function perSecond(rows: readonly Call[], windowMs: number): { max: number; mean: number } {
  const times = rows.map(({ realMs }) => realMs).sort((a, b) => a - b);
  let first = 0;
  let max = 0;
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - SECOND) first += 1;
    max = Math.max(max, last - first + 1);
  }
  return { max, mean: Math.round((rows.length / windowMs) * SECOND * 100) / 100 };
}

function secondsOf(rows: readonly Call[], nowMs: number, windowMs: number): Rates['seconds'] {
  const seconds = Array.from({ length: Math.ceil(windowMs / SECOND) }, () => ({
    count: 0,
    limited: 0,
    failed: 0,
  }));
  for (const row of rows) {
    const second = seconds[seconds.length - 1 - Math.floor((nowMs - row.realMs) / SECOND)];
    if (second === undefined) continue;
    second.count += 1;
    if (row.status === 429) second.limited += 1;
    else if (row.status === null || row.status >= 500) second.failed += 1;
  }
  return seconds;
}

function statusClass({ status }: Call): string {
  return status === null ? 'cut' : `${Math.floor(status / 100)}xx`;
}

function counted(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function grouped(rows: readonly Call[], keyOf: (row: Call) => string): Call[][] {
  const groups = new Map<string, Call[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return [...groups.values()];
}
