import { useEffect } from 'preact/hooks';
import type { ApiResult } from '../../ui/http.ts';
import type { Editor } from '../drafts/editor.ts';

/** Somebody comes back from amoCRM, where he may have added what is chosen here; unsaved edits stay. */
export function useFreshOnFocus<Reply extends { version: number }, Draft>(
  editor: Editor<Reply, Draft>,
  read: () => Promise<ApiResult<Reply>>,
): void {
  useEffect(() => {
    const refresh = (): void => {
      void read().then((fresh) => {
        const shown = editor.view.peek();
        // What was saved meanwhile is newer than what was asked for before.
        if (fresh.ok && shown !== null && fresh.value.version >= shown.reply.version)
          editor.adopt(fresh.value);
      });
    };
    window.addEventListener('focus', refresh);
    return () => window.removeEventListener('focus', refresh);
  }, [editor, read]);
}
