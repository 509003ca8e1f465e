import type { DoctorsReply } from '../../worker/directories/directories.schemas.ts';
import type { JournalReply, JournalVisit, ScheduleReply } from '../../worker/journal/journal.schemas.ts';
import type { MeReply } from '../../worker/session/session.schemas.ts';
import { columnOf } from '../schedule/columns.ts';
import type { Column } from '../schedule/types.ts';
import { wallDate, wallSpan } from '../schedule/wall.ts';
import { formatDate, shortName } from '../ui/format.ts';
import { roomText } from '../ui/messages.ts';
import type { Place } from './address.ts';
import { t } from './messages.ts';
import { dateOf, gridVisit, passes } from './visits.ts';

type Branch = MeReply['branches'][number];
type Shift = ScheduleReply['shifts'][number];
type Foreign = JournalReply['foreign'][number];

/** All that was read for the days in view. */
export type Shown = {
  place: Place;
  days: readonly string[];
  branches: readonly Branch[];
  schedules: ReadonlyMap<number, ScheduleReply>;
  doctors: ReadonlyMap<number, DoctorsReply['doctors']>;
  journal: Pick<JournalReply, 'visits' | 'foreign'>;
  me: MeReply;
  dealId: number | null;
  now: number;
};

/** A doctor of a branch, a room of it, or the branch itself: what a column or a row of the overview is about. */
export type Subject = {
  key: string;
  branch: Branch;
  title: string;
  note: string;
  hasShift(shift: Shift): boolean;
  hasVisit(visit: JournalVisit): boolean;
  /** Whether this time of another branch is taken here, too; `works`: who is in this branch on that day. */
  hasForeign(taken: Foreign, works: ReadonlySet<number>): boolean;
  doctorId: number | null;
  room: string | null;
};

export function subjectsOf(shown: Shown): Subject[] {
  return shown.branches.flatMap((branch) => {
    const shifts = shiftsOf(shown, branch.id);
    const visits = shown.journal.visits.filter(
      (visit) => visit.branchId === branch.id && passes(visit, shown.place),
    );
    switch (shown.place.by) {
      case 'doctor':
        return byDoctor(shown, branch, shifts, visits);
      case 'room':
        return byRoom(shown, branch, shifts, visits);
      default:
        return [wholeBranch(branch)];
    }
  });
}

function wholeBranch(branch: Branch): Subject {
  return {
    ...{ key: `b${branch.id}`, branch, title: branch.title, note: '', doctorId: null, room: null },
    hasShift: () => true,
    hasVisit: () => true,
    hasForeign: ({ doctorId }, works) => works.has(doctorId),
  };
}

function byDoctor(shown: Shown, branch: Branch, shifts: readonly Shift[], visits: readonly JournalVisit[]) {
  const ids = new Set([...shifts, ...visits].map(({ doctorId }) => doctorId));
  const known = shown.doctors.get(branch.id) ?? [];
  const several = shown.branches.length > 1;
  return [...ids]
    .map<Subject>((id) => {
      const doctor = known.find((candidate) => candidate.id === id);
      const seen = visits.find(({ doctorId }) => doctorId === id);
      const speciality = doctor?.specialities[0]?.name ?? seen?.speciality ?? '';
      const rooms = new Set(shifts.filter(({ doctorId }) => doctorId === id).map(({ room }) => room));
      const [room = ''] = rooms;
      return {
        key: `d${id}-${branch.id}`,
        branch,
        title: shortName(doctor?.name ?? seen?.doctorName ?? ''),
        note: [several ? branch.title : '', speciality, rooms.size === 1 ? roomText(room) : '']
          .filter((part) => part !== '')
          .join(' · '),
        hasShift: ({ doctorId }) => doctorId === id,
        hasVisit: ({ doctorId }) => doctorId === id,
        hasForeign: ({ doctorId }) => doctorId === id,
        doctorId: id,
        room: null,
      };
    })
    .sort(byTitle);
}

function byRoom(shown: Shown, branch: Branch, shifts: readonly Shift[], visits: readonly JournalVisit[]) {
  const rooms = new Set([...shifts, ...visits].map(({ room }) => room));
  return [...rooms]
    .map<Subject>((room) => ({
      key: `r${room}-${branch.id}`,
      branch,
      title: room === '' ? t('room.none') : roomText(room),
      note: shown.branches.length > 1 ? branch.title : '',
      hasShift: (shift) => shift.room === room,
      hasVisit: (visit) => visit.room === room,
      // Rooms of two buildings may bear one name: only of a doctor who is here.
      hasForeign: (taken, works) => taken.room === room && works.has(taken.doctorId),
      doctorId: null,
      room,
    }))
    .sort(byTitle);
}

