import type { DoubleKind } from '../double.ts';
import type { Strings } from './strings.ts';

/** What a view gets: the double that is looked at, and the other one. */
export type Context = {
  kind: DoubleKind;
  own: Strings;
  /** Null until somebody has said where it is. */
  other: Strings | null;
  amocrm: Strings | null;
  archimed: Strings | null;
  faultKinds: string[];
  /** One line at the bottom: what was done, or why not. */
  tell(text: string, isBad?: boolean): void;
};

/** Builds its nodes once; `refresh` reads anew every second and leaves what a person types alone. */
export type View = { node: HTMLElement; refresh(): Promise<void> };

export type ViewMaker = (context: Context) => View;

/** Runs what a button does and says how it went. */
export async function attempt(context: Context, done: string, job: () => Promise<unknown>): Promise<void> {
  try {
    await job();
    context.tell(done);
  } catch (error) {
    context.tell(error instanceof Error ? error.message : String(error), true);
  }
}
