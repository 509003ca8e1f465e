import type { Slot } from './clinic.ts';
import type { Talon } from './doubles.ts';
import type { Stage } from './world.ts';

/** What was done in a run: the oracle compares it with what both systems hold at the end. */

/** How a visit stood from a moment on, in the clinic. */
export type VisitState = {
  at: number;
  doctorId: number;
  date: string;
  begin: string;
  end: string;
  statusId: number;
  deleted: boolean;
  info: string;
  /** The product is known to have brought the state before this one to amoCRM: this change cannot hide it. */
  afterSettled: boolean;
};

export type Visit = {
  talonId: number;
  person: number;
  by: 'click' | 'desk' | 'outside';
  /** The marker of its click. */
  click: string | null;
  /** Our id, once an answer told it. */
  visitId: string | null;
  states: VisitState[];
  /** The visit it was made instead of, in the same moment. */
  insteadOf: number | null;
  /** A change by a click whose outcome nobody has told yet. */
  unsure: boolean;
  /** A change was not answered with success: it may still be made. */
  mayChange: boolean;
  /** Left alone from now on: the product still owes the clinic a change of it. */
  frozen: boolean;
};

export type ClickAnswer = { at: number; status: number | 'cut'; code: string | null };

export type Click = {
  marker: string;
  key: string;
  person: number;
  dealId: number | null;
  slot: Slot;
  body: unknown;
  answers: ClickAnswer[];
  final: { status: number; code: string | null; talonId: number | null; visitId: string | null } | null;
  serviceIds: number[];
};

/** By a manager in amoCRM. `calm`: nothing of this deal was under way, so what follows is certain. */
export type StageMove = { dealId: number; at: number; stage: Stage; calm: boolean; talonId: number | null };
export type FieldEdit = { dealId: number; at: number; field: string; value: string; talonId: number };
export type Deletion = { dealId: number; at: number; restoredAt: number | null };
export type Merge = { loser: number; winner: number; at: number };

export type Ledger = {
  visits: Map<number, Visit>;
  clicks: Click[];
  moves: StageMove[];
  edits: FieldEdit[];
  deletions: Deletion[];
  merges: Merge[];
  counts: Map<string, number>;
};

export function createLedger(): Ledger {
  return {
    visits: new Map(),
    clicks: [],
    moves: [],
    edits: [],
    deletions: [],
    merges: [],
    counts: new Map(),
  };
}

export function count(ledger: Ledger, what: string): void {
  ledger.counts.set(what, (ledger.counts.get(what) ?? 0) + 1);
}

export function stateOf(talon: Talon, at: number, afterSettled: boolean): VisitState {
  const { doctorId, date, begin, end, statusId, deleted, info } = talon;
  return { at, doctorId, date, begin, end, statusId, deleted, info, afterSettled };
}

export function present(visit: Visit): VisitState {
  const last = visit.states.at(-1);
  if (!last) throw new Error(`visit ${visit.talonId} has no state`);
  return last;
}

/** Holds no slot and is over. */
export function isOver(state: VisitState): boolean {
  return state.deleted || state.statusId === 4;
}

/** Whether the clinic holds something else, whenever it was written. */
export function differs(left: VisitState, right: VisitState): boolean {
  const { at: _at, afterSettled: _settled, ...rest } = left;
  const { at: _otherAt, afterSettled: _otherSettled, ...others } = right;
  return JSON.stringify(rest) !== JSON.stringify(others);
}
