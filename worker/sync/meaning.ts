import type { Meaning } from '../settings/statuses.schemas.ts';

/**
 * Order matters: «Не явился» before «явился», «Отмена подтверждения» before «подтверждён», and what is denied
 * («Не подтверждён», «Не оплачен») before what it denies. null: nothing can be suggested.
 */
const patterns: readonly [RegExp, Meaning | null][] = [
  [/(?<!\p{L})не\s*(?:явил|явк|приш|прид|состоял)|no.?show/iu, 'no-show'],
  [/отмен|отказ|аннулир|cancel/iu, 'cancelled'],
  [/(?<!\p{L})(?:не|нет|без|ожида\p{L}*|требу\p{L}*)\s*подтвер(?:жд|дил)|(?:un|not )confirm/iu, 'booked'],
  [/(?<!\p{L})не\s*(?:заверш|оказан|принят|закрыт|оплач|выполнен|обслужен)/iu, null],
  [/состоял|заверш|оказан|принят|закрыт|оплач|выполнен|обслужен|complet/iu, 'completed'],
  [/приш[её]л|пришла|прибыл|явил|на при[её]ме|у врача|в клинике|ожидает|arriv/iu, 'arrived'],
  [/подтвер(?:жд|дил)|confirm/iu, 'confirmed'],
  [/запис|заплан|предварит|нов[аы]|book/iu, 'booked'],
];

/** By name only; the administrator decides (product.md §2). */
export function suggestMeaning(name: string): Meaning | null {
  return patterns.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
