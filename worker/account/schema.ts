import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * SQLite of one account's object. At rest: ids, statuses, times, keyed hashes (product.md §5).
 * Times are milliseconds since the epoch; `date` is the branch's yyyy-mm-dd, `begin`/`end` its HH:MM.
 */

/** Singletons: `account`, `data_key`, `install`, cursors. */
export const state = sqliteTable('state', { key: text('key').primaryKey(), value: text('value').notNull() });

export const tokens = sqliteTable('tokens', {
  id: integer('id').primaryKey(),
  accessSealed: text('access_sealed').notNull(),
  refreshSealed: text('refresh_sealed').notNull(),
  expiresAt: integer('expires_at').notNull(),
  /** Compare-and-swap: who saw version N may refresh only while N stands. */
  version: integer('version').notNull(),
  byAdmin: integer('by_admin', { mode: 'boolean' }).notNull(),
  reauthRequired: integer('reauth_required', { mode: 'boolean' }).notNull(),
});

/** What arrived; immutable but for the progress columns. `seq` orders the events of a lane. */
export const events = sqliteTable(
  'events',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull(),
    kind: text('kind').notNull(),
    lane: text('lane').notNull(),
    /** Hash of the content: a repeated delivery is recognised by it. */
    digest: text('digest'),
    at: integer('at').notNull(),
    branchId: integer('branch_id'),
    visitId: text('visit_id'),
    dealId: integer('deal_id'),
    payload: text('payload').notNull(),
    /** AES-GCM body of an unfinished click, erased at its final outcome. */
    sealedBody: text('sealed_body'),
    outcome: text('outcome', { enum: ['pending', 'done', 'failed', 'ignored'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** null: finished. A request that carries out its own click pushes this ahead of itself. */
    dueAt: integer('due_at'),
    decision: text('decision'),
    /** Reply of a finished click, for the same Idempotency-Key (kept 24 h). */
    reply: text('reply'),
    finishedAt: integer('finished_at'),
    /** The branch whose circuit breaker keeps this event until an administrator decides; not due meanwhile. */
    heldByBranch: integer('held_by_branch'),
  },
  // A hook waits until every index is on disk, so they hold only rows that are looked for: most events of hooks name no visit.
  (table) => [
    uniqueIndex('events_id').on(table.id),
    index('events_due').on(table.dueAt),
    index('events_booking').on(table.digest).where(sql`kind = 'click.book'`),
    index('events_lane').on(table.lane, table.seq),
    index('events_visit').on(table.visitId, table.seq).where(sql`visit_id is not null`),
    index('events_deal').on(table.dealId, table.seq).where(sql`deal_id is not null`),
    index('events_held').on(table.heldByBranch).where(sql`held_by_branch is not null`),
    /** For the filters of the history: what is rare is not looked for among everything. */
    index('events_kind').on(table.kind, table.seq),
    index('events_branch').on(table.branchId, table.seq).where(sql`branch_id is not null`),
    /** What did not simply work: failed ones are counted whenever the settings page opens. */
    index('events_unwell').on(table.outcome, table.seq).where(sql`outcome = 'failed' or outcome = 'ignored'`),
  ],
);

export const attempts = sqliteTable(
  'attempts',
  {
    eventId: text('event_id').notNull(),
    number: integer('number').notNull(),
    at: integer('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    outcome: text('outcome', { enum: ['done', 'retry', 'failed'] }).notNull(),
    httpStatus: integer('http_status'),
    code: text('code'),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.number] })],
);

/** A mark before every call that is not idempotent; `result` once its outcome is known. */
export const marks = sqliteTable(
  'marks',
  {
    eventId: text('event_id').notNull(),
    step: text('step').notNull(),
    at: integer('at').notNull(),
    result: text('result'),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.step] })],
);

/** Mirror of talons (ids and times only) with their link to a deal. */
export const visits = sqliteTable(
  'visits',
  {
    id: text('id').primaryKey(),
    sourceId: integer('source_id').notNull(),
    talonId: integer('talon_id'),
    branchId: integer('branch_id').notNull(),
    patientId: integer('patient_id'),
    doctorId: integer('doctor_id').notNull(),
    date: text('date').notNull(),
    begin: text('begin').notNull(),
    end: text('end').notNull(),
    room: text('room').notNull(),
    statusId: integer('status_id'),
    deleted: integer('deleted', { mode: 'boolean' }).notNull(),
    /** Keyed hash of what is compared but not stored (note, patient's name). */
    contentHash: text('content_hash').notNull(),
    state: text('state', { enum: ['checking', 'booked', 'failed'] }).notNull(),
    bookedByUs: integer('booked_by_us', { mode: 'boolean' }).notNull(),
    bookedAt: integer('booked_at').notNull(),
    dealId: integer('deal_id'),
    linkState: text('link_state', { enum: ['none', 'active', 'suspended'] }).notNull(),
    taskId: integer('task_id'),
    /** `placeOf` (sync/plan-task.ts) the visit when the task was last written; null: not known. */
    taskShows: text('task_shows'),
    taskDone: integer('task_done', { mode: 'boolean' }).notNull().default(false),
    /** The visit that took this one's place: reception cancelled it and booked anew, which is a move (product.md §4). */
    replacedBy: text('replaced_by'),
  },
  (table) => [
    uniqueIndex('visits_talon').on(table.sourceId, table.talonId),
    index('visits_day').on(table.sourceId, table.date),
    index('visits_deal').on(table.dealId),
    index('visits_patient').on(table.sourceId, table.patientId),
  ],
);

