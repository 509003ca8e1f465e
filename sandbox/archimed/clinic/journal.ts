import type { Source, Talon } from './source.ts';
import type { WallTime } from './wall-clock.ts';

/** Who changed a talon: the clinic's own program or the HTTP API, under the name it writes as. */
export type Author = { desk: boolean; creator: string; wall: WallTime };

/** One change of one talon; `before` is null when it was just made. */
export type TalonEntry = { author: Author; before: Talon | null; after: Talon };

const kept = 2000;

/** A clinic asks «кто это перенёс?»: the newest changes, in memory like everything else. */
export function record(source: Source, author: Author, before: Talon | null, after: Talon): void {
  const { desk, creator, wall } = author;
  source.journal.push({ author: { desk, creator, wall }, before, after });
  if (source.journal.length > kept) source.journal.shift();
}
