import { t } from '../card/messages.ts';
import type { FrameContext, Theme } from '../ui/bridge-messages.ts';
import type { SessionStore } from '../ui/session.ts';
import { guardBack } from './back-guard.ts';
import { createFrame, type Frame } from './frame.ts';
import { whenIdle } from './idle.ts';
import overlayCss from './overlay.css?inline';
import { createShadow } from './theme.ts';

export type Overlay = {
  /** Loads the page while nobody waits for it. It is told nothing before it is opened: no session, no deal. */
  warm(): void;
  open(context: FrameContext): Promise<void>;
  setTheme(theme: Theme): void;
  dispose(): void;
};

/** A page of the Worker over amoCRM's: the booking window over the card, the journal over a pipeline. */
export function createOverlay(options: {
  page: 'booking' | 'journal';
  publicUrl: string;
  session: SessionStore;
  title: string;
  /** Visits changed, or nobody could be signed in: the panel reads again and says what it learns. */
  onChanged: () => void;
  /** The page leads to a deal. */
  onDeal?: (dealId: number) => void;
}): Overlay {
  const { host, root } = createShadow(document.body, overlayCss);
  host.dataset.archimedOverlay = '';
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', options.title);
  dialog.dataset.page = options.page;
  const waiting = document.createElement('div');
  waiting.className = 'waiting';
  waiting.setAttribute('role', 'status');
  const words = document.createElement('p');
  const leave = document.createElement('button');
  leave.type = 'button';
  leave.className = 'am-button am-button--secondary';
  leave.addEventListener('click', () => dialog.close());
  waiting.append(words, leave);
  dialog.append(waiting);
  root.append(dialog);

  let frame: Frame | null = null;
  let stopWarming: (() => void) | null = null;
  const makeFrame = (): Frame => {
    const made = createFrame({
      page: options.page,
      publicUrl: options.publicUrl,
      session: options.session,
      title: options.title,
      onChanged: options.onChanged,
      onClose: () => dialog.close(),
      onDeal: (dealId) => {
        dialog.close();
        options.onDeal?.(dealId);
      },
    });
    made.element.hidden = true;
    dialog.append(made.element);
    return made;
  };
  // «Back» closes the window, as it does in an app; what was typed is there when it is opened again.
  const stopGuard = guardBack({ holds: () => dialog.open, onBack: () => dialog.close() });

  return {
    warm: () => {
      stopWarming ??= whenIdle(() => {
        frame ??= makeFrame();
      });
    },
    open: async (context) => {
      frame ??= makeFrame();
      const { element } = frame;
      // What was open before belongs to another deal or visit: it is not shown until the page knows the new one.
      element.hidden = true;
      words.textContent = t('overlayLoading');
      leave.textContent = t('overlayClose');
      if (!dialog.open) dialog.showModal();
      const outcome = await frame.open(context);
      if (outcome === 'signed-in') {
        element.hidden = false;
        element.focus();
      } else if (outcome === 'not-loaded') {
        words.textContent = t('overlayFailed');
      } else if (outcome === 'no-session') {
        dialog.close();
        options.onChanged();
      }
    },
    setTheme: (theme) => {
      host.dataset.theme = theme;
      frame?.setTheme(theme);
    },
    dispose: () => {
      stopWarming?.();
      stopGuard();
      frame?.dispose();
      host.remove();
    },
  };
}
