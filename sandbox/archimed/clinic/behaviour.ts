import { z } from 'zod';
import type { WallTime } from './wall-clock.ts';
import { isTime } from './wall-clock.ts';

const time = z.string().refine(isTime, 'a time HH:MM');

const fields = {
  /** How far the clinic's wall clock is off; negative = behind. */
  clockSkewMs: z.int(),
  /** A new talon is missing from lists for so long; its slot is taken and its id can be read at once. */
  lateVisibilityMs: z.int().min(0),
  /** The clinic's own server is off at night (archimed-api.md §9, 8): 503 between these wall times. */
  closedHours: z.strictObject({ from: time, to: time }).nullable(),
  /** How talons tell a missing reference: 0 and "" in the v4 sample, null in live v5 (archimed-api.md §3). */
  absent: z.enum(['zero', 'null']),
};

/** How a clinic behaves; can be changed while it runs. */
export const behaviour = z.strictObject({
  clockSkewMs: fields.clockSkewMs.default(0),
  lateVisibilityMs: fields.lateVisibilityMs.default(0),
  closedHours: fields.closedHours.default(null),
  absent: fields.absent.default('zero'),
});

export const behaviourChange = z.strictObject(fields).partial();

export type Behaviour = z.infer<typeof behaviour>;

/** From 22:00 to 06:00 spans midnight. */
export function isClosed({ closedHours }: Behaviour, wall: WallTime): boolean {
  if (closedHours === null) return false;
  const { from, to } = closedHours;
  const now = wall.time.slice(0, 5);
  return from <= to ? from <= now && now < to : from <= now || now < to;
}
