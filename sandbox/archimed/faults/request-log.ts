const kept = 20_000;

export type LoggedRequest = {
  /** RFC 3339. */
  at: string;
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
};

/** The newest requests of the API, newest last. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  begin(request: Omit<LoggedRequest, 'status' | 'fault'>): LoggedRequest {
    const entry: LoggedRequest = { ...request, status: null, fault: null };
    this.#entries.push(entry);
    if (this.#entries.length > kept * 1.5) this.#entries = this.#entries.slice(-kept);
    return entry;
  }

  since(epochMs: number): LoggedRequest[] {
    return this.#entries.filter((entry) => Date.parse(entry.at) >= epochMs);
  }

  clear(): void {
    this.#entries = [];
  }
}
