import { t } from '../card/messages.ts';
import { getLang } from '../ui/i18n.ts';
import { errorText } from '../ui/messages.ts';
import advancedCss from './advanced-page.css?inline';
import { guardBack } from './back-guard.ts';
import { createFrame, type Frame } from './frame.ts';
import type { PanelSession } from './panel-session.ts';
import { createShadow, readTheme, watchTheme } from './theme.ts';

/** The settings page in a frame that fills amoCRM's page below its header; returns how to take it away. */
export function mountAdvanced(
  area: HTMLElement,
  options: { publicUrl: string; session: PanelSession },
): () => void {
  const { host, root } = createShadow(area, advancedCss);
  const frame = createFrame({
    page: 'settings',
    publicUrl: options.publicUrl,
    session: options.session.store,
    title: t('settingsFrame'),
    onChanged: () => undefined,
    onClose: () => undefined,
  });
  const fillWindow = (): void => {
    const top = host.getBoundingClientRect().top + window.scrollY;
    frame.element.style.height = `${Math.max(480, window.innerHeight - Math.round(top))}px`;
  };
  const open = async (): Promise<void> => {
    const outcome = await frame.open({ kind: 'settings', dealId: null, lang: getLang(), theme: readTheme() });
    if (outcome === 'signed-in' || outcome === 'superseded') return;
    const refusal = options.session.refusal();
    const words = document.createElement('p');
    words.setAttribute('role', 'alert');
    words.textContent =
      refusal === null || outcome === 'not-loaded' ? t('overlayFailed') : errorText(refusal);
    root.replaceChildren(words);
  };
  root.append(frame.element);
  fillWindow();
  window.addEventListener('resize', fillWindow);
  const stopTheme = watchTheme((theme) => {
    host.dataset.theme = theme;
    frame.setTheme(theme);
  });
  const stopGuard = guardLeaving(frame);
  void open();
  return () => {
    window.removeEventListener('resize', fillWindow);
    stopTheme();
    stopGuard();
    frame.dispose();
    host.remove();
  };
}

/**
 * amoCRM changes its pages without loading them, so the frame goes without the browser asking about unsaved edits. A
 * link that would leave them, or the browser's «back», is held until the page in the frame has asked.
 */
function guardLeaving(frame: Frame): () => void {
  let passing = false;
  const onClick = (event: MouseEvent): void => {
    const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (passing || elsewhere || !frame.unsaved()) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    if (link === null || link.target === '_blank') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    frame.leave(() => {
      passing = true;
      link.click();
      passing = false;
    });
  };
  window.addEventListener('click', onClick, true);
  const stopBack = guardBack({ holds: () => frame.unsaved(), onBack: (go) => frame.leave(go) });
  return () => {
    window.removeEventListener('click', onClick, true);
    stopBack();
  };
}
