import type { FrameContext, Theme } from '../ui/bridge-messages.ts';
import type { SessionStore } from '../ui/session.ts';
import { createFrame } from './frame.ts';
import overlayCss from './overlay.css?inline';
import { createShadow } from './theme.ts';

export type Overlay = {
  open(context: FrameContext): void;
  setTheme(theme: Theme): void;
  dispose(): void;
};

/** The booking window over the card: its page is loaded while the dialog is still closed. */
export function createOverlay(options: {
  publicUrl: string;
  session: SessionStore;
  title: string;
  onChanged: () => void;
}): Overlay {
  const { host, root } = createShadow(document.body, overlayCss);
  host.dataset.archimedOverlay = '';
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', options.title);
  const frame = createFrame({
    page: 'booking',
    publicUrl: options.publicUrl,
    session: options.session,
    title: options.title,
    onChanged: options.onChanged,
    onClose: () => dialog.close(),
  });
  dialog.append(frame.element);
  root.append(dialog);

  return {
    open: (context) => {
      frame.open(context);
      if (!dialog.open) dialog.showModal();
      frame.element.focus();
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
