import { loadJQuery } from './amd.ts';
import { api } from './api.ts';
import { installApp } from './app-global.ts';
import { el } from './dom.ts';
import { routes } from './routes.ts';
import type { PageState } from './state.ts';
import { createWidgetHost } from './widget-host.ts';

/** A page shows itself in `root` and returns how to stop. */
export type Page = { title: string; stop(): void };

const THEME = 'sandbox-theme';

function applyTheme(dark: boolean): void {
  document.documentElement.setAttribute('data-color-scheme', dark ? 'dark' : 'light');
  localStorage.setItem(THEME, dark ? 'dark' : 'light');
}

function navLink(href: string, icon: string, text: string): HTMLElement {
  return el(
    'a',
    { class: 'nav__item', href, 'data-nav': href },
    el('span', { class: 'nav__icon', 'aria-hidden': 'true' }, icon),
    text,
  );
}

function frame(state: PageState): { root: HTMLElement; title: HTMLElement } {
  const root = el('main', { class: 'page' });
  const title = el('h1', { class: 'top__title' });
  const users = state.boot.users.filter((user) => user.isActive);
  const userSwitch = el(
    'select',
    {
      class: 'select',
      'data-testid': 'user-switch',
      'aria-label': 'Пользователь',
      onchange: async () => {
        await api.switchUser(Number(userSwitch.value));
        location.reload();
      },
    },
    ...users.map((user) =>
      el(
        'option',
        { value: user.id, selected: user.id === state.boot.user.id },
        `${user.name}${user.isAdmin ? ' · администратор' : ''}`,
      ),
    ),
  );
  const theme = el(
    'button',
    {
      class: 'button',
      type: 'button',
      'data-testid': 'theme-switch',
      onclick: () => applyTheme(document.documentElement.getAttribute('data-color-scheme') !== 'dark'),
    },
    'Тема',
  );
  const nav = el(
    'nav',
    { class: 'nav', 'aria-label': 'Разделы' },
    el(
      'div',
      { class: 'nav__logo', title: 'Песочница' },
      state.boot.account.name.replace(/[^А-ЯЁ]/g, '').slice(-1) || 'А',
    ),
    navLink('/', '▤', 'Сделки'),
    navLink('/settings/widgets', '⚙', 'Интеграции'),
  );
  const top = el(
    'header',
    { class: 'top' },
    title,
    el(
      'div',
      { class: 'top__side' },
      el('span', { class: 'muted' }, state.boot.account.name),
      userSwitch,
      theme,
    ),
  );
  document.querySelector('#app')?.replaceChildren(nav, el('div', { class: 'body' }, top, root));
  return { root, title };
}

function lost(root: HTMLElement): Page {
  root.replaceChildren(el('p', { class: 'empty' }, 'Такой страницы нет.'));
  return { title: 'Не найдено', stop: () => undefined };
}

async function start(): Promise<void> {
  applyTheme(localStorage.getItem(THEME) === 'dark');
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
    page = await open(path).catch((): Page => lost(root));
    title.textContent = page.title;
    document.title = page.title;
    for (const link of document.querySelectorAll('[data-nav]')) {
      const isHere =
        link.getAttribute('data-nav') === (path.startsWith('/settings') ? '/settings/widgets' : '/');
      link.classList.toggle('is-active', isHere);
    }
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
