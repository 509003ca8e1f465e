import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ApiError, ApiResult } from '../../ui/http.ts';
import { rebase } from './rebase.ts';
import { same } from './same.ts';

export type Loading = { kind: 'loading' } | { kind: 'failed'; error: ApiError } | { kind: 'ready' };
export type Saving =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'saved' }
  | { kind: 'conflict' }
  | { kind: 'failed'; error: ApiError };

/** One versioned part of the settings: what was read, what is on the screen, how saving went. */
export type Editor<Reply, Draft> = {
  loading: ReadonlySignal<Loading>;
  saving: ReadonlySignal<Saving>;
  /** The last reply and the draft; both are set once `loading` is ready. */
  view: ReadonlySignal<{ reply: Reply; draft: Draft } | null>;
  dirty: ReadonlySignal<boolean>;
  load(): Promise<void>;
  change(next: (draft: Draft) => Draft): void;
  save(): Promise<boolean>;
  discard(): void;
  /** After a conflict: reads what others saved and puts the unsaved edits on top of it. */
  rebaseOnFresh(): Promise<void>;
  /** A reply that came another way («Создать»); unsaved edits stay. */
  adopt(reply: Reply): void;
};

export type EditorOptions<Reply, Draft> = {
  read: () => Promise<ApiResult<Reply>>;
  toDraft: (reply: Reply) => Draft;
  write: (draft: Draft, reply: Reply) => Promise<ApiResult<Reply>>;
};

export function createEditor<Reply, Draft>(options: EditorOptions<Reply, Draft>): Editor<Reply, Draft> {
  const loading = signal<Loading>({ kind: 'loading' });
  const saving = signal<Saving>({ kind: 'idle' });
  const view = signal<{ reply: Reply; base: Draft; draft: Draft } | null>(null);
  const dirty = computed(() => view.value !== null && !same(view.value.base, view.value.draft));

  const show = (reply: Reply, keepEdits: boolean): void => {
    const base = options.toDraft(reply);
    const old = view.peek();
    view.value = { reply, base, draft: keepEdits && old !== null ? rebase(old.base, old.draft, base) : base };
  };

  const load = async (): Promise<void> => {
    loading.value = { kind: 'loading' };
    const result = await options.read();
    if (result.ok) show(result.value, false);
    loading.value = result.ok ? { kind: 'ready' } : { kind: 'failed', error: result.error };
  };

  const save = async (): Promise<boolean> => {
    const current = view.peek();
    if (current === null || saving.peek().kind === 'running') return false;
    saving.value = { kind: 'running' };
    const result = await options.write(current.draft, current.reply);
    if (result.ok) {
      // What was typed while the request ran is kept: it is compared with what was sent.
      const typed = view.peek();
      const sent = { ...current, base: current.draft };
      view.value = typed === null ? sent : { ...sent, draft: typed.draft };
      show(result.value, true);
      saving.value = { kind: 'saved' };
      return true;
    }
    saving.value =
      result.error.code === 'settings.conflict'
        ? { kind: 'conflict' }
        : { kind: 'failed', error: result.error };
    return false;
  };

  return {
    loading,
    saving,
    view,
    dirty,
    load,
    save,
    change: (next) => {
      const current = view.peek();
      if (current !== null) view.value = { ...current, draft: next(current.draft) };
      if (saving.peek().kind !== 'running' && saving.peek().kind !== 'conflict')
        saving.value = { kind: 'idle' };
    },
    discard: () => {
      const current = view.peek();
      if (current !== null) view.value = { ...current, draft: current.base };
      saving.value = { kind: 'idle' };
    },
    rebaseOnFresh: async () => {
      saving.value = { kind: 'running' };
      const result = await options.read();
      if (result.ok) show(result.value, true);
      saving.value = result.ok ? { kind: 'idle' } : { kind: 'failed', error: result.error };
    },
    adopt: (reply) => show(reply, true),
  };
}
