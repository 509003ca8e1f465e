const KEPT = 20_000;

export type LoggedRequest = {
  seq: number;
  /** By the double's clock. */
  atMs: number;
  /** By the real one: rates are counted in it. */
  realMs: number;
  durationMs: number;
  method: string;
  path: string;
  query: string;
  /** 0: the connection was cut before an answer. */
  status: number;
  accountId: number | null;
  userId: number | null;
  faults: string[];
  body: unknown;
  /** The beginning of the reply. */
  reply: string;
};

export type RequestLog = {
  add(entry: Omit<LoggedRequest, 'seq'>): void;
  since(seq: number): LoggedRequest[];
  clear(): void;
};

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let lastSeq = 0;
  return {
    add(entry) {
      lastSeq += 1;
      entries.push({ seq: lastSeq, ...entry });
      if (entries.length > KEPT * 1.1) entries = entries.slice(-KEPT);
    },
    since: (seq) => entries.filter((entry) => entry.seq > seq),
    clear() {
      entries = [];
    },
  };
}
