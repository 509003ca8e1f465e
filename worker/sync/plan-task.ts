import type { VisitFacts } from './model.ts';
import type { PlanInput } from './plan.ts';
import { fillTemplate } from './templates.ts';
import { toEpochMs } from './wall-clock.ts';

export type TaskStep =
  | { do: 'create'; text: string; typeId: number; completeTill: number; responsibleId: number; shows: string }
  | { do: 'move'; taskId: number; text: string; completeTill: number; shows: string }
  | { do: 'complete'; taskId: number; result: string };

/** One task per visit: moved with it, completed when the visit ends in any way (product.md §3.1). */
export function planTask(input: PlanInput): TaskStep | null {
  const { own, ownTask } = input;
  const settings = input.settings.automation.task;
  const over =
    own.deleted || own.meaning === 'cancelled' || own.meaning === 'completed' || own.meaning === 'no-show';
  if (ownTask.id !== null) {
    if (ownTask.done) {
      return null;
    }
    if (over) {
      return { do: 'complete', taskId: ownTask.id, result: own.deleted ? 'Запись удалена' : own.statusName };
    }
    // Not «on a move»: one that was created unanswered may be found after the visit moved on.
    return ownTask.shows === placeOf(own)
      ? null
      : {
          do: 'move',
          taskId: ownTask.id,
          text: fillTemplate(settings.text, own),
          completeTill: taskTime(input),
          shows: placeOf(own),
        };
  }
  const wanted = settings.enabled && (input.bookedByUs || settings.forReception);
  if (!wanted || over || input.event.kind !== 'visit.created') {
    return null;
  }
  return {
    do: 'create',
    text: fillTemplate(settings.text, own),
    typeId: settings.typeId,
    completeTill: taskTime(input),
    responsibleId: input.lead.responsibleId,
    shows: placeOf(own),
  };
}

/** Where the visit was when its task was written. */
export function placeOf({ doctorId, date, begin, room }: VisitFacts): string {
  return `${doctorId} ${date} ${begin} ${room}`;
}

function taskTime(input: PlanInput): number {
  const { anchor, minutes } = input.settings.automation.task.when;
  const base =
    anchor === 'visit' ? toEpochMs(input.own.date, input.own.begin, input.own.timeZone) : input.event.at;
  const planned = base + minutes * 60_000;
  const soonest = input.event.at + 3_600_000;
  return Math.floor(Math.max(planned, planned < input.event.at ? soonest : planned) / 1000);
}
