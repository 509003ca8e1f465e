import type { SessionReply } from '../../worker/session/session.schemas.ts';
import {
  type FrameContext,
  originAllowed,
  parseToPage,
  type Theme,
  type ToParent,
} from './bridge-messages.ts';
import { isRecord } from './http.ts';
import { setLang } from './i18n.ts';
import { createRefresh, createSessionStore, isSessionReply, type SessionStore } from './session.ts';

/** What a page starts with: a session and what it was opened for. */
export type Opened = { session: SessionStore; context: FrameContext; framed: boolean };
export type Bridge = {
  /** Resolves when somebody signed us in; `null`: opened with neither a parent nor a code («Откройте из amoCRM»). */
  opened: Promise<Opened | null>;
  /** The parent shows the same warmed-up page again, for another deal or visit. */
  onContext(listener: (context: FrameContext) => void): void;
  notifyChanged(): void;
  /** Whether leaving the page now would lose something; the parent asks before it does. */
  notifyUnsaved(unsaved: boolean): void;
  /** The parent is about to leave this page: it waits for `go`. */
  onLeave(listener: () => void): void;
  go(): void;
  /** amoCRM's page leaves for a deal's card. */
  openDeal(dealId: number): void;
  close(): void;
};

const RENEW_WAIT_MS = 15_000;
const RENEW_EVERY_MS = 30_000;

export function connectPage(kind: FrameContext['kind']): Bridge {
  const framed = window.parent !== window;
  const origins = document.querySelector('meta[name="amocrm-origins"]')?.getAttribute('content') ?? '';
  const listeners = new Set<(context: FrameContext) => void>();
  const leaveListeners = new Set<() => void>();
  const waiting = new Set<(session: SessionReply | null) => void>();
  let parentOrigin: string | null = null;
  let lastContext = '';

  const post = (message: ToParent): void => {
    if (framed && parentOrigin !== null) window.parent.postMessage(message, parentOrigin);
  };
  const askParent = (): Promise<SessionReply | null> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => take(null), RENEW_WAIT_MS);
      const take = (session: SessionReply | null): void => {
        clearTimeout(timer);
        waiting.delete(take);
        resolve(session);
      };
      waiting.add(take);
      post({ type: 'archimed:renew' });
    });
  const session = createSessionStore({
    refresh: createRefresh(''),
    obtain: () => (parentOrigin === null ? Promise.resolve(null) : askParent()),
  });

  const fromParent = (): Promise<Opened> =>
    new Promise((resolve) => {
      window.addEventListener('message', (event) => {
        if (event.source !== window.parent || !originAllowed(event.origin, origins)) return;
        const message = parseToPage(event.data);
        if (message === null) return;
        if (message.type === 'archimed:theme') {
          applyTheme(message.theme);
          return;
        }
        if (message.type === 'archimed:no-session') {
          for (const take of [...waiting]) take(null);
          return;
        }
        if (message.type === 'archimed:leave') {
          for (const listener of leaveListeners) listener();
          return;
        }
        if (message.context.kind !== kind) return;
        parentOrigin = event.origin;
        session.set(message.session);
        const renewal = waiting.size > 0;
        for (const take of [...waiting]) take(message.session);
        // An answer to our own request for a session is no reason to start the page afresh.
        const context = JSON.stringify(message.context);
        if (renewal && context === lastContext) return;
        lastContext = context;
        applyContext(message.context);
        resolve({ session, context: message.context, framed: true });
        for (const listener of listeners) listener(message.context);
      });
      // Carries nothing, therefore may go to any parent; everything else goes to the origin that answered.
      window.parent.postMessage({ type: 'archimed:ready' } satisfies ToParent, '*');
    });

  return {
    opened: framed ? fromParent() : ownTab(kind, session),
    onContext: (listener) => {
      listeners.add(listener);
    },
    notifyChanged: () => post({ type: 'archimed:changed' }),
    notifyUnsaved: (unsaved) => post({ type: unsaved ? 'archimed:unsaved' : 'archimed:saved' }),
    onLeave: (listener) => {
      leaveListeners.add(listener);
    },
    go: () => post({ type: 'archimed:go' }),
    openDeal: (dealId) => post({ type: 'archimed:deal', dealId }),
    close: () => post({ type: 'archimed:close' }),
  };
}

/** Own tab: a single-use code behind `#`, taken out of the address before anything else happens. */
async function ownTab(kind: FrameContext['kind'], session: SessionStore): Promise<Opened | null> {
  const params = new URLSearchParams(location.hash.slice(1));
  const code = params.get('code');
  const theme: Theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const context: FrameContext = {
    kind,
    dealId: null,
    lang: navigator.language.startsWith('ru') ? 'ru' : 'en',
    theme,
  };
  applyContext(context);
  if (code === null) return null;
  const place = params.get('at');
  history.replaceState(null, '', location.pathname + location.search + (place === null ? '' : `#${place}`));
  const reply = await tradeCode(code);
  if (reply === null) return null;
  session.set(reply);
  // Nobody else can sign this tab in again: it is renewed before it expires, also while somebody only reads or types.
  setInterval(() => void session.token(), RENEW_EVERY_MS);
  return { session, context, framed: false };
}

async function tradeCode(code: string): Promise<SessionReply | null> {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(15_000),
    });
    const body: unknown = response.ok ? await response.json() : null;
    return isRecord(body) && isSessionReply(body) ? body : null;
  } catch {
    return null;
  }
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

function applyContext(context: FrameContext): void {
  setLang(context.lang);
  document.documentElement.lang = context.lang;
  applyTheme(context.theme);
}
