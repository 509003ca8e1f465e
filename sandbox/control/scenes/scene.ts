/** A story of trouble (or of its end) that anybody can put on stage, told with the strings of both doubles alone. */
export type Scene = {
  id: string;
  title: string;
  /** What happens behind the stage. */
  happens: string;
  /** What one should see in the product. */
  see: string;
  run(stage: Stage): Promise<void>;
};

export type DoubleName = 'amocrm' | 'archimed';
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One pull at a string that takes something back. */
export type UndoStep = { double: DoubleName; method: Method; path: string; body?: unknown };

export type Stage = {
  /** Calls a string below `/_sandbox`; throws when it is refused. */
  pull(double: DoubleName, method: Method, path: string, body?: unknown): Promise<unknown>;
  /** To be done when the scene is over; last added, first done. */
  later(step: UndoStep): void;
  /** The account, as its dump tells it. */
  account(): Promise<unknown>;
  /** The source, as its dump tells it. */
  source(): Promise<unknown>;
  /** `/accounts/{id}` and `/sources/{id}`. */
  accountPath: string;
  sourcePath: string;
  say(text: string): void;
  /** Time between two things that happen; none where nobody watches. */
  pause(ms: number): Promise<void>;
  /** Takes back every scene that is still on. */
  endOthers(): Promise<void>;
};
