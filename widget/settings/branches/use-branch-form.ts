import { useMemo, useRef, useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import type { ApiError } from '../../ui/http.ts';
import { useUnsaved } from '../guard.ts';
import { loadBranches, replaceBranch, useStore } from '../store.ts';
import {
  type BranchDraft,
  type BranchErrors,
  branchChanged,
  branchErrors,
  draftOf,
  emptyBranch,
  toBranchCreate,
  toBranchPatch,
} from './branch-draft.ts';
import { ownZone } from './time-zones.ts';

export type BranchFormState = {
  draft: BranchDraft;
  /** Shown once saving was tried: nobody is told off while typing. */
  errors: BranchErrors;
  dirty: boolean;
  running: boolean;
  failure: ApiError | null;
  set: (part: Partial<BranchDraft>) => void;
  save: () => Promise<boolean>;
};

type Options = {
  /** null: a new branch. */
  branch: Branch | null;
  isFirst: boolean;
  onSaved: (branch: Branch, keysChanged: boolean) => void;
  onInvalid: () => void;
};

export function useBranchForm({ branch, isFirst, onSaved, onInvalid }: Options): BranchFormState {
  const store = useStore();
  const initial = useMemo(
    () => (branch === null ? emptyBranch(isFirst, ownZone()) : draftOf(branch)),
    [branch, isFirst],
  );
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const errors = branchErrors(draft, branch);
  const dirty = branchChanged(draft, branch);

  const save = async (): Promise<boolean> => {
    if (running) return false;
    if (Object.keys(errors).length > 0) {
      setTried(true);
      onInvalid();
      return false;
    }
    setRunning(true);
    setFailure(null);
    const result =
      branch === null
        ? await store.api.createBranch(toBranchCreate(draft))
        : await store.api.patchBranch(branch.id, toBranchPatch(draft, branch));
    setRunning(false);
    if (!result.ok) {
      setFailure(result.error);
      return false;
    }
    setTried(false);
    setDraft(draftOf(result.value));
    replaceBranch(store, result.value);
    onSaved(result.value, branch === null || draft.apiSecret !== '');
    // Another branch of the source may have stopped being the main one.
    if (draft.main) void loadBranches(store);
    return true;
  };

  const latest = useRef({ dirty, save });
  latest.current = { dirty, save };
  const unsaved = useMemo(
    () => ({
      dirty: () => latest.current.dirty,
      save: () => latest.current.save(),
      discard: () => setDraft(initial),
    }),
    [initial],
  );
  useUnsaved(unsaved);

  return {
    draft,
    errors: tried ? errors : {},
    dirty,
    running,
    failure,
    save,
    set: (part) => {
      setDraft((old) => ({ ...old, ...part }));
      setFailure(null);
    },
  };
}
