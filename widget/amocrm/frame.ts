import { type FrameContext, parseToParent, type Theme, type ToPage } from '../ui/bridge-messages.ts';
import type { SessionStore } from '../ui/session.ts';

type Options = {
  page: 'booking' | 'journal' | 'settings';
  publicUrl: string;
  title: string;
  session: SessionStore;
  onChanged: () => void;
  onClose: () => void;
  /** The page leads to a deal of amoCRM. */
  onDeal?: (dealId: number) => void;
};

/** `signed-in`: the page has its session and context; the others say why it has not. */
export type OpenOutcome = 'signed-in' | 'no-session' | 'not-loaded' | 'superseded';

export type Frame = {
  element: HTMLIFrameElement;
  /** Signs the page in and tells it what it is opened for; waits for a page that still loads. */
  open(context: FrameContext): Promise<OpenOutcome>;
  setTheme(theme: Theme): void;
  /** Whether something on the page is not saved yet. */
  unsaved(): boolean;
  /** The page asks about what is unsaved; `go` follows unless the user stays. */
  leave(go: () => void): void;
  dispose(): void;
};

const LOAD_WAIT_MS = 15_000;

/**
 * A page of the Worker in a frame. Messages are data only: what comes from the frame is never executed
 * (amocrm-api.md §6.8), and only its own window at its own origin is listened to.
 */
export function createFrame(options: Options): Frame {
  const { session } = options;
  const origin = new URL(options.publicUrl).origin;
  const address = `${options.publicUrl}/${options.page}/`;
  const element = document.createElement('iframe');
  element.src = address;
  element.title = options.title;
  element.allow = 'clipboard-write';
  let ready = false;
  let failed = false;
  let unsaved = false;
  let go: (() => void) | null = null;
  let context: FrameContext | null = null;
  /** How often it was opened; the context alone does not tell: the theme may change while the page loads. */
  let opened = 0;
  const whenReady = new Set<() => void>();

  const post = (message: ToPage): void => {
    element.contentWindow?.postMessage(message, origin);
  };
  const hand = (): boolean => {
    const current = session.current();
    if (!ready || current === null || context === null) return false;
    post({ type: 'archimed:session', session: current, context });
    return true;
  };
  const renew = async (): Promise<void> => {
    const known = session.current();
    const token = known === null ? await session.token() : await session.renew(known.token);
    if (token !== null) hand();
    // Said at once: who clicked there is waiting for it.
    else if (ready) post({ type: 'archimed:no-session' });
  };
  const onReady = (): void => {
    // A page that loads a second time (its own reload) is signed in again.
    if (ready) void renew();
    ready = true;
    unsaved = false;
    for (const tell of [...whenReady]) tell();
  };
  const loaded = (): Promise<boolean> =>
    new Promise((resolve) => {
      if (ready) {
        resolve(true);
        return;
      }
      const timer = setTimeout(() => finish(false), LOAD_WAIT_MS);
      const tell = (): void => finish(true);
      const finish = (done: boolean): void => {
        clearTimeout(timer);
        whenReady.delete(tell);
        resolve(done);
      };
      whenReady.add(tell);
    });
  const onMessage = (event: MessageEvent<unknown>): void => {
    if (event.origin !== origin || event.source !== element.contentWindow) return;
    const message = parseToParent(event.data);
    switch (message?.type) {
      case 'archimed:ready':
        onReady();
        break;
      case 'archimed:renew':
        void renew();
        break;
      case 'archimed:changed':
        options.onChanged();
        break;
      case 'archimed:unsaved':
        unsaved = true;
        break;
      case 'archimed:saved':
        unsaved = false;
        break;
      case 'archimed:go':
        go?.();
        go = null;
        break;
      case 'archimed:close':
        options.onClose();
        break;
      case 'archimed:deal':
        options.onDeal?.(message.dealId);
        break;
      case undefined:
        break;
    }
  };
  window.addEventListener('message', onMessage);

  return {
    element,
    open: async (next) => {
      context = next;
      opened += 1;
      const mine = opened;
      if (failed) element.src = address;
      failed = false;
      const [isLoaded, token] = await Promise.all([loaded(), session.token()]);
      if (mine !== opened) return 'superseded';
      if (!isLoaded) {
        failed = true;
        return 'not-loaded';
      }
      return token !== null && hand() ? 'signed-in' : 'no-session';
    },
    setTheme: (theme) => {
      if (context === null) return;
      context = { ...context, theme };
      if (ready) post({ type: 'archimed:theme', theme });
    },
    unsaved: () => unsaved,
    leave: (then) => {
      go = then;
      post({ type: 'archimed:leave' });
      element.focus();
    },
    dispose: () => {
      window.removeEventListener('message', onMessage);
      element.remove();
    },
  };
}
