import type { Visit, VisitReply, VisitsReply } from '../../worker/visits/visits.schemas.ts';
import type { ApiResult } from '../ui/http.ts';

/** How a booking or a change ended whose outcome was unknown («проверяем…») when its window was closed. */
export type Ended =
  | { kind: 'booked'; visit: Visit }
  /** A change was refused: the visit stands as it did. */
  | { kind: 'unchanged'; visit: Visit; code: string; message: string }
  | { kind: 'failed'; visit: Visit; code: string; message: string };

/** The visits that were being checked and are not any more: what became of them. One that failed is in no list. */
export async function endedChecks(
  before: readonly Visit[],
  now: VisitsReply,
  ask: (id: string) => Promise<ApiResult<VisitReply>>,
): Promise<Ended[]> {
  const asked = before
    .filter(({ state }) => state === 'checking')
    .map(async (old): Promise<Ended[]> => {
      const listed = now.visits.find(({ id }) => id === old.id);
      if (listed?.state === 'checking') return [];
      if (listed !== undefined && listed.state !== 'booked') return [];
      const reply = await ask(old.id);
      if (!reply.ok) return [];
      const { code = '', message = '' } = reply.value.failure ?? {};
      if (listed === undefined) {
        return reply.value.visit.state === 'failed' ? [{ kind: 'failed', visit: old, code, message }] : [];
      }
      return [
        reply.value.failure
          ? { kind: 'unchanged', visit: listed, code, message }
          : { kind: 'booked', visit: listed },
      ];
    });
  return (await Promise.all(asked)).flat();
}

/** Every booking is being checked for a moment; its window tells how it ended. Only one that took longer may be left behind. */
const BRIEF_MS = 3_000;

/** Remembers since when visits are seen being checked; what it returns of them was checked for long. */
export function createWatch(): (visits: readonly Visit[], now: number) => Visit[] {
  const since = new Map<string, number>();
  return (visits, now) => {
    const checking = visits.filter(({ state }) => state === 'checking');
    for (const { id } of checking) {
      if (!since.has(id)) since.set(id, now);
    }
    return checking.filter(({ id }) => now - (since.get(id) ?? now) >= BRIEF_MS);
  };
}
