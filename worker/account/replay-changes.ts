import { z } from 'zod';
import { parseJson } from '../shared/json.ts';
import type { TalonFacts } from '../sync/poll-diff.ts';

/** What an event says of the change: both sides as texts (sync/poll-diff.ts). */
const payloadSchema = z.object({
  changes: z.array(z.object({ field: z.string(), from: z.string() })).default([]),
});

type Changing = TalonFacts & { talonId: number };

const number = (text: string): number | null =>
  text === '' || !Number.isFinite(Number(text)) ? null : Number(text);

const readers: { [F in keyof Changing]: (text: string, present: Changing[F]) => Changing[F] } = {
  talonId: (text, present) => number(text) ?? present,
  patientId: number,
  doctorId: (text) => number(text) ?? 0,
  date: (text, present) => text || present,
  begin: (text, present) => text || present,
  end: (text, present) => text || present,
  room: (text) => text,
  statusId: number,
  deleted: (text) => text === 'true',
  contentHash: (text) => text,
};

/** The visit as it was before the event that this payload is of. */
export function changedBack<S extends Changing>(state: S, payload: string): S {
  const parsed = payloadSchema.safeParse(parseJson(payload));
  const before = { ...state };
  for (const { field, from } of parsed.success ? parsed.data.changes : []) {
    if (isField(field)) {
      undo(before, field, from);
    }
  }
  return before;
}

function undo<F extends keyof Changing>(state: Changing, field: F, from: string): void {
  state[field] = readers[field](from, state[field]);
}

function isField(field: string): field is keyof Changing {
  return Object.hasOwn(readers, field);
}
