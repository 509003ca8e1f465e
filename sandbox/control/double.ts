import type { Clock } from './clock.ts';
import type { SeedName } from './seed-names.ts';

/** What the control page sees of a double: the same words for both. */
export type ControlledDouble = {
  readonly kind: DoubleKind;
  readonly clock: Clock;
  /** Where the other double is reached, if anybody said so. */
  readonly peerUrl: string | null;
  readonly faultKinds: readonly string[];
  /** Accounts of amoCRM, sources of ArchiMed+. */
  owners(): OwnerState[];
  /** Newest last. */
  log(afterSeq: number): LogRow[];
  /** The same since a real moment, without what is only read by people. */
  calls(sinceMs: number): Call[];
  seed(name: SeedName): { ok: true } | { ok: false; message: string };
};

export type DoubleKind = 'amocrm' | 'archimed';

export type LogRow = {
  seq: number;
  /** RFC 3339, by the double's clock. */
  at: string;
  realMs: number;
  /** Account or source, null when the call named none. */
  owner: string | null;
  method: string;
  path: string;
  query: string;
  /** Null: no answer (yet), the connection was cut. */
  status: number | null;
  durationMs: number | null;
  faults: string[];
  body: string;
  reply: string;
};

/** What a rate is made of. */
export type Call = Omit<LogRow, 'seq' | 'at' | 'query' | 'body' | 'reply'>;

export type OwnerState = AccountState | SourceState;

export type AccountState = {
  kind: 'amocrm';
  id: string;
  name: string;
  domain: string;
  counts: Record<string, number>;
  /** Valid now. */
  tokens: { access: number; refresh: number };
  widget: { code: string; installed: boolean; version: string | null };
  subscriptions: SubscriptionState[];
  settings: Record<string, unknown>;
};

export type SubscriptionState = {
  destination: string;
  settings: string[];
  disabled: boolean;
  badAnswers: number;
  deliveries: { waiting: number; delivered: number; gaveUp: number; dropped: number };
};

export type SourceState = {
  kind: 'archimed';
  id: string;
  name: string;
  /** The clinic's wall clock. */
  now: string;
  timeZone: string;
  counts: Record<string, number>;
  keys: { apiId: string; revoked: boolean }[];
};
