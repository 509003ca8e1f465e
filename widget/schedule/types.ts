import type { Slot } from '../../worker/visits/visits.schemas.ts';

/** Minutes of a column's own day, by its branch's wall clock. */
export type Span = { from: number; to: number };

/** A piece of a doctor's schedule. `past`: nobody can take it any more, whoever had it. */
export type Interval = Span & { state: 'free' | 'busy' | 'past'; slot: Slot };

/** Time that is taken, and no more is told: of another branch, or of a visit that is not shown. */
export type Block = Span & {
  kind: 'busy' | 'foreign';
  /** Whose time it is, where the column is not one doctor's. */
  who?: string;
};

export type GridVisit = Span & {
  id: string;
  branchId: number;
  doctorId: number;
  /** `own`: of the deal that is looked at; `over`: cancelled, deleted or done with. */
  tone: 'own' | 'plain' | 'over';
  title: string;
  note: string;
  /** In full what the box says shortened: on hover, and as its description for a screen reader. */
  label: string;
  movable: boolean;
};

export type Column = {
  key: string;
  /** Whose schedule it is: a visit cannot be moved to another branch. */
  branchId: number;
  title: string;
  note: string;
  /** `yyyy-mm-dd` and the zone of its clock: where the now-line stands. */
  date: string;
  timeZone: string;
  /** Of many doctors at once, as of a whole branch: a visit that is moved in it stays with its own. */
  keepsDoctor?: boolean;
  intervals: readonly Interval[];
  blocks: readonly Block[];
  visits: readonly GridVisit[];
};

/** Free time that is long enough: one interval, or neighbours joined. */
export type Target = Span & { columnKey: string; slot: Slot };