function byTitle(a: Subject, b: Subject): number {
  return a.title.localeCompare(b.title, 'ru', { numeric: true });
}

function shiftsOf({ schedules, place }: Shown, branchId: number): Shift[] {
  return (schedules.get(branchId)?.shifts ?? []).filter(
    (shift) =>
      (place.doctor === null || shift.doctorId === place.doctor) &&
      (place.room === null || shift.room === place.room),
  );
}

/** One day: a column for each doctor, room or branch that has something in it. */
export function dayColumns(shown: Shown): Column[] {
  const [day = ''] = shown.days;
  return subjectsOf(shown)
    .map((subject) => column(shown, subject, day, subject.title, subject.note))
    .filter(hasAnything);
}

/** One doctor's (or room's, or branch's) week: a column for each day; of several branches those where there is something. */
export function weekColumns(shown: Shown): Column[] {
  const subjects = subjectsOf(shown);
  const several = new Set(subjects.map(({ branch }) => branch.id)).size > 1;
  return shown.days.flatMap((day) => {
    const columns = subjects.map((subject) =>
      column(shown, subject, day, formatDate(day), several ? subject.branch.title : subject.title),
    );
    const filled = columns.filter(hasAnything);
    return filled.length > 0 ? filled : columns.slice(0, 1);
  });
}

/** A week is about one thing, or it is an overview. */
export function isOverview({ place, branches }: Pick<Shown, 'place' | 'branches'>): boolean {
  if (place.view === 'day') return false;
  if (place.by === 'doctor') return place.doctor === null;
  if (place.by === 'room') return place.room === null;
  return branches.length > 1;
}

export type OverviewRow = {
  subject: Subject;
  cells: { day: string; visits: number; free: number; works: boolean }[];
};

export function overviewRows(shown: Shown): OverviewRow[] {
  return subjectsOf(shown).map((subject) => ({
    subject,
    cells: shown.days.map((day) => {
      const { intervals, visits } = column(shown, subject, day, '', '');
      return {
        day,
        visits: visits.length,
        free: intervals.filter(({ state }) => state === 'free').length,
        works: intervals.length > 0,
      };
    }),
  }));
}

function column(shown: Shown, subject: Subject, day: string, title: string, note: string): Column {
  const { branch } = subject;
  const { by } = shown.place;
  const shifts = shiftsOf(shown, branch.id).filter(({ date }) => date === day);
  const visits = shown.journal.visits.filter(
    (visit) => visit.branchId === branch.id && dateOf(visit) === day && passes(visit, shown.place),
  );
  const works = new Set([...shifts, ...visits].map(({ doctorId }) => doctorId));
  const foreign = shown.journal.foreign.filter(
    (taken) => wallDate(taken.start) === day && subject.hasForeign(taken, works),
  );
  return columnOf({
    ...{ key: `${subject.key}-${day}`, branchId: branch.id, title, note, date: day },
    timeZone: branch.timeZone,
    keepsDoctor: by === 'branch',
    shifts: shifts
      .filter(subject.hasShift)
      // Of a whole branch only what is free says something: what one doctor has taken another has not.
      .map((shift) =>
        by === 'branch' ? { ...shift, intervals: shift.intervals.filter(({ free }) => free) } : shift,
      ),
    visits: visits
      .filter(subject.hasVisit)
      .map((visit) => gridVisit(visit, { me: shown.me, dealId: shown.dealId, withDoctor: by !== 'doctor' })),
    foreign: foreign.map(({ doctorId, start, end }) => ({
      ...wallSpan(start, end),
      ...(by === 'doctor' ? {} : { who: doctorName(shown, branch.id, doctorId) }),
    })),
    now: shown.now,
  });
}

function doctorName({ doctors }: Shown, branchId: number, doctorId: number): string {
  return shortName(doctors.get(branchId)?.find(({ id }) => id === doctorId)?.name ?? '');
}

function hasAnything({ intervals, visits, blocks }: Column): boolean {
  return intervals.length + visits.length + blocks.length > 0;
}
