import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Drafts } from '../../../worker/preview/preview.schemas.ts';
import { Banner, Button, Skeleton } from '../../ui/components/index.ts';
import { t as shared } from '../../ui/messages.ts';
import type { Editor } from '../drafts/editor.ts';
import { problemText } from '../errors.ts';
import { useUnsaved } from '../guard.ts';
import { t } from '../locales/common.ts';
import { useOnScreen } from '../preview/on-screen.ts';
import type { Change } from './change.ts';
import { focusFirstError } from './focus-first-error.ts';
import { SaveBar } from './save-bar.tsx';

export type EditorView<Reply, Draft> = {
  reply: Reply;
  draft: Draft;
  change: (next: (draft: Draft) => Draft) => void;
  /** Errors are shown once saving was tried: nobody is told off while typing. */
  showErrors: boolean;
};

type Props<Reply, Draft> = {
  editor: Editor<Reply, Draft>;
  changesOf: (reply: Reply, draft: Draft) => Change[];
  validOf?: (reply: Reply, draft: Draft) => boolean;
  /** What «Что будет, если…» tries out while it stands on the screen. */
  toDrafts?: (reply: Reply, draft: Draft) => Drafts;
  children: (view: EditorView<Reply, Draft>) => ComponentChildren;
};

/** Loads, shows, guards and saves one versioned part of the settings. */
export function EditorSection<Reply, Draft>(props: Props<Reply, Draft>) {
  const { editor, changesOf, validOf, toDrafts } = props;
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  useEffect(() => void editor.load(), [editor]);

  const submit = async (): Promise<boolean> => {
    const view = editor.view.peek();
    if (view === null) return false;
    if (!editor.dirty.peek() && changesOf(view.reply, view.draft).length === 0) return true;
    if (validOf?.(view.reply, view.draft) === false) {
      setTried(true);
      focusFirstError(form.current);
      return false;
    }
    setTried(false);
    return editor.save();
  };
  const latest = useRef(submit);
  latest.current = submit;
  const unsaved = useMemo(
    () => ({
      dirty: () => editor.dirty.peek(),
      save: () => latest.current(),
      discard: () => editor.discard(),
    }),
    [editor],
  );
  useUnsaved(unsaved);

  const loading = editor.loading.value;
  const view = editor.view.value;
  useOnScreen(
    view === null || toDrafts === undefined
      ? null
      : {
          drafts: toDrafts(view.reply, view.draft),
          valid: validOf?.(view.reply, view.draft) !== false,
        },
  );
  if (loading.kind === 'failed') {
    return (
      <Banner
        tone="error"
        testId="error"
        action={<Button onClick={() => void editor.load()}>{shared('retry')}</Button>}
      >
        {t('loadFailed')} {problemText(loading.error)}
      </Banner>
    );
  }
  if (loading.kind === 'loading' || view === null) return <SectionSkeleton />;
  return (
    <form
      ref={form}
      class="st-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {props.children({ ...view, change: editor.change, showErrors: tried })}
      <SaveBar editor={editor} changes={changesOf(view.reply, view.draft)} />
    </form>
  );
}

export function SectionSkeleton() {
  return (
    <div class="st-form" aria-busy="true">
      <p class="am-sr-only" role="status">
        {shared('loading')}
      </p>
      <Skeleton height={120} />
      <Skeleton height={200} />
    </div>
  );
}
