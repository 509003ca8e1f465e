import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Attempt, eventsOf, type HistoryPlan, type Link, linksOf, type PastEvent } from './events.ts';

/**
 * Gives an account's object a past: written into its SQLite file while nothing runs, after the Worker's own migrations
 * ran. Nothing of the Worker is imported; that the tables are still as they are filled here is looked up in the file.
 */
export type Filled = {
  events: number;
  attempts: number;
  links: number;
  /** What a reader may ask for. */
  sample: { visitId: string; talonId: number; dealId: number; failedEventId: string };
};

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

export function fillHistory(file: string, plan: HistoryPlan): Filled {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA synchronous = OFF');
    database.exec('BEGIN');
    const indexes = takeIndexes(database);
    makeRoom(database, plan.older + plan.events);
    const links = linksOf(plan);
    fillLinks(database, plan, links);
    stopLastBranch(database, plan);
    const written = fillEvents(database, plan, links);
    for (const statement of indexes) database.exec(statement);
    database.exec('COMMIT');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const [first] = links;
    if (first === undefined) {
      throw new Error('A history without links.');
    }
    const { visitId, talonId, dealId } = first;
    const { failedEventId, ...counts } = written;
    return { ...counts, links: links.length, sample: { visitId, talonId, dealId, failedEventId } };
  } finally {
    database.close();
  }
}

/** The object of an account that is at work, among all objects of a folder: the one whose clinic is read. */
export function isAtWork(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const has = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'source_states'").get();
    return has !== undefined && database.prepare('SELECT 1 FROM source_states').get() !== undefined;
  } finally {
    database.close();
  }
}

const indexRow = z.object({ name: z.string(), sql: z.string() });

/** Built once at the end instead of row by row. */
function takeIndexes(database: DatabaseSync): string[] {
  const found = database
    .prepare(
      "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'events' AND sql IS NOT NULL",
    )
    .all()
    .map((row) => indexRow.parse(row));
  for (const { name } of found) database.exec(`DROP INDEX ${name}`);
  return found.map(({ sql }) => sql);
}

/** What happened until now stays the newest. The day's erasing was done when there was nothing: it begins anew. */
function makeRoom(database: DatabaseSync, count: number): void {
  database.exec("DELETE FROM state WHERE key = 'retention'");
  database.exec(`UPDATE events SET seq = seq + ${count}`);
  database.exec(`UPDATE sqlite_sequence SET seq = seq + ${count} WHERE name = 'events'`);
}

function fillLinks(database: DatabaseSync, plan: HistoryPlan, links: readonly Link[]): void {
  const visit = inserter(database, 'visits');
  const deal = inserter(database, 'deals');
  const patient = inserter(database, 'patients');
  for (const [index, link] of links.entries()) {
    visit({
      id: link.visitId,
      source_id: plan.sourceId,
      talon_id: link.talonId,
      branch_id: link.branchId,
      patient_id: index + 1_000_000,
      doctor_id: 11 + (index % 40),
      date: new Date(link.at).toISOString().slice(0, 10),
      begin: '09:00',
      end: '09:30',
      room: `Кабинет ${index % 40}`,
      status_id: 1 + (index % 5),
      deleted: 0,
      content_hash: 'hash',
      state: 'booked',
      booked_by_us: index % 10 === 0 ? 1 : 0,
      booked_at: link.at,
      deal_id: link.dealId,
      link_state: 'active',
    });
    deal({
      id: link.dealId,
      last_visit_id: link.visitId,
      last_status: String(1 + (index % 5)),
      written: '{}',
    });
    patient({
      source_id: plan.sourceId,
      patient_id: index + 1_000_000,
      contact_id: 40_000_000 + index,
      written: '{}',
    });
  }
}

/** Its waiting events want a decision. */
function stopLastBranch(database: DatabaseSync, { branches, now }: HistoryPlan): void {
  const branchId = branches.at(-1) ?? branches[0];
  database.prepare('DELETE FROM branch_guards WHERE branch_id = ?').run(branchId);
  inserter(database, 'branch_guards')({ branch_id: branchId, stopped_at: now, reason: 'breaker.moves' });
}

function fillEvents(
  database: DatabaseSync,
  plan: HistoryPlan,
  links: readonly Link[],
): { events: number; attempts: number; failedEventId: string } {
  const event = inserter(database, 'events');
  const attempt = inserter(database, 'attempts');
  let [seq, attempts, failedEventId] = [0, 0, ''];
  for (const past of eventsOf(plan, links)) {
    seq += 1;
    event({ seq, ...eventRow(past) });
    for (const one of past.attempts) attempt(attemptRow(past.id, one));
    attempts += past.attempts.length;
    if (past.outcome === 'failed') failedEventId = past.id;
  }
  return { events: seq, attempts, failedEventId };
}

function eventRow(past: PastEvent): Row {
  return {
    id: past.id,
    kind: past.kind,
    lane: past.lane,
    at: past.at,
    branch_id: past.branchId,
    visit_id: past.visitId,
    deal_id: past.dealId,
    payload: JSON.stringify(past.payload),
    outcome: past.outcome,
    attempts: past.attempts.length,
    due_at: past.dueAt,
    decision: past.decision === null ? null : JSON.stringify(past.decision),
    finished_at: past.outcome === 'pending' ? null : past.at + 1_000,
    held_by_branch: past.heldByBranch,
  };
}

function attemptRow(eventId: string, { number, at, durationMs, outcome, httpStatus, code }: Attempt): Row {
  return { event_id: eventId, number, at, duration_ms: durationMs, outcome, http_status: httpStatus, code };
}

const columnRow = z.object({
  name: z.string(),
  notnull: z.number(),
  dflt_value: z.string().nullable(),
  pk: z.number(),
});

/** Prepared with the first row, whose columns are compared with the table's. */
function inserter(database: DatabaseSync, table: string): (row: Row) => void {
  let insert: ((values: Value[]) => void) | null = null;
  return (row) => {
    insert ??= prepareInsert(database, table, Object.keys(row));
    insert(Object.values(row));
  };
}

function prepareInsert(database: DatabaseSync, table: string, names: string[]): (values: Value[]) => void {
  const columns = database
    .prepare(`PRAGMA table_info(${table})`)
    .all()
    .map((row) => columnRow.parse(row));
  const unknown = names.filter((name) => columns.every((column) => column.name !== name));
  const missing = columns.filter(
    ({ name, notnull, dflt_value, pk }) =>
      notnull === 1 && pk === 0 && dflt_value === null && !names.includes(name),
  );
  if (unknown.length > 0 || missing.length > 0) {
    const wanted = [
      ...unknown.map((name) => `has no ${name}`),
      ...missing.map(({ name }) => `wants ${name}`),
    ];
    throw new Error(
      `The table ${table} is not what sandbox/history fills any more: it ${wanted.join(', ')}.`,
    );
  }
  const statement = database.prepare(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  return (values) => {
    statement.run(...values);
  };
}