/** What the stage decision and the field writer remember of a deal. */
export const deals = sqliteTable('deals', {
  id: integer('id').primaryKey(),
  lastVisitId: text('last_visit_id'),
  lastStatus: text('last_status'),
  /** The stage as we last wrote it or last answered to it: another one was chosen by somebody else (product.md §3.4). */
  pipelineId: integer('pipeline_id'),
  stageId: integer('stage_id'),
  /** field → keyed hash of the value last written by us */
  written: text('written').notNull(),
});

export const patients = sqliteTable(
  'patients',
  {
    sourceId: integer('source_id').notNull(),
    patientId: integer('patient_id').notNull(),
    contactId: integer('contact_id').notNull(),
    written: text('written').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.patientId] }),
    index('patients_contact').on(table.contactId),
  ],
);

/** Links that a person undid: they are not made again (product.md §3.3). */
export const refusedLinks = sqliteTable(
  'refused_links',
  {
    visitId: text('visit_id').notNull(),
    dealId: integer('deal_id').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.visitId, table.dealId] })],
);

/** Visits whose person is in doubt, for a human to decide. Candidates are contact ids with their likeness, best first. */
export const reviews = sqliteTable(
  'reviews',
  {
    id: text('id').primaryKey(),
    visitId: text('visit_id').notNull(),
    branchId: integer('branch_id').notNull(),
    at: integer('at').notNull(),
    candidates: text('candidates').notNull(),
    state: text('state', { enum: ['open', 'accepted', 'created', 'dismissed'] }).notNull(),
    contactId: integer('contact_id'),
    decidedBy: integer('decided_by'),
    decidedAt: integer('decided_at'),
  },
  (table) => [index('reviews_visit').on(table.visitId), index('reviews_state').on(table.state, table.at)],
);

/**
 * The local index (product.md §4): which contacts have a phone, which deal carries a record ID. Candidates only, each is
 * read again before anything follows from it. Phones are keyed hashes.
 */
export const phoneContacts = sqliteTable(
  'phone_contacts',
  { phoneHash: text('phone_hash').notNull(), contactId: integer('contact_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.phoneHash, table.contactId] }),
    index('phone_contacts_contact').on(table.contactId),
  ],
);

/** When amoCRM was last asked for a phone: until it grows old the index needs no second look. */
export const phoneLookups = sqliteTable('phone_lookups', {
  phoneHash: text('phone_hash').primaryKey(),
  at: integer('at').notNull(),
});

export const dealRecords = sqliteTable(
  'deal_records',
  {
    dealId: integer('deal_id').primaryKey(),
    branchId: integer('branch_id').notNull(),
    talonId: integer('talon_id').notNull(),
  },
  (table) => [index('deal_records_talon').on(table.talonId, table.branchId)],
);

/** The circuit breaker of a branch (product.md §4): stopped since when and why; exempt until when by an administrator's yes. */
export const branchGuards = sqliteTable('branch_guards', {
  branchId: integer('branch_id').primaryKey(),
  stoppedAt: integer('stopped_at'),
  reason: text('reason'),
  exemptUntil: integer('exempt_until'),
});

/** Moves and creations of a branch by the minute, what the breaker counts; old minutes are deleted. */
export const branchCounts = sqliteTable(
  'branch_counts',
  {
    branchId: integer('branch_id').notNull(),
    kind: text('kind', { enum: ['move', 'creation'] }).notNull(),
    minute: integer('minute').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.branchId, table.kind, table.minute] })],
);

/** Slots held for clicks whose outcome is not known yet. */
export const holds = sqliteTable(
  'holds',
  {
    eventId: text('event_id').primaryKey(),
    sourceId: integer('source_id').notNull(),
    doctorId: integer('doctor_id').notNull(),
    date: text('date').notNull(),
    begin: text('begin').notNull(),
    end: text('end').notNull(),
  },
  (table) => [index('holds_slot').on(table.sourceId, table.doctorId, table.date)],
);

export const sourceStates = sqliteTable('source_states', {
  sourceId: integer('source_id').primaryKey(),
  tookStockAt: integer('took_stock_at'),
  nextPollAt: integer('next_poll_at').notNull(),
  /** Which portion of the far days comes next. */
  farCursor: integer('far_cursor').notNull(),
  /** The newest talon when stock was taken: older ones are no news by themselves. */
  stockTalonId: integer('stock_talon_id').notNull().default(0),
  newestTalonId: integer('newest_talon_id').notNull().default(0),
  lastSuccessAt: integer('last_success_at'),
  keyValid: integer('key_valid', { mode: 'boolean' }),
  errorCode: text('error_code'),
  errorAt: integer('error_at'),
  /** How its talons are read, found by a probe (archimed-api.md §6); null: not probed yet. */
  strategy: text('strategy', { enum: ['updates', 'days', 'tail'] }),
  probedAt: integer('probed_at'),
  /** When the linked open visits outside the near days were last read by id. */
  openReadAt: integer('open_read_at'),
  /** The branch's day, yyyy-mm-dd, whose night was reconciled last. */
  reconciledDay: text('reconciled_day'),
});

/** Directories of a source (doctors, services, statuses …): no personal data of patients. */
export const directories = sqliteTable(
  'directories',
  {
    sourceId: integer('source_id').notNull(),
    name: text('name').notNull(),
    body: text('body').notNull(),
    loadedAt: integer('loaded_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.name] })],
);
