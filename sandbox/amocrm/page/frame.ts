import { api } from './api.ts';
import { el } from './dom.ts';
import type { PageState } from './state.ts';

/** What stands around every page: the left menu, the heading, the user and the theme. */

const THEME = 'sandbox-theme';

export function isDarkTheme(): boolean {
  return localStorage.getItem(THEME) === 'dark';
}

export function applyTheme(dark: boolean): void {
  document.documentElement.setAttribute('data-color-scheme', dark ? 'dark' : 'light');
  localStorage.setItem(THEME, dark ? 'dark' : 'light');
}

type NavItem = { href: string; icon: string; text: string; here: RegExp; adminOnly?: boolean };

const items: readonly NavItem[] = [
  { href: '/', icon: '▤', text: 'Сделки', here: /^\/($|leads)/ },
  { href: '/contacts/list', icon: '☺', text: 'Контакты', here: /^\/(contacts|companies)/ },
  { href: '/settings/widgets', icon: '▦', text: 'Интеграции', here: /^\/settings\/(widgets|dev)/ },
  {
    href: '/settings/pipelines',
    icon: '☰',
    text: 'Воронки',
    here: /^\/settings\/pipelines?(\/|$)/,
    adminOnly: true,
  },
  { href: '/settings/fields', icon: '✎', text: 'Поля', here: /^\/settings\/fields/, adminOnly: true },
  { href: '/settings/users', icon: '⚇', text: 'Люди', here: /^\/settings\/users/, adminOnly: true },
];

export function markNav(path: string): void {
  for (const link of document.querySelectorAll('[data-nav]')) {
    const item = items.find(({ href }) => href === link.getAttribute('data-nav'));
    const isHere = item?.here.test(path) === true;
    link.classList.toggle('is-active', isHere);
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

function navLink({ href, icon, text }: NavItem): HTMLElement {
  return el(
    'a',
    { class: 'nav__item', href, 'data-nav': href },
    el('span', { class: 'nav__icon', 'aria-hidden': 'true' }, icon),
    text,
  );
}

export function frame(state: PageState): { root: HTMLElement; title: HTMLElement } {
  const { boot } = state;
  const root = el('main', { class: 'page' });
  const title = el('h1', { class: 'top__title' });
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
    ...boot.users
      .filter((user) => user.isActive)
      .map((user) =>
        el(
          'option',
          { value: user.id, selected: user.id === boot.user.id },
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
      onclick: () => applyTheme(!isDarkTheme()),
    },
    'Тема',
  );
  const nav = el(
    'nav',
    { class: 'nav', 'aria-label': 'Разделы' },
    el(
      'div',
      { class: 'nav__logo', title: 'Песочница' },
      boot.account.name.replace(/[^А-ЯЁ]/g, '').slice(-1) || 'А',
    ),
    ...items.filter((item) => item.adminOnly !== true || boot.user.isAdmin).map(navLink),
  );
  const top = el(
    'header',
    { class: 'top' },
    title,
    el(
      'div',
      { class: 'top__side' },
      el('span', { class: 'muted top__account' }, boot.account.name),
      userSwitch,
      theme,
    ),
  );
  document.querySelector('#app')?.replaceChildren(nav, el('div', { class: 'body' }, top, root));
  return { root, title };
}
