import { z } from 'zod';
import { type AmocrmFailure, outcomeUnknown } from '../amocrm/failure.ts';
import { ok, type Result } from '../shared/result.ts';
import type { AccountContext } from './context.ts';
import type { EventRow } from './inbox.ts';
import { CLOCKS_DIFFER_S, completeMark, leaveMark, readMark, withdrawMark } from './marks.ts';

/** A task or note that is made once for each event, whatever answers are lost. */
export type Making = {
  /** Made at or after `since` (Unix seconds), with a text that was sent; else null. */
  find(since: number, wasSent: (text: string) => boolean): Promise<Result<number | null, AmocrmFailure>>;
  /** In one transaction with the mark. `found`: by looking for it, so which of the texts it has is not told. */
  done(id: number, how: 'made' | 'found'): void;
};

type Place = { ctx: AccountContext; event: Pick<EventRow, 'id'>; step: string };

export async function once(
  place: Place,
  making: Making & { text: string; create(): Promise<Result<{ readonly id: number }, AmocrmFailure>> },
): Promise<Result<null, AmocrmFailure>> {
  const { ctx, event, step } = place;
  const recalled = await recall(place, making);
  if (!recalled.ok || recalled.value !== null) {
    return recalled.ok ? ok(null) : recalled;
  }
  const hash = await ctx.hasher();
  ctx.store.transaction(() => {
    leaveMark(ctx.store, event.id, step, ctx.clock.now());
    rememberSent(place, hash(making.text));
  });
  const made = await making.create();
  if (made.ok) {
    finish(place, making, made.value.id, 'made');
    return ok(null);
  }
  if (!outcomeUnknown(made.error)) {
    withdrawMark(ctx.store, event.id, step);
  }
  return made;
}

/** What an earlier attempt at this event made, though nobody said so; null: nothing. */
export async function recall(place: Place, making: Making): Promise<Result<number | null, AmocrmFailure>> {
  const { ctx, event, step } = place;
  const mark = readMark(ctx.store, event.id, step);
  if (!mark || mark.result) {
    return ok(mark ? Number(mark.result) : null);
  }
  const hash = await ctx.hasher();
  const sent = sentBefore(place);
  const found = await making.find(Math.floor(mark.at / 1000) - CLOCKS_DIFFER_S, (text) =>
    sent.includes(hash(text)),
  );
  if (found.ok && found.value !== null) {
    finish(place, making, found.value, 'found');
  }
  return found;
}

function finish({ ctx, event, step }: Place, making: Making, id: number, how: 'made' | 'found'): void {
  ctx.store.transaction(() => {
    completeMark(ctx.store, event.id, step, String(id));
    making.done(id, how);
  });
}

const hashesSchema = z.array(z.string());

/**
 * Keyed hashes of the texts that were sent. The visit is read anew for every attempt: by the next one it may have been
 * moved, and what is looked for would be another text than the one that was written.
 */
function sentBefore({ ctx, event, step }: Place): string[] {
  const mark = readMark(ctx.store, event.id, `${step}.sent`);
  return mark?.result ? hashesSchema.parse(JSON.parse(mark.result)) : [];
}

function rememberSent(place: Place, hash: string): void {
  const { ctx, event, step } = place;
  const all = [...new Set([...sentBefore(place), hash])];
  leaveMark(ctx.store, event.id, `${step}.sent`, ctx.clock.now());
  completeMark(ctx.store, event.id, `${step}.sent`, JSON.stringify(all));
}
