import type { Meaning } from '../settings/statuses.schemas.ts';

/** Order matters: «Не явился» before «явился», «Отмена подтверждения» before «подтверждён». */
const patterns: readonly [RegExp, Meaning][] = [
  [/не\s*(?:явил|приш|прид)|неявк|no.?show/iu, 'no-show'],
  [/отмен|отказ|аннулир|cancel/iu, 'cancelled'],
  [/состоял|заверш|оказан|принят|закрыт|оплач|complet/iu, 'completed'],
  [/приш[её]л|пришла|прибыл|явил|на при[её]ме|в клинике|ожидает|arriv/iu, 'arrived'],
  [/подтвержд|confirm/iu, 'confirmed'],
  [/запис|заплан|предварит|нов[аы]|book/iu, 'booked'],
];

/** By name only; the administrator decides (product.md §2). */
export function suggestMeaning(name: string): Meaning | null {
  return patterns.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

export const meaningNames: Record<Meaning, string> = {
  booked: 'запись',
  confirmed: 'подтверждён',
  arrived: 'пациент пришёл',
  completed: 'приём состоялся',
  'no-show': 'не явился',
  cancelled: 'отменён',
};
