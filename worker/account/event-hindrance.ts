import { type ApiFailure, problem } from './failures.ts';
import type { EventRow } from './inbox.ts';

/** Why an event cannot be retried, as the history says it; null: it can. */
export function hindranceOf(event: EventRow): ApiFailure | null {
  if (event.outcome === 'done') {
    return done;
  }
  if (/^(click|install)\./.test(event.kind) && event.sealedBody === null) {
    return gone;
  }
  return isHeld(event) ? held : null;
}

/** One that was released, or discarded and is wanted after all, has an administrator's decision already. */
export function isHeld(event: EventRow): boolean {
  return event.heldByBranch !== null && event.outcome === 'pending' && event.dueAt === null;
}

const done = problem(409, 'events.done', 'Это событие уже выполнено: повторять нечего.');
const gone = problem(
  409,
  'events.gone',
  'Данные этой заявки стёрты, повторить её нельзя. Откройте карточку сделки и сделайте всё заново.',
);
const held = problem(
  409,
  'events.held',
  'Филиал остановлен до решения администратора: событие ждёт его. Решите в «Состоянии».',
);
