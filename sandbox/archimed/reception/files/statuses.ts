import type { DeskDay, DeskTalon } from '../day-view.ts';

/** Shapes by what the clinic calls a status; a name that says nothing gets one by its place. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/удал/i, '✕'],
  [/отмен|отказ/i, '⊘'],
  [/не\s*яв|неяв/i, '!'],
  [/подтв/i, '✓'],
  [/приш|прибы|ожида/i, '●'],
  [/состоял|заверш|принят|оказан/i, '■'],
  [/запис/i, '○'],
];
const shapesByPlace = ['○', '◆', '▲', '●', '■', '★'];

type Known = Pick<DeskDay, 'statuses'>;

/** The class of a status: its colour by place in the clinic's directory; shape and word always stand beside it. */
export function statusTone(day: Known, statusId: number): string {
  const lasting = day.statuses.filter((status) => !status.cancelled);
  const place = lasting.findIndex((status) => status.id === statusId);
  return place < 0 ? 'tone-off' : `tone-${place % 6}`;
}

export function tone(day: Known, talon: Pick<DeskTalon, 'holdsSlot' | 'statusId'>): string {
  return talon.holdsSlot ? statusTone(day, talon.statusId) : 'tone-off inactive';
}

export function statusName(day: Known, talon: Pick<DeskTalon, 'deleted' | 'statusId'>): string {
  if (talon.deleted) return 'Удалена';
  return day.statuses.find((status) => status.id === talon.statusId)?.name ?? '';
}

export function shapeOf(day: Known, name: string): string {
  const named = shapes.find(([pattern]) => pattern.test(name))?.[1];
  if (named !== undefined) return named;
  const place = day.statuses.findIndex((status) => status.name === name);
  return shapesByPlace[Math.max(0, place) % shapesByPlace.length] ?? '○';
}

export function isCancelled(day: Known, statusId: number): boolean {
  return day.statuses.find((status) => status.id === statusId)?.cancelled === true;
}
