import type { Page } from './app.ts';
import { el } from './dom.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

/** What the pages of settings have in common: administrators only, a heading, one column. */
export function settingsFrame(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  title: string,
): { body: HTMLElement; page: Page } | { body: null; page: Page } {
  state.area = 'settings';
  const page: Page = { title, stop: () => undefined };
  if (!state.boot.user.isAdmin) {
    root.replaceChildren(
      el(
        'p',
        { class: 'empty', 'data-testid': 'settings-denied' },
        'Настройки доступны администратору аккаунта. Войдите под ним или попросите его внести изменения.',
      ),
    );
    return { body: null, page };
  }
  const body = el('div', { class: 'settings' });
  root.replaceChildren(body);
  void host.enter();
  return { body, page };
}
