import type { Meaning } from '../settings/statuses.schemas.ts';
import type { VisitEventKind } from './plan.ts';

/** What is compared between two readings of a talon. */
export type TalonFacts = {
  patientId: number | null;
  doctorId: number;
  date: string;
  begin: string;
  end: string;
  room: string;
  statusId: number | null;
  deleted: boolean;
  contentHash: string;
};

export type Change = { field: keyof TalonFacts; from: string; to: string };
export type Difference = { kind: VisitEventKind; changes: Change[] };

const compared: readonly (keyof TalonFacts)[] = [
  'patientId',
  'doctorId',
  'date',
  'begin',
  'end',
  'room',
  'statusId',
  'deleted',
  'contentHash',
];

export function changesOf(known: TalonFacts, read: TalonFacts): Change[] {
  return compared
    .filter((field) => known[field] !== read[field])
    .map((field) => ({ field, from: String(known[field] ?? ''), to: String(read[field] ?? '') }));
}

/** One event for each visit and reading; the most telling change names it. */
export function diffTalon(
  known: TalonFacts,
  read: TalonFacts,
  meaningOf: (statusId: number) => Meaning | null,
): Difference | null {
  const changes = changesOf(known, read);
  if (changes.length === 0) {
    return null;
  }
  const changed = new Set(changes.map((change) => change.field));
  const isCancelled = ({ statusId }: TalonFacts) => statusId !== null && meaningOf(statusId) === 'cancelled';
  const kind = (): VisitEventKind => {
    if (changed.has('deleted')) {
      return read.deleted ? 'visit.deleted' : 'visit.restored';
    }
    // From one cancelling status to another nothing is cancelled a second time.
    if (changed.has('statusId') && isCancelled(read) && !isCancelled(known)) {
      return 'visit.cancelled';
    }
    if (changed.has('doctorId') || changed.has('date') || changed.has('begin')) {
      return 'visit.moved';
    }
    return changed.has('statusId') ? 'visit.status_changed' : 'visit.changed';
  };
  return { kind: kind(), changes };
}
