import { type FrameContext, parseToParent, type Theme, type ToPage } from '../ui/bridge-messages.ts';
import type { SessionStore } from '../ui/session.ts';

type Options = {
  page: 'booking' | 'settings';
  publicUrl: string;
  title: string;
  session: SessionStore;
  onChanged: () => void;
  onClose: () => void;
};

export type Frame = {
  element: HTMLIFrameElement;
  /** Signs the page in and tells it what it is opened for; waits for a page that still loads. */
  open(context: FrameContext): void;
  setTheme(theme: Theme): void;
  dispose(): void;
};

/**
 * A page of the Worker in a frame. Messages are data only: what comes from the frame is never executed
 * (amocrm-api.md §6.8), and only its own window at its own origin is listened to.
 */
export function createFrame(options: Options): Frame {
  const { session } = options;
  const origin = new URL(options.publicUrl).origin;
  const element = document.createElement('iframe');
  element.src = `${options.publicUrl}/${options.page}/`;
  element.title = options.title;
  element.allow = 'clipboard-write';
  let ready = false;
  let context: FrameContext | null = null;

  const post = (message: ToPage): void => {
    element.contentWindow?.postMessage(message, origin);
  };
  const hand = async (renew: boolean): Promise<void> => {
    if (!ready || context === null) return;
    const known = session.current();
    if (renew && known !== null) await session.renew(known.token);
    else await session.token();
    const current = session.current();
    if (current !== null && context !== null) {
      post({ type: 'archimed:session', session: current, context });
    }
  };
  const onMessage = (event: MessageEvent<unknown>): void => {
    if (event.origin !== origin || event.source !== element.contentWindow) return;
    const message = parseToParent(event.data);
    switch (message?.type) {
      case 'archimed:ready':
        ready = true;
        void hand(false);
        break;
      case 'archimed:renew':
        void hand(true);
        break;
      case 'archimed:changed':
        options.onChanged();
        break;
      case 'archimed:close':
        options.onClose();
        break;
      case undefined:
        break;
    }
  };
  window.addEventListener('message', onMessage);

  return {
    element,
    open: (next) => {
      context = next;
      void hand(false);
    },
    setTheme: (theme) => {
      if (context === null) return;
      context = { ...context, theme };
      if (ready) post({ type: 'archimed:theme', theme });
    },
    dispose: () => {
      window.removeEventListener('message', onMessage);
      element.remove();
    },
  };
}
