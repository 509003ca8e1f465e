import { useState } from 'preact/hooks';
import type { BranchTestReply } from '../../../worker/settings/branches.schemas.ts';
import type { Loaded } from '../shared/use-loaded.ts';
import { loadBranches, loadStatuses, useStore } from '../store.ts';

export type BranchTests = {
  of: (branchId: number) => Loaded<BranchTestReply> | null;
  run: (branchId: number) => Promise<void>;
};

/** «Проверить»: what the keys open, kept while the section is on the screen. */
export function useBranchTests(): BranchTests {
  const store = useStore();
  const [tests, setTests] = useState<ReadonlyMap<number, Loaded<BranchTestReply>>>(new Map());
  const set = (id: number, test: Loaded<BranchTestReply>): void =>
    setTests((old) => new Map(old).set(id, test));
  return {
    of: (id) => tests.get(id) ?? null,
    run: async (id) => {
      set(id, { kind: 'loading' });
      const result = await store.api.testBranch(id);
      // What is known of the key changed with the test, and the statuses can be read now: the list and the dots show it.
      void loadBranches(store);
      if (result.ok) await loadStatuses(store, id);
      set(id, result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', error: result.error });
    },
  };
}
