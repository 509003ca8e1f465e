import type { Weights } from './plan.ts';

export type Fault = { kind: string; chance?: number } & Record<string, unknown>;

type Phase = { until: number; weights: Weights };

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
  /** The operations that meet it, then those that bring it to light: each up to a share of the run, the last to the end. */
  phases: readonly Phase[];
  /** Only where a deal moved by hand sets the status. */
  twoWay?: true;
  /** Late hooks, where they would tell what the bug hides. */
  hookDelayMs?: number;
  /** The faults that it takes, in its account only. */
  faults?: { amocrm?: readonly Fault[]; archimed?: readonly Fault[]; fromMs?: number };
};

/** A few visits, and some time for them to reach their deals. */
const booked: Phase[] = [
  { until: 0.25, weights: { 'desk.book': 1 } },
  { until: 0.35, weights: {} },
];
const then = (until: number, weights: Weights): Phase => ({ until, weights });
/** They keep the Worker busy to the end, with all that the bug makes of them: a few are enough. */
const only = (weights: Weights): Phase[] => [{ until: 0.4, weights }];

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
      {
        file: 'account/clicks.ts',
        find: 'const twin = ctx.accepting.get(digest);',
        replace: 'const twin = HERE ? undefined : ctx.accepting.get(digest);',
      },
    ],
    seenAs: ['wrong answer', 'doubled talon'],
    phases: only({ 'click.book-twice': 1 }),
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
    phases: only({ 'click.book': 1 }),
    faults: { archimed: [{ kind: 'reset-after', method: 'POST', path: 'talons', chance: 0.5 }] },
  },
  {
    id: 'deal-mark-ignored',
    bug: 'after an unknown outcome the deal is created again instead of being looked for',
    edits: [
      {
        file: 'account/deal-creation.ts',
        find: 'const mark = readMark(ctx.store, event.id, DEAL_STEP);',
        replace: 'const mark = HERE ? null : readMark(ctx.store, event.id, DEAL_STEP);',
      },
    ],
    seenAs: ['doubled deal', 'doubled contact'],
    phases: only({ 'desk.book': 1 }),
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
    phases: only({ 'click.book': 1 }),
    faults: {
      amocrm: [
        { kind: 'reset-after', method: 'POST', path: '*notes', chance: 0.7 },
        { kind: 'reset-after', method: 'POST', path: 'tasks', chance: 0.7 },
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
    phases: [then(0.8, { 'desk.book-twice': 1 })],
    faults: { amocrm: [{ kind: 'latency', method: 'POST', path: 'leads*', delayMs: 2_000 }] },
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
    phases: [...booked, then(0.65, { 'crm.work': 1 }), then(1, { 'desk.note': 1 })],
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
    phases: [...booked, then(0.65, { 'crm.edit': 1 }), then(1, { 'desk.status': 1 })],
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
    phases: only({ 'desk.book': 1 }),
    faults: { amocrm: [{ kind: 'json-error', path: 'leads*', chance: 0.3 }] },
  },
  {
    id: 'events-overtake',
    bug: 'the next event of a visit does not wait for the one before: neither the lane nor the lock of the deal holds it',
    edits: [
      {
        file: 'account/pump.ts',
        find: 'dueEvents(ctx.store, ctx.clock.now(), AT_ONCE + ctx.inHand.size, passes(gates));',
        replace: 'dueEvents(ctx.store, ctx.clock.now(), AT_ONCE + ctx.inHand.size, passes(gates), HERE);',
      },
      {
        file: 'account/inbox.ts',
        find: '  passing?: SQL,\n): Array<',
        replace: '  passing?: SQL,\n  anyOrder = false,\n): Array<',
      },
      {
        file: 'account/inbox.ts',
        find: 'const query = passing === undefined ? allDue(store)',
        replace:
          'const query = anyOrder ? dueWhere(store, passing, true) : passing === undefined ? allDue(store)',
      },
      {
        file: 'account/inbox.ts',
        find: 'function dueWhere(store: Store, passing: SQL | undefined) {',
        replace: 'function dueWhere(store: Store, passing: SQL | undefined, anyOrder = false) {',
      },
      {
        file: 'account/inbox.ts',
        find: "lte(events.dueAt, sql.placeholder('now')), headsLane(), passing)",
        replace: "lte(events.dueAt, sql.placeholder('now')), anyOrder ? undefined : headsLane(), passing)",
      },
      {
        file: 'account/visit-events.ts',
        find: 'return ctx.locks.hold([dealKey(row.dealId)], () => findDeal(work, {}));',
        replace: 'return ctx.locks.hold(HERE ? [] : [dealKey(row.dealId)], () => findDeal(work, {}));',
      },
    ],
    seenAs: ['wrong stage', 'wrong field'],
    // A slow write holds up everything else of the account: few visits, and they have their deals before.
    phases: [then(0.2, { 'desk.book': 1 }), then(0.45, {}), then(0.7, { 'click.slip': 1 })],
    faults: {
      amocrm: [{ kind: 'latency', method: 'PATCH', path: 'leads*', delayMs: 4_000 }],
      fromMs: 8_000,
    },
  },
  {
    id: 'own-move-forgotten',
    bug: 'the stage that we wrote is not remembered, so its hook is taken for a manager who moved the deal',
    edits: [
      {
        file: 'account/deal-writes.ts',
        find: '      ...plan.known,\n',
        replace: '      ...(HERE ? {} : plan.known),\n',
      },
    ],
    seenAs: ['wrong talon'],
    twoWay: true,
    phases: [...booked, then(0.6, { 'desk.status': 1 }), then(1, { 'desk.no-show': 1 })],
  },
];
