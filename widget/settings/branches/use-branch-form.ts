import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Branch } from '../../../worker/settings/branches.schemas.ts';
import type { ApiError } from '../../ui/http.ts';
import { rebase } from '../drafts/rebase.ts';
import { same } from '../drafts/same.ts';
import { useUnsaved } from '../guard.ts';
import { useOnScreen } from '../preview/on-screen.ts';
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
  /** Somebody else saved the branch while it was being edited: his values are on the screen, except where one was typed. */
  changedByOthers: boolean;
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
  const [changedByOthers, setChangedByOthers] = useState(false);
  const errors = branchErrors(draft, branch);
  const dirty = branchChanged(draft, branch);

  // The list is read again while a branch is edited: what was not touched here follows it.
  const base = useRef(initial);
  const shown = useRef(draft);
  shown.current = draft;
  useEffect(() => {
    const before = base.current;
    base.current = initial;
    if (same(before, initial) || same(shown.current, initial)) return;
    if (!same(before, shown.current)) setChangedByOthers(true);
    setDraft(rebase(before, shown.current, initial));
  }, [initial]);

  const save = async (): Promise<boolean> => {
    if (running) return false;
    if (Object.keys(errors).length > 0) {
      setTried(true);
      onInvalid();
      return false;
    }
    setRunning(true);
    setFailure(null);
    setChangedByOthers(false);
    const result =
      branch === null
        ? await store.api.createBranch(toBranchCreate(draft))
        : await store.api.patchBranch(branch.id, {
            ...toBranchPatch(draft, branch),
            version: branch.version,
          });
    // Somebody was faster: what he saved comes onto the screen, what was typed here stays.
    const conflict = !result.ok && result.error.code === 'settings.conflict';
    if (conflict) await loadBranches(store);
    setRunning(false);
    if (!result.ok) {
      if (conflict) setChangedByOthers(true);
      else setFailure(result.error);
      return false;
    }
    setTried(false);
    base.current = draftOf(result.value);
    setDraft(base.current);
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
      discard: () => {
        setDraft(initial);
        setChangedByOthers(false);
      },
    }),
    [initial],
  );
  useUnsaved(unsaved);
  const { title, timeZone, createDeals } = draft;
  useOnScreen(
    branch && {
      drafts: { branches: [{ branchId: branch.id, title: title.trim(), timeZone, createDeals }] },
      valid: errors.title === undefined && errors.timeZone === undefined,
    },
  );

  return {
    draft,
    errors: tried ? errors : {},
    dirty,
    running,
    failure,
    changedByOthers,
    save,
    set: (part) => {
      setDraft((old) => ({ ...old, ...part }));
      setFailure(null);
    },
  };
}
