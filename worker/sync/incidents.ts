/** What a chosen user is told of by a task (product.md §3.5, «Состояние»): once for each incident, from its beginning to its end. */
export type Incident =
  /** The circuit breaker stopped a branch. */
  | { kind: 'stopped'; branchId: number; reason: string }
  /** ArchiMed+ refuses the key of a source. */
  | { kind: 'key'; sourceId: number; branchId: number }
  /** A source is not read any more: since when, and what the last poll met. */
  | { kind: 'unread'; sourceId: number; branchId: number; since: number; code: string }
  /** Events that failed after their last attempt; the newest one's number. */
  | { kind: 'failed'; newest: number };

/** What was told of and has not ended: by key, when; of failed events also up to which. */
export type Told = Readonly<Record<string, { at: number; newest?: number }>>;

/** Events that fail one after the other are one trouble: a task a day is enough. */
const FAILED_AGAIN_MS = 24 * 3600_000;

export function keyOf(incident: Incident): string {
  switch (incident.kind) {
    case 'stopped':
      return `stopped:${incident.branchId}`;
    case 'key':
    case 'unread':
      return `${incident.kind}:${incident.sourceId}`;
    case 'failed':
      return 'failed';
  }
}

/** What is to be told now, and what is remembered from now on: an incident that is over may come again. */
export function tellOnce(
  standing: readonly Incident[],
  told: Told,
  now: number,
): { raise: Incident[]; told: Told } {
  const raise = standing.filter((incident) => isNews(incident, told[keyOf(incident)], now));
  const kept = standing.map((incident) => {
    const before = told[keyOf(incident)];
    const isRaised = before === undefined || raise.includes(incident);
    const fresh = incident.kind === 'failed' ? { at: now, newest: incident.newest } : { at: now };
    return [keyOf(incident), isRaised ? fresh : before] as const;
  });
  return { raise, told: Object.fromEntries(kept) };
}

function isNews(incident: Incident, before: Told[string] | undefined, now: number): boolean {
  if (before === undefined) {
    return true;
  }
  return (
    incident.kind === 'failed' && incident.newest > (before.newest ?? 0) && now - before.at >= FAILED_AGAIN_MS
  );
}
