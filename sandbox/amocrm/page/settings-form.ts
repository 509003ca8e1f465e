import type { WidgetView } from '../pages/view-types.ts';
import { el } from './dom.ts';
import type { PageState } from './state.ts';
import { widgetText } from './widget-texts.ts';

/** Fields by a manifest's `settings`: text, pass, users, users_lp, custom (amocrm-api.md §6.2). */

type Setting = WidgetView['settingsTemplate'][number];
type Values = Readonly<Record<string, unknown>>;
type Control = { node: HTMLElement; value(): unknown };
type Row = Control & { label: string; required: boolean; key: string };

export type SettingsForm = { root: HTMLElement; values(): Record<string, unknown>; missing(): string[] };

function textRow(setting: Setting, saved: unknown): Control {
  const input = el('input', {
    class: 'input',
    name: setting.key,
    type: setting.type === 'pass' ? 'password' : 'text',
    autocomplete: 'off',
    value: typeof saved === 'string' ? saved : '',
  });
  return { node: input, value: () => input.value };
}

/** A hidden input that the widget's own code fills; its container's id ends in `_custom_content` (§6.2). */
function customRow(widget: WidgetView, setting: Setting, saved: unknown): Control {
  const input = el('input', {
    type: 'hidden',
    name: setting.key,
    id: `${widget.code}_custom`,
    value: typeof saved === 'string' || typeof saved === 'number' ? saved : '',
  });
  return {
    node: el('div', {}, el('div', { id: `${widget.code}_custom_content` }), input),
    value: () => input.value,
  };
}

function known(saved: unknown, ...path: (string | number)[]): string {
  let node = saved;
  for (const key of path) node = typeof node === 'object' && node !== null ? Reflect.get(node, key) : '';
  return typeof node === 'string' ? node : '';
}

function userInput(name: string, label: string, value: string, type = 'text'): HTMLInputElement {
  return el('input', {
    class: 'input',
    name,
    type,
    value,
    placeholder: label,
    'aria-label': label,
    autocomplete: 'off',
  });
}

/** `users` saves `{userId: "ext"}`, `users_lp` `{userId: {login, password}}` (§6.2). */
function usersRow(state: PageState, setting: Setting, saved: unknown): Control {
  const rows = state.boot.users
    .filter((user) => user.isActive)
    .map((user) => {
      const name = `${setting.key}[${user.id}]`;
      if (setting.type === 'users') {
        const input = userInput(name, 'Внутренний номер', known(saved, user.id));
        return { user, inputs: [input], value: (): unknown => input.value };
      }
      const login = userInput(`${name}[login]`, 'Логин', known(saved, user.id, 'login'));
      const password = userInput(
        `${name}[password]`,
        'Пароль',
        known(saved, user.id, 'password'),
        'password',
      );
      return {
        user,
        inputs: [login, password],
        value: (): unknown => ({ login: login.value, password: password.value }),
      };
    });
  return {
    node: el(
      'div',
      { class: 'widget-settings__users' },
      ...rows.map(({ user, inputs }) =>
        el('div', { class: 'widget-settings__user' }, el('span', { class: 'muted' }, user.name), ...inputs),
      ),
    ),
    value: () =>
      rows.some((row) => row.inputs.some((input) => input.value !== ''))
        ? Object.fromEntries(rows.map((row) => [row.user.id, row.value()]))
        : '',
  };
}

function control(state: PageState, widget: WidgetView, setting: Setting, saved: unknown): Control {
  if (setting.type === 'custom') return customRow(widget, setting, saved);
  if (setting.type === 'users' || setting.type === 'users_lp') return usersRow(state, setting, saved);
  return textRow(setting, saved);
}

export function settingsForm(
  state: PageState,
  widget: WidgetView,
  template: readonly Setting[],
  saved: Values,
): SettingsForm {
  const rows = template.map(
    (setting): Row => ({
      label: widgetText(widget, setting.name),
      required: setting.required,
      key: setting.key,
      ...control(state, widget, setting, saved[setting.key]),
    }),
  );
  return {
    root: el(
      'div',
      { class: 'widget_settings_block', id: 'widget_settings__fields_wrapper' },
      ...rows.map((row) =>
        el(
          'div',
          { class: 'widget_settings_block__item_field' },
          el(
            'div',
            { class: 'widget_settings_block__title_field' },
            row.label,
            row.required ? el('span', { class: 'error', title: 'Обязательно' }, ' *') : null,
          ),
          el('div', { class: 'widget_settings_block__input_field' }, row.node),
        ),
      ),
    ),
    values: () => Object.fromEntries(rows.map((row) => [row.key, row.value()])),
    missing: () => rows.filter((row) => row.required && row.value() === '').map((row) => row.label),
  };
}
