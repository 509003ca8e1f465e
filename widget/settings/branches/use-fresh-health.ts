import { useEffect } from 'preact/hooks';
import { loadBranches, type Store } from '../store.ts';

const healthEveryMs = 10_000;
/** A branch that was just switched on is read within seconds: whoever did it is waiting to see that. */
const firstReadEveryMs = 1_000;

/** «Последнее обновление» and errors move by themselves while somebody looks; what is typed is not touched. */
export function useFreshHealth(store: Store): void {
  const awaited =
    store.branches.value?.some(
      ({ enabled, health }) => enabled && health.lastSuccessAt === null && health.lastError === null,
    ) === true;
  useEffect(() => {
    const read = (): void => {
      if (document.visibilityState === 'visible') void loadBranches(store);
    };
    const timer = setInterval(read, awaited ? firstReadEveryMs : healthEveryMs);
    return () => clearInterval(timer);
  }, [store, awaited]);
}
