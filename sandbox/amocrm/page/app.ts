import { loadJQuery } from './amd.ts';
import { api } from './api.ts';
import { installApp } from './app-global.ts';
import { el } from './dom.ts';
import { applyTheme, frame, isDarkTheme, markNav } from './frame.ts';
import { Refusal } from './http.ts';
import { routes } from './routes.ts';
import type { PageState } from './state.ts';
import { createWidgetHost } from './widget-host.ts';

/** A page shows itself in `root` and returns how to stop. */
export type Page = { title: string; stop(): void };

function lost(root: HTMLElement, error?: unknown): Page {
  const isDenied = error instanceof Refusal && error.status === 403;
  const text = isDenied ? 'У вас нет прав смотреть эту запись.' : 'Такой страницы нет.';
  root.replaceChildren(el('p', { class: 'empty', 'data-testid': 'page-missing' }, text));
  return { title: isDenied ? 'Нет доступа' : 'Не найдено', stop: () => undefined };
}

async function start(): Promise<void> {
  applyTheme(isDarkTheme());
  const [boot, $] = await Promise.all([api.bootstrap(), loadJQuery()]);
  const state: PageState = { boot, $, area: 'leads-pipeline', card: null, open: null, list: null };
  installApp(state);
  const host = createWidgetHost(state);
  const { root, title } = frame(state);
  let page: Page | null = null;

  async function open(path: string): Promise<Page> {
    state.card = null;
    state.open = null;
    state.list = null;
    for (const { pattern, show } of routes) {
      const match = pattern.exec(path);
      if (match !== null) return show(state, host, root, match[1] ?? '');
    }
    return lost(root);
  }

  async function visit(path: string): Promise<void> {
    if (page !== null) {
      page.stop();
      host.leave();
    }
    page = await open(path).catch((error: unknown): Page => lost(root, error));
    title.textContent = page.title;
    document.title = page.title;
    markNav(path);
  }

  // One visit after the other: a second click must not leave two pages running.
  let last: Promise<void> = Promise.resolve();
  function go(path: string): Promise<void> {
    last = last.then(() => visit(path));
    return last;
  }

  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('a') : null;
    const href = target?.getAttribute('href');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.defaultPrevented;
    if (target === null || !plain || href?.startsWith('/') !== true || target.target !== '') return;
    event.preventDefault();
    history.pushState(null, '', href);
    void go(href);
  });
  window.addEventListener('popstate', () => void go(location.pathname));
  await go(location.pathname);
}

await start();
