import { doctorName, instant, roomOf } from '../clinic.ts';
import { present, type Visit, type VisitState } from '../ledger.ts';
import { TASK_BEFORE_MINUTES } from '../world.ts';
import { type Evidence, mayBeStoodFor, mayHaveStoodFor, standsFor } from './evidence.ts';
import { isGone, isOpen } from './states.ts';
import type { Say } from './verdict.ts';

/** Tasks and notes of a deal (product.md 3.1, «Side effects»). */
type Lead = Evidence['crm']['leads'][number];

export function judgeFeed(evidence: Evidence, lead: Lead, visits: readonly Visit[], say: Say): void {
  judgeTasks(evidence, lead, visits, say);
  judgeNotes(evidence, lead, visits, say);
}

function judgeTasks(evidence: Evidence, lead: Lead, visits: readonly Visit[], say: Say): void {
  const { crm, account, ledger } = evidence;
  const tasks = crm.tasks.filter(
    ({ entityId, text }) => entityId === lead.id && text.startsWith('Подтвердить: '),
  );
  const isOurs = ({ by }: Visit) => by === 'click';
  const ours = visits.filter((visit) => isOurs(visit) || mayHaveStoodFor(evidence, visit).some(isOurs));
  const where = { dealId: lead.id, person: visits[0]?.person };
  if (tasks.length > ours.length) {
    say(
      'doubled',
      'task',
      `deal ${lead.id} has ${tasks.length} tasks for ${ours.length} visits booked by us`,
      where,
    );
  }
  const open = tasks.filter(({ isCompleted }) => !isCompleted);
  const mayBeOpen = ours.filter((visit) => isOpen(present(visit)));
  if (open.length > mayBeOpen.length) {
    say(
      'wrong',
      'task',
      `deal ${lead.id} has ${open.length} open tasks, ${mayBeOpen.length} visits are open`,
      where,
    );
  }
  const wasDeleted = ledger.deletions.some(({ dealId }) => dealId === lead.id);
  const left = [...open];
  for (const visit of mayBeOpen) {
    // One that had ended and was taken back may have its task completed.
    if (wasDeleted || !isOurs(visit) || !visit.states.every(isOpen)) continue;
    const state = present(visit);
    const till =
      Date.parse(instant(account.timeZone, state.date, state.begin)) / 1000 - TASK_BEFORE_MINUTES * 60;
    const alike = left.filter(({ text }) => text === taskText(state));
    // Two visits at the same time of different days have tasks of one text.
    const task = alike.find(({ completeTill }) => completeTill === till) ?? alike[0];
    if (task) left.splice(left.indexOf(task), 1);
    if (!task) {
      const others = open.map(({ text }) => text).join('», «');
      const kind = open.length >= mayBeOpen.length ? 'wrong' : 'lost';
      say(kind, 'task', `deal ${lead.id} has no task «${taskText(state)}», but «${others}»`, where);
    } else if (task.completeTill !== till) {
      say(
        'wrong',
        'task',
        `deal ${lead.id}: task ${task.id} is due ${task.completeTill}, not ${till}`,
        where,
      );
    }
  }
}

function taskText({ doctorId, begin }: VisitState): string {
  return `Подтвердить: ${doctorName(doctorId)}, ${begin}, ${roomOf(doctorId)}`;
}

const NOTES = {
  booking: 'Запись на приём',
  move: 'Запись перенесена',
  cancellation: 'Запись отменена',
  deletion: 'Запись удалена',
} as const;

function judgeNotes(evidence: Evidence, lead: Lead, visits: readonly Visit[], say: Say): void {
  const { crm, ledger } = evidence;
  const texts = crm.notes
    .filter(({ entityId }) => entityId === lead.id)
    .map(({ params }) => params.text ?? '');
  const where = { dealId: lead.id, person: visits[0]?.person };
  const wasDeleted = ledger.deletions.some(({ dealId }) => dealId === lead.id);
  for (const kind of ['booking', 'move', 'cancellation', 'deletion'] as const) {
    const found = texts.filter((text) => text.startsWith(NOTES[kind])).length;
    const most = sum(visits, (visit) => mostNotes(visit, mayHaveStoodFor(evidence, visit))[kind]);
    const least = wasDeleted ? 0 : sum(visits, (visit) => leastNotes(evidence, visit)[kind]);
    const range = least === most ? `${most}` : `${least} to ${most}`;
    if (found > most)
      say('doubled', 'note', `deal ${lead.id} has ${found} notes «${NOTES[kind]}», not ${range}`, where);
    if (found < least)
      say('lost', 'note', `deal ${lead.id} has ${found} notes «${NOTES[kind]}», not ${range}`, where);
  }
}

type Counts = Record<keyof typeof NOTES, number>;

/** As many as there were changes, had each been seen. */
function mostNotes(visit: Visit, before: readonly Visit[]): Counts {
  const all = [visit, ...before];
  return {
    booking: 1,
    // Cancelled and booked anew in one go is a move, when it was seen so (product.md §4).
    move: sum(all, (one) => steps(one, wasMoved)) + before.length + (visit.insteadOf === null ? 0 : 1),
    cancellation: sum(all, (one) => steps(one, wasCancelled)),
    deletion: sum(all, (one) => steps(one, wasDeleted)),
  };
}

/** Only what nothing can have hidden: the state before was in amoCRM, and none after it covers the change. */
function leastNotes(evidence: Evidence, visit: Visit): Counts {
  const before = standsFor(evidence, visit);
  const last = visit.states.length - 1;
  // Deleted and taken back before the deal showed it, it stands there as it always did; a poll may see the return later.
  const wasAway = visit.states.slice(0, last).some(({ deleted }) => deleted);
  const sure = (step: Step) =>
    steps(
      visit,
      (before, after, index) =>
        index === last && after.afterSettled && !wasAway && step(before, after, index),
    );
  return {
    // Deleted before anybody looked and restored later: what is seen first is a restored visit. One whose place was taken
    // left its note in the deal that it had.
    booking:
      visit.insteadOf === null &&
      before.length === 0 &&
      !visit.states.some(({ deleted }) => deleted) &&
      !mayBeStoodFor(evidence, visit)
        ? 1
        : 0,
    move: sure(wasMoved),
    cancellation: sure(wasCancelled),
    deletion: sure(wasDeleted),
  };
}

type Step = (before: VisitState, after: VisitState, index: number) => boolean;

function steps(visit: Visit, passes: Step): number {
  return visit.states.filter((state, index) => {
    const before = visit.states[index - 1];
    return before !== undefined && passes(before, state, index);
  }).length;
}

const wasMoved: Step = (before, after) =>
  before.doctorId !== after.doctorId || before.date !== after.date || before.begin !== after.begin;
const wasCancelled: Step = (before, after) => !isGone(before) && !after.deleted && isGone(after);
const wasDeleted: Step = (before, after) => !before.deleted && after.deleted;

function sum(visits: readonly Visit[], count: (visit: Visit) => number): number {
  return visits.reduce((total, visit) => total + count(visit), 0);
}
