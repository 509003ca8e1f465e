import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ApiError, ApiResult } from '../../ui/http.ts';

export type Loaded<Value> =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'ready'; value: Value };

/** `read` must keep its identity between renders (useCallback); a reply that comes too late is dropped. */
export function useLoaded<Value>(read: () => Promise<ApiResult<Value>>): [Loaded<Value>, () => void] {
  const [answer, setAnswer] = useState<{ read: unknown; round: number; loaded: Loaded<Value> } | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    void read().then((result) => {
      if (!current) return;
      const loaded: Loaded<Value> = result.ok
        ? { kind: 'ready', value: result.value }
        : { kind: 'failed', error: result.error };
      setAnswer({ read, round, loaded });
    });
    return () => {
      current = false;
    };
  }, [read, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  // An answer to another question is never shown, not even until the effect has begun to ask this one.
  const isAnswered = answer !== null && answer.read === read && answer.round === round;
  return [isAnswered ? answer.loaded : { kind: 'loading' }, again];
}
