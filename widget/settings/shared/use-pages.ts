import { useState } from 'preact/hooks';
import type { ApiError, ApiResult } from '../../ui/http.ts';

type Page<Item> = { items: readonly Item[]; next: string | null };
export type Pages<Item> = {
  items: readonly Item[];
  running: boolean;
  error: ApiError | null;
  /** null: that was the last page. */
  more: (() => void) | null;
};

/** The first page is there; further ones are read on demand and put behind it. */
export function usePages<Item>(
  first: Page<Item>,
  read: (cursor: string) => Promise<ApiResult<Page<Item>>>,
): Pages<Item> {
  const [rest, setRest] = useState<Page<Item>>({ items: [], next: first.next });
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const { next } = rest;
  const load = async (cursor: string): Promise<void> => {
    setRunning(true);
    setError(null);
    const result = await read(cursor);
    setRunning(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    const { items, next } = result.value;
    setRest((old) => ({ items: [...old.items, ...items], next }));
  };
  return {
    items: [...first.items, ...rest.items],
    running,
    error,
    more: next === null ? null : () => void load(next),
  };
}
