import type { UserRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { el } from './dom.ts';
import { attempt } from './notice.ts';
import { settingsFrame } from './settings-frame.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

const levels = [
  ['A', 'все'],
  ['G', 'своего отдела'],
  ['M', 'только свои'],
  ['D', 'запрещено'],
] as const;
const kinds = [
  ['leads', 'Сделки'],
  ['contacts', 'Контакты'],
  ['companies', 'Компании'],
] as const;
const deeds = [
  ['view', 'смотреть'],
  ['edit', 'менять'],
  ['delete', 'удалять'],
] as const;

/** Users: who is active, who administers, what the others may (amocrm-api.md §4.10). */
export async function showUsers(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  const { body, page } = settingsFrame(state, host, root, 'Пользователи');
  if (body === null) return page;
  const cards = el('div', { class: 'settings__list' });
  body.append(
    el(
      'p',
      { class: 'muted' },
      'Права администратора не ограничены. Остальные видят и меняют то, что отмечено.',
    ),
    cards,
  );

  async function save(user: UserRow, edit: Record<string, unknown>): Promise<void> {
    await attempt(() => api.editUser(user.id, edit));
    state.boot = await api.bootstrap();
    await draw();
  }

  function flag(user: UserRow, key: 'isAdmin' | 'isActive', text: string): HTMLElement {
    const box = el('input', {
      type: 'checkbox',
      checked: user[key],
      'data-testid': `user-${user.id}-${key}`,
      onchange: () => void save(user, { [key]: box.checked }),
    });
    return el('label', {}, box, ` ${text}`);
  }

  function rights(user: UserRow): HTMLElement {
    return el(
      'table',
      { class: 'table table_plain' },
      el('thead', {}, el('tr', {}, el('th', {}, ''), ...deeds.map(([, text]) => el('th', {}, text)))),
      el(
        'tbody',
        {},
        ...kinds.map(([kind, title]) =>
          el(
            'tr',
            {},
            el('td', {}, title),
            ...deeds.map(([deed, text]) => {
              const select = el(
                'select',
                {
                  class: 'select',
                  'aria-label': `${title}: ${text}`,
                  'data-testid': `right-${user.id}-${kind}-${deed}`,
                  onchange: () => void save(user, { rights: { [kind]: { [deed]: select.value } } }),
                },
                ...levels.map(([level, name]) =>
                  el('option', { value: level, selected: user.rights[kind][deed] === level }, name),
                ),
              );
              return el('td', {}, select);
            }),
          ),
        ),
      ),
    );
  }

  async function draw(): Promise<void> {
    const { users } = await api.users();
    cards.replaceChildren(
      ...users.map((user) =>
        el(
          'article',
          { class: 'panel', 'data-testid': `user-${user.id}` },
          el(
            'header',
            { class: 'panel__head' },
            el(
              'div',
              {},
              el('h3', {}, user.name),
              el(
                'p',
                { class: 'muted' },
                [user.email, user.group, user.isAdmin ? 'администратор' : user.role]
                  .filter((part) => part !== '')
                  .join(' · '),
              ),
            ),
            el(
              'div',
              { class: 'panel__flags' },
              flag(user, 'isActive', 'активен'),
              flag(user, 'isAdmin', 'администратор'),
            ),
          ),
          user.isAdmin ? null : rights(user),
        ),
      ),
    );
  }

  await draw();
  return page;
}
