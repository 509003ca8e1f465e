import type { ArchimedClient } from '../archimed/client.ts';
import { type ArchimedFailure, isFilterIgnored } from '../archimed/failure.ts';
import type { Talon } from '../archimed/talons.ts';
import { ok, type Result } from '../shared/result.ts';
import type { PollReader } from './poll-reads.ts';
import type { sourceStates } from './schema.ts';

/**
 * How the talons of a source can be read, in order of preference (archimed-api.md §6). A filter that does not exist is
 * ignored without a word, so only the rows of a reply prove one: some must be there and some must be missing.
 */
export type Strategy = NonNullable<(typeof sourceStates.$inferSelect)['strategy']>;

export async function probe(
  client: ArchimedClient,
  reader: PollReader,
): Promise<Result<Strategy, ArchimedFailure>> {
  const tail = await reader.one(() => client.talons.listTail('background', { withDeleted: true }));
  if (!tail.ok) {
    return tail;
  }
  const { rows } = tail.value;
  const ranges = await provesRanges(client, reader, rows);
  if (!ranges.ok || ranges.value) {
    return ranges.ok ? ok('updates') : ranges;
  }
  return filtersDays(client, reader, rows);
}

async function provesRanges(
  client: ArchimedClient,
  reader: PollReader,
  rows: readonly Talon[],
): Promise<Result<boolean, ArchimedFailure>> {
  const since = rows.reduce(
    (latest, { updatedAt }) => ((updatedAt ?? '') > latest ? (updatedAt ?? '') : latest),
    '',
  );
  const expected = rows.filter((talon) => talon.updatedAt === since);
  if (since === '' || expected.length === rows.length) {
    return ok(false);
  }
  const changed = await reader.one(() =>
    client.talons.listChangedSince('background', since, { withDeleted: true }),
  );
  if (changed.ok) {
    return ok(has(changed.value, expected));
  }
  // Whatever it makes of a range that it does not know: it does not know it.
  return changed.error.kind === 'bad_reply' || changed.error.kind === 'invalid' ? ok(false) : changed;
}

/** `days` is what §10 assumes: only rows that speak against it lead to reading the tail alone. */
async function filtersDays(
  client: ArchimedClient,
  reader: PollReader,
  rows: readonly Talon[],
): Promise<Result<Strategy, ArchimedFailure>> {
  const last = rows.at(-1);
  if (!last || rows.every((talon) => talon.date === last.date)) {
    return ok('days');
  }
  const ofTheDay = await reader.one(() =>
    client.talons.listByDate('background', last.date, { withDeleted: true }),
  );
  if (!ofTheDay.ok) {
    return isFilterIgnored(ofTheDay.error) ? ok('tail') : ofTheDay;
  }
  // One of them may just have been moved, not all.
  const expected = rows.filter((talon) => talon.date === last.date);
  return ok(expected.some((talon) => has(ofTheDay.value, [talon])) ? 'days' : 'tail');
}

function has(list: readonly Talon[], expected: readonly Talon[]): boolean {
  const ids = new Set(list.map((talon) => talon.id));
  return expected.every((talon) => ids.has(talon.id));
}
