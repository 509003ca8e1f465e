import type { AutomationSettings } from '../../../worker/settings/automation.schemas.ts';

type When = AutomationSettings['task']['when'];
export type TaskMoment = 'before-visit' | 'after-visit' | 'after-booking';
export type TaskUnit = 'minutes' | 'hours' | 'days';
/** «за 1 день до визита», as the form shows it. */
export type TaskTime = { moment: TaskMoment; amount: number; unit: TaskUnit };

const minutesIn: Record<TaskUnit, number> = { minutes: 1, hours: 60, days: 1440 };
const longest = 43_200;

export function taskTimeOf({ anchor, minutes }: When): TaskTime {
  const moment = anchor === 'booking' ? 'after-booking' : minutes < 0 ? 'before-visit' : 'after-visit';
  const distance = Math.abs(minutes);
  const unit = distance === 0 || distance % 60 !== 0 ? 'minutes' : distance % 1440 === 0 ? 'days' : 'hours';
  return { moment, amount: distance / minutesIn[unit], unit };
}

export function whenOf({ moment, amount, unit }: TaskTime): When {
  const minutes = amount * minutesIn[unit];
  if (moment === 'after-booking') return { anchor: 'booking', minutes };
  return { anchor: 'visit', minutes: moment === 'before-visit' && minutes > 0 ? -minutes : minutes };
}

export function taskTimeFits({ amount, unit }: TaskTime): boolean {
  return Number.isInteger(amount) && amount >= 0 && amount * minutesIn[unit] <= longest;
}
