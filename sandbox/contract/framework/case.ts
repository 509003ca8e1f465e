import type { Reply, Request } from './http.ts';
import type { Receiver } from './receiver.ts';

/** One of the doubles as a case sees it: an address, and strings behind the stage. */
export type Double = {
  url: string;
  call(method: string, path: string, request?: Request): Promise<Reply>;
  /** `/_sandbox{path}`; a refusal fails the case, so that a bad set-up never looks like a bad reply. */
  admin(method: string, path: string, body?: unknown): Promise<Reply>;
};

export type Context = {
  amocrm: Double;
  archimed: Double;
  clock: { nowMs(): number; nowSeconds(): number; advance(ms: number): Promise<void> };
  /** A server that keeps what it is sent; it is closed after the case. */
  receiver(): Promise<Receiver>;
};

/** Black box: a case knows the reference and a context, nothing of the doubles' code. Both doubles are empty when it begins. */
export type ContractCase = {
  /** Unique, e.g. `amo-3.3-unknown-id-204`. */
  id: string;
  /** Keys of the facts that it proves (facts.ts of its double). */
  facts: readonly string[];
  title: string;
  run(context: Context): Promise<void>;
};

/** A statement of the reference: a documented example, status, rule or limit. It has a case or a reason. */
export type Fact = {
  /** Starts with the section: `§3.3 unknown id`. */
  key: string;
  text: string;
  /** Why no case proves it. */
  notDone?: string;
};
