import type { WidgetView } from '../pages/view-types.ts';
import { el } from './dom.ts';
import type { PageState } from './state.ts';

export type SettingsForm = { root: HTMLElement; values(): Record<string, unknown>; missing(): string[] };

type Row = { label: string; required: boolean; node: HTMLElement; key: string; value(): unknown };

function textRow(widget: WidgetView, key: string, type: string): { node: HTMLElement; value(): string } {
  const saved = widget.settings[key];
  const input = el('input', {
    class: 'input',
    name: key,
    type: type === 'pass' ? 'password' : 'text',
    value: typeof saved === 'string' ? saved : '',
  });
  return { node: input, value: () => input.value };
}

/** A hidden input that the widget's own code fills; its container's id ends in `_custom_content` (amocrm-api.md §6.2). */
function customRow(widget: WidgetView, key: string): { node: HTMLElement; value(): string } {
  const saved = widget.settings[key];
  const input = el('input', {
    type: 'hidden',
    name: key,
    id: `${widget.code}_custom`,
    value: typeof saved === 'string' ? saved : '',
  });
  return {
    node: el('div', {}, el('div', { id: `${widget.code}_custom_content` }), input),
    value: () => input.value,
  };
}

function usersRow(
  state: PageState,
  widget: WidgetView,
  key: string,
): { node: HTMLElement; value(): Record<string, string> } {
  const saved = widget.settings[key];
  const inputs = state.boot.users
    .filter((user) => user.isActive)
    .map((user) => {
      const known: unknown =
        typeof saved === 'object' && saved !== null ? Reflect.get(saved, String(user.id)) : '';
      const input = el('input', {
        class: 'input',
        name: `${key}[${user.id}]`,
        value: typeof known === 'string' ? known : '',
      });
      return { user, input };
    });
  return {
    node: el(
      'div',
      {},
      ...inputs.map(({ user, input }) =>
        el('label', { class: 'row' }, el('span', { class: 'row__label' }, user.name), input),
      ),
    ),
    value: () => Object.fromEntries(inputs.map(({ user, input }) => [user.id, input.value])),
  };
}

export function settingsForm(
  state: PageState,
  widget: WidgetView,
  text: (path: string) => string,
): SettingsForm {
  const rows = widget.settingsTemplate.map((setting): Row => {
    const made =
      setting.type === 'custom'
        ? customRow(widget, setting.key)
        : setting.type === 'users' || setting.type === 'users_lp'
          ? usersRow(state, widget, setting.key)
          : textRow(widget, setting.key, setting.type);
    return { label: text(setting.name), required: setting.required, key: setting.key, ...made };
  });
  return {
    root: el(
      'div',
      { class: 'widget_settings_block', id: 'widget_settings__fields_wrapper' },
      ...rows.map((row) =>
        el(
          'div',
          { class: 'widget_settings_block__item_field' },
          el('div', { class: 'widget_settings_block__title_field' }, row.label),
          el('div', { class: 'widget_settings_block__input_field' }, row.node),
        ),
      ),
    ),
    values: () => Object.fromEntries(rows.map((row) => [row.key, row.value()])),
    missing: () => rows.filter((row) => row.required && row.value() === '').map((row) => row.label),
  };
}
