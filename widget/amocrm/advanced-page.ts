import { t } from '../card/messages.ts';
import { getLang } from '../ui/i18n.ts';
import type { SessionStore } from '../ui/session.ts';
import advancedCss from './advanced-page.css?inline';
import { createFrame } from './frame.ts';
import { createShadow, readTheme, watchTheme } from './theme.ts';

/** The settings page in a frame that fills amoCRM's page below its header; returns how to take it away. */
export function mountAdvanced(
  area: HTMLElement,
  options: { publicUrl: string; session: SessionStore },
): () => void {
  const { host, root } = createShadow(area, advancedCss);
  const frame = createFrame({
    page: 'settings',
    publicUrl: options.publicUrl,
    session: options.session,
    title: t('settingsFrame'),
    onChanged: () => undefined,
    onClose: () => undefined,
  });
  const fillWindow = (): void => {
    const top = host.getBoundingClientRect().top + window.scrollY;
    frame.element.style.height = `${Math.max(480, window.innerHeight - Math.round(top))}px`;
  };
  root.append(frame.element);
  fillWindow();
  window.addEventListener('resize', fillWindow);
  const stopTheme = watchTheme((theme) => frame.setTheme(theme));
  frame.open({ kind: 'settings', dealId: null, lang: getLang(), theme: readTheme() });
  return () => {
    window.removeEventListener('resize', fillWindow);
    stopTheme();
    frame.dispose();
    host.remove();
  };
}
