import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ApiError, ApiResult } from '../../ui/http.ts';

export type Loaded<Value> =
  | { kind: 'loading' }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'ready'; value: Value };

/** `read` must keep its identity between renders (useCallback); a reply that comes too late is dropped. */
export function useLoaded<Value>(read: () => Promise<ApiResult<Value>>): [Loaded<Value>, () => void] {
  const [state, setState] = useState<Loaded<Value>>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    setState({ kind: 'loading' });
    void read().then((result) => {
      if (!current) return;
      setState(result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', error: result.error });
    });
    return () => {
      current = false;
    };
  }, [read, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return [state, again];
}
