import { useCallback } from 'preact/hooks';
import { loadPipelines, type Pipeline, useStore } from '../store.ts';
import { type Loaded, useLoaded } from './use-loaded.ts';

/** amoCRM's pipelines: those of now, which are read anew when somebody comes back to the page (store.ts). */
export function usePipelines(): [Loaded<Pipeline[]>, () => void] {
  const store = useStore();
  const read = useCallback(() => loadPipelines(store), [store]);
  const [loaded, again] = useLoaded(read);
  const fresh = store.pipelines.value;
  return [loaded.kind === 'ready' && fresh !== null ? { kind: 'ready', value: fresh } : loaded, again];
}
