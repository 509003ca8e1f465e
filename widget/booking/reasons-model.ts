import { signal } from '@preact/signals';
import type { CancelReasonsReply } from '../../worker/directories/directories.schemas.ts';
import type { OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type { Api } from '../ui/api.ts';
import type { ApiError } from '../ui/http.ts';

export type ReasonsModel = ReturnType<typeof createReasonsModel>;

/** Why a visit may be cancelled, in the clinic's words; without them it can be cancelled, too, but nobody is left guessing. */
export function createReasonsModel(api: Api, branchId: number) {
  const reasons = signal<CancelReasonsReply['reasons']>([]);
  const loading = signal(false);
  const error = signal<ApiError | null>(null);

  const load = async (): Promise<void> => {
    if (loading.value) return;
    loading.value = true;
    const reply = await api.cancelReasons(branchId);
    loading.value = false;
    // What was said stays until the next answer: nothing comes and goes under the pointer.
    error.value = reply.ok ? null : reply.error;
    if (reply.ok) reasons.value = reply.value.reasons;
  };
  /** What came with the opening; late: asked for by itself. */
  const prime = async (part: OpeningReply['reasons']): Promise<void> => {
    if (part !== null && 'value' in part) reasons.value = part.value.reasons;
    else if (part !== null && 'error' in part) error.value = part.error;
    else await load();
  };
  return { reasons, loading, error, load, prime };
}
