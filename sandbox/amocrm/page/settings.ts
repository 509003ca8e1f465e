import type { WidgetView } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { el } from './dom.ts';
import { settingsForm } from './settings-form.ts';
import type { PageState } from './state.ts';
import type { Widget, WidgetHost } from './widget-host.ts';

function lang(widget: WidgetView, path: string): string {
  let node: unknown = widget.i18n.ru ?? Object.values(widget.i18n)[0];
  for (const part of path.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }
  return typeof node === 'string' ? node : path;
}

function reload(): void {
  location.reload();
}

/** The modal of amoCRM's marketplace: text, fields, `settings`, then Save → `onSave` (amocrm-api.md §6.4). */
async function openModal(state: PageState, made: Widget, widget: WidgetView): Promise<void> {
  const form = settingsForm(state, widget, (path) => lang(widget, path));
  const error = el('p', { class: 'error', hidden: true });
  const close = (): void => overlay.remove();
  const save = el(
    'button',
    { class: 'button button_primary js-widget-save', type: 'button', 'data-testid': 'widget-save' },
    widget.installed ? 'Сохранить' : 'Установить',
  );
  const disable = el(
    'button',
    { class: 'button js-widget-uninstall', type: 'button', 'data-testid': 'widget-disable' },
    'Отключить',
  );
  save.addEventListener('click', async () => {
    const missing = form.missing();
    error.hidden = missing.length === 0;
    error.textContent = `Заполните: ${missing.join(', ')}`;
    if (missing.length > 0) return;
    const fields = form.values();
    const answer = await made.callbacks.onSave?.({ active: 'Y', fields });
    if (answer === false) return;
    await api.saveWidget(widget.code, fields);
    reload();
  });
  disable.addEventListener('click', async () => {
    // onSave runs on disabling too, before destroy (§6.4).
    await made.callbacks.onSave?.({ active: 'N', fields: form.values() });
    made.callbacks.destroy?.();
    await api.disableWidget(widget.code);
    reload();
  });
  const body = el(
    'div',
    { class: 'widget-settings__wrap' },
    el('h2', {}, lang(widget, widget.names.name)),
    el('p', { class: 'widget-settings__text' }, lang(widget, widget.names.description)),
    form.root,
    error,
    el(
      'footer',
      { class: 'widget-settings__foot' },
      save,
      widget.installed ? disable : null,
      el('button', { class: 'button', type: 'button', onclick: close }, 'Закрыть'),
    ),
  );
  const overlay = el(
    'div',
    { class: 'modal', 'data-testid': 'widget-modal' },
    el('div', { class: 'modal-body', role: 'dialog', 'aria-modal': 'true' }, body),
  );
  document.body.append(overlay);
  made.callbacks.settings?.(state.$(body), {});
}

function widgetCard(state: PageState, host: WidgetHost, widget: WidgetView): HTMLElement {
  const open = async (): Promise<void> => openModal(state, await host.instance(widget), widget);
  return el(
    'article',
    { class: 'widget-card', 'data-code': widget.code, 'data-testid': `widget-card-${widget.code}` },
    el('img', {
      src: `/widgets/${widget.code}/images/logo_main.png?v=${widget.version}`,
      alt: '',
      width: 200,
      height: 136,
    }),
    el('h3', {}, lang(widget, widget.names.name)),
    el('p', { class: 'muted' }, lang(widget, widget.names.shortDescription)),
    el(
      'p',
      { class: widget.installed ? 'badge badge_on' : 'badge' },
      widget.installed ? 'Установлено' : 'Не установлено',
    ),
    el(
      'div',
      { class: 'widget-card__foot' },
      el(
        'button',
        {
          class: 'button button_primary',
          type: 'button',
          disabled: !state.boot.user.isAdmin,
          'data-testid': 'widget-open',
          onclick: () => void open(),
        },
        widget.installed ? 'Настроить' : 'Установить',
      ),
      widget.installed && widget.hasAdvanced
        ? el(
            'a',
            {
              class: 'link',
              href: `/settings/widgets/${widget.code}/advanced`,
              'data-testid': 'widget-advanced',
            },
            lang(widget, widget.names.advancedTitle),
          )
        : null,
    ),
  );
}

export async function showSettings(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  state.area = 'widgetsSettings';
  state.card = null;
  const { widgets, user } = state.boot;
  root.replaceChildren(
    el(
      'div',
      { class: 'widget-list' },
      ...(widgets.length === 0
        ? [el('p', { class: 'empty' }, 'Виджетов нет. Загрузите архив: POST /_sandbox/widget.')]
        : widgets.map((widget) => widgetCard(state, host, widget))),
      user.isAdmin ? null : el('p', { class: 'muted' }, 'Устанавливать интеграции может администратор.'),
    ),
  );
  void host.enter();
  return { title: 'Интеграции', stop: () => undefined };
}

/** The widget's own page in the settings: it renders into `#work-area-{code}`. */
export async function showAdvanced(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  code: string,
): Promise<Page> {
  state.area = `advanced-settings:${code}`;
  state.card = null;
  const widget = state.boot.widgets.find((candidate) => candidate.code === code);
  root.replaceChildren(
    el(
      'div',
      { id: 'list_page_holder', class: 'advanced' },
      el('div', { id: `work-area-${code}`, class: 'work-area' }),
    ),
  );
  if (widget?.installed !== true) {
    root.replaceChildren(el('p', { class: 'empty' }, 'Виджет не установлен.'));
    return { title: 'Интеграции', stop: () => undefined };
  }
  await host.enter();
  (await host.instance(widget)).callbacks.advancedSettings?.();
  return { title: lang(widget, widget.names.advancedTitle), stop: () => undefined };
}
