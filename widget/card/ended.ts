import type { Visit, VisitReply, VisitsReply } from '../../worker/visits/visits.schemas.ts';
import type { ApiResult } from '../ui/http.ts';

/** How a booking ended whose outcome was unknown («проверяем…») when its window was closed. */
export type Ended =
  | { kind: 'booked'; visit: Visit }
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
      if (listed?.state === 'booked') return [{ kind: 'booked', visit: listed }];
      if (listed !== undefined) return [];
      const reply = await ask(old.id);
      if (!reply.ok || reply.value.visit.state !== 'failed') return [];
      const { failure } = reply.value;
      return [{ kind: 'failed', visit: old, code: failure?.code ?? '', message: failure?.message ?? '' }];
    });
  return (await Promise.all(asked)).flat();
}
