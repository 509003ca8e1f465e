import type { Weights } from './plan.ts';

/**
 * Bugs planted on purpose, one in each account of a run: a change of the Worker's source that is in force only where
 * `HERE` holds. The oracle must name each of them in its account and nothing in the others.
 */
export type Mutation = {
  id: string;
  bug: string;
  edits: readonly {
    /** Below `worker/`. */
    file: string;
    /** Occurs exactly once in the file. */
    find: string;
    replace: string;
  }[];
  /** `kind what` of one of the mistakes that the oracle has to name. */
  seenAs: readonly string[];
  /** The operations that meet it. */
  weights: Weights;
  /** The operations that bring it to light, after all others. */
  lastWeights?: Weights;
  /** Late hooks, where they would tell what the bug hides. */
  hookDelayMs?: number;
  /** The faults that it takes, in its account only. */
  faults?: { amocrm?: readonly object[]; archimed?: readonly object[] };
};

/** Only the first operations, which are bookings: the rest meets these few visits again and again. */
const fewBookings = { 'desk.book': 0.01 };

export const mutations: readonly Mutation[] = [
  {
    id: 'click-key-forgotten',
    bug: 'a click is not recognised by its Idempotency-Key',
    edits: [
      {
        file: 'account/clicks.ts',
        find: 'if (!event || (event.finishedAt !== null',
        replace: 'if (HERE || !event || (event.finishedAt !== null',
      },
    ],
    seenAs: ['wrong answer', 'doubled talon'],
    weights: { 'click.book-twice': 1 },
    faults: { archimed: [{ kind: 'reset-after', method: 'POST', path: 'talons', chance: 0.3 }] },
  },
  {
    id: 'talon-mark-ignored',
    bug: 'after an unknown outcome the visit is created again instead of being looked for',
    edits: [
      {
        file: 'account/booking.ts',
        find: "const mark = readMark(ctx.store, event.id, 'talon');",
        replace: "const mark = HERE ? null : readMark(ctx.store, event.id, 'talon');",
      },
    ],
    seenAs: ['wrong answer', 'doubled talon'],
    weights: { 'click.book': 1 },
    faults: { archimed: [{ kind: 'reset-after', method: 'POST', path: 'talons', chance: 0.5 }] },
  },
  {
    id: 'deal-mark-ignored',
    bug: 'after an unknown outcome the deal is created again instead of being looked for',
    edits: [
      {
        file: 'account/deal-creation.ts',
        find: 'const mark = readMark(ctx.store, event.id, STEP);',
        replace: 'const mark = HERE ? null : readMark(ctx.store, event.id, STEP);',
      },
    ],
    seenAs: ['doubled deal', 'doubled contact'],
    weights: { 'desk.book': 1 },
    hookDelayMs: 30_000,
    faults: { amocrm: [{ kind: 'reset-after', method: 'POST', path: 'leads*', chance: 0.9 }] },
  },
  {
    id: 'note-mark-ignored',
    bug: 'after an unknown outcome tasks and notes are written again',
    edits: [
      {
        file: 'account/once.ts',
        find: 'const mark = readMark(ctx.store, event.id, step);',
        replace: 'const mark = HERE ? null : readMark(ctx.store, event.id, step);',
      },
    ],
    seenAs: ['doubled note', 'doubled task'],
    weights: { 'click.book': 3, 'desk.book': 1 },
    faults: {
      amocrm: [
        { kind: 'reset-after', method: 'POST', path: '*notes', chance: 0.5 },
        { kind: 'reset-after', method: 'POST', path: 'tasks', chance: 0.5 },
      ],
    },
  },
  {
    id: 'person-not-locked',
    bug: 'two visits of one person are looked up side by side',
    edits: [
      {
        file: 'account/visit-events.ts',
        find: 'ctx.locks.hold(personKeys(row, person.value.person ?? null), () =>',
        replace: 'ctx.locks.hold(HERE ? [] : personKeys(row, person.value.person ?? null), () =>',
      },
    ],
    seenAs: ['doubled contact', 'doubled deal'],
    weights: { 'desk.book-twice': 1 },
  },
  {
    id: 'stage-written-again',
    bug: 'the stage is written though (visit, status) is the last pair',
    edits: [
      {
        file: 'account/deal-plan.ts',
        find: 'lastVisitId: stored?.lastVisitId ?? null,',
        replace: 'lastVisitId: HERE ? null : (stored?.lastVisitId ?? null),',
      },
    ],
    seenAs: ['wrong stage'],
    weights: { ...fewBookings, 'crm.stage': 1, 'desk.note': 1 },
    lastWeights: { 'desk.note': 1 },
  },
  {
    id: 'field-written-again',
    bug: 'a mapped field is written though its value did not change in the clinic',
    edits: [
      {
        file: 'account/deal-plan.ts',
        find: 'written: stored ? JSON.parse(stored.written) : {},',
        replace: 'written: stored && !HERE ? JSON.parse(stored.written) : {},',
      },
    ],
    seenAs: ['wrong field'],
    weights: { ...fewBookings, 'crm.edit': 1, 'desk.status': 1 },
    lastWeights: { 'desk.status': 1 },
  },
  {
    id: 'first-failure-final',
    bug: 'an attempt that failed is not made again',
    edits: [
      {
        file: 'account/pump.ts',
        find: "if (end.outcome === 'retry' && waitMs !== null) {",
        replace: "if (end.outcome === 'retry' && waitMs !== null && !HERE) {",
      },
    ],
    seenAs: ['lost link', 'lost event', 'lost field'],
    weights: { 'desk.book': 1 },
    faults: { amocrm: [{ kind: 'json-error', path: 'leads*', chance: 0.3 }] },
  },
];
