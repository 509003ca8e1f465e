const kept = 20_000;

export type LoggedRequest = {
  seq: number;
  /** RFC 3339, by the double's clock. */
  at: string;
  /** By the real one: rates are counted in it. */
  realMs: number;
  /** Null while it is not answered. */
  durationMs: number | null;
  method: string;
  /** Below `/api/v5/`. */
  path: string;
  query: string;
  body: string;
  /** Id of the source that the token names, null when it names none. */
  source: string | null;
  /** Null: not answered (yet), the socket was destroyed. */
  status: number | null;
  fault: string | null;
  /** The beginning of the reply. */
  reply: string;
};

/** The newest requests of the API, newest last. */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  #lastSeq = 0;

  begin(request: Omit<LoggedRequest, 'seq' | 'durationMs' | 'status' | 'fault' | 'reply'>): LoggedRequest {
    this.#lastSeq += 1;
    const unanswered = { durationMs: null, status: null, fault: null, reply: '' };
    const entry: LoggedRequest = { seq: this.#lastSeq, ...request, ...unanswered };
    this.#entries.push(entry);
    if (this.#entries.length > kept * 1.5) this.#entries = this.#entries.slice(-kept);
    return entry;
  }

  since(epochMs: number): LoggedRequest[] {
    return this.#entries.filter((entry) => Date.parse(entry.at) >= epochMs);
  }

  after(seq: number): LoggedRequest[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  clear(): void {
    this.#entries = [];
  }
}
