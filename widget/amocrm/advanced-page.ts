import { t } from '../card/messages.ts';
import { getLang } from '../ui/i18n.ts';
import { errorText } from '../ui/messages.ts';
import advancedCss from './advanced-page.css?inline';
import { createFrame } from './frame.ts';
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
  void open();
  return () => {
    window.removeEventListener('resize', fillWindow);
    stopTheme();
    frame.dispose();
    host.remove();
  };
}
