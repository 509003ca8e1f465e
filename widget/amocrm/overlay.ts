import { t } from '../card/messages.ts';
import type { FrameContext, Theme } from '../ui/bridge-messages.ts';
import type { SessionStore } from '../ui/session.ts';
import { createFrame } from './frame.ts';
import overlayCss from './overlay.css?inline';
import { createShadow } from './theme.ts';

export type Overlay = {
  open(context: FrameContext): Promise<void>;
  setTheme(theme: Theme): void;
  dispose(): void;
};

/** The booking window over the card: its page is loaded while the dialog is still closed. */
export function createOverlay(options: {
  publicUrl: string;
  session: SessionStore;
  title: string;
  /** Visits changed, or nobody could be signed in: the panel reads again and says what it learns. */
  onChanged: () => void;
}): Overlay {
  const { host, root } = createShadow(document.body, overlayCss);
  host.dataset.archimedOverlay = '';
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', options.title);
  const waiting = document.createElement('div');
  waiting.className = 'waiting';
  waiting.setAttribute('role', 'status');
  const words = document.createElement('p');
  const leave = document.createElement('button');
  leave.type = 'button';
  leave.className = 'am-button am-button--secondary';
  leave.addEventListener('click', () => dialog.close());
  waiting.append(words, leave);
  const frame = createFrame({
    page: 'booking',
    publicUrl: options.publicUrl,
    session: options.session,
    title: options.title,
    onChanged: options.onChanged,
    onClose: () => dialog.close(),
  });
  dialog.append(waiting, frame.element);
  root.append(dialog);

  return {
    open: async (context) => {
      // What was open before belongs to another deal or visit: it is not shown until the page knows the new one.
      frame.element.hidden = true;
      words.textContent = t('overlayLoading');
      leave.textContent = t('overlayClose');
      if (!dialog.open) dialog.showModal();
      const outcome = await frame.open(context);
      if (outcome === 'signed-in') {
        frame.element.hidden = false;
        frame.element.focus();
      } else if (outcome === 'not-loaded') {
        words.textContent = t('overlayFailed');
      } else if (outcome === 'no-session') {
        dialog.close();
        options.onChanged();
      }
    },
    setTheme: (theme) => {
      host.dataset.theme = theme;
      frame.setTheme(theme);
    },
    dispose: () => {
      frame.dispose();
      host.remove();
    },
  };
}
