import type { MeReply } from '../../worker/session/session.schemas.ts';
import { Reviews } from '../settings/state/review-queue.tsx';
import '../settings/state/state.css';
import type { Api } from '../ui/api.ts';

/** The queue of «Состояние» over the journal; its visits' stories are opened from the grid. */
export function ReviewWindow({ api, me }: { api: Api; me: MeReply }) {
  const zones = new Map(me.branches.map(({ id, timeZone }) => [id, timeZone]));
  return (
    <div class="jr-review">
      <Reviews
        host={{
          api,
          origin: me.account.origin,
          zoneOf: (branchId) => zones.get(branchId) ?? 'Europe/Moscow',
          story: () => null,
        }}
      />
    </div>
  );
}
