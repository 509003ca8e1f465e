import type { WidgetDetails } from '../pages/host-details.ts';
import type { WidgetView } from '../pages/view-types.ts';
import { api } from './api.ts';
import { el } from './dom.ts';
import { hostApi } from './host-api.ts';
import { settingsForm } from './settings-form.ts';
import type { PageState } from './state.ts';
import type { Widget } from './widget-host.ts';
import { widgetText } from './widget-texts.ts';

/** The modal of amoCRM's marketplace: pictures, text, fields, `settings`, then Save → `onSave` (amocrm-api.md §6.4). */

function tour(widget: WidgetView, details: WidgetDetails): HTMLElement | null {
  const { images, description } = details.tour;
  const [first] = images;
  if (first === undefined) return null;
  const address = (image: string): string =>
    `/widgets/${widget.code}/${image.replace(/^\//, '')}?v=${widget.version}`;
  const shown = el('img', { class: 'widget-tour__image', src: address(first), alt: '' });
  const dots = images.map((image, index) =>
    el('button', {
      class: index === 0 ? 'widget-tour__dot is-active' : 'widget-tour__dot',
      type: 'button',
      'aria-label': `Картинка ${index + 1}`,
      onclick: () => {
        shown.src = address(image);
        dots.forEach((dot, at) => {
          dot.classList.toggle('is-active', at === index);
        });
      },
    }),
  );
  return el(
    'figure',
    { class: 'widget-tour', 'data-testid': 'widget-tour' },
    shown,
    images.length > 1 ? el('div', { class: 'widget-tour__dots' }, ...dots) : null,
    description === null ? null : el('figcaption', { class: 'muted' }, widgetText(widget, description)),
  );
}

function about(widget: WidgetView, details: WidgetDetails): HTMLElement {
  const { link, email } = details.support;
  const description = el('p', { class: 'widget-settings__text' });
  // Texts of a widget may hold markup (§6.2).
  description.innerHTML = widgetText(widget, widget.names.description);
  return el(
    'section',
    { class: 'widget-settings__about' },
    el('img', {
      src: `/widgets/${widget.code}/images/logo_medium.png?v=${widget.version}`,
      alt: '',
      height: 56,
    }),
    tour(widget, details),
    description,
    el(
      'p',
      { class: 'muted' },
      `Версия ${widget.version}`,
      link === null ? null : ' · ',
      link === null
        ? null
        : el('a', { class: 'link', href: link, target: '_blank', rel: 'noopener' }, 'Поддержка'),
      email === null ? null : ' · ',
      email === null ? null : el('a', { class: 'link', href: `mailto:${email}` }, email),
    ),
  );
}

export async function openSettingsModal(state: PageState, made: Widget, widget: WidgetView): Promise<void> {
  const details = await hostApi.details(widget.code);
  const form = settingsForm(state, widget, widget.settingsTemplate, widget.settings);
  const error = el('p', { class: 'error', role: 'alert', hidden: true, 'data-testid': 'widget-error' });
  const close = (): void => {
    document.removeEventListener('keydown', onKey);
    overlay.remove();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
  };
  const complain = (text: string): void => {
    error.hidden = text === '';
    error.textContent = text;
  };

  /** `false` or a refused Promise keeps the modal open. */
  async function agreed(active: 'Y' | 'N'): Promise<boolean> {
    const answer = await made.callbacks.onSave?.({ active, fields: form.values() });
    return answer !== false;
  }

  async function run(work: () => Promise<void>): Promise<void> {
    complain('');
    for (const button of [save, disable]) button.disabled = true;
    try {
      await work();
    } catch (cause) {
      complain(`Не сохранено: ${cause instanceof Error ? cause.message : 'виджет отказался'}`);
    }
    for (const button of [save, disable]) button.disabled = false;
  }

  const save = el(
    'button',
    {
      class: 'button button_primary js-widget-save',
      type: 'button',
      'data-testid': 'widget-save',
      onclick: () =>
        void run(async () => {
          const missing = form.missing();
          if (missing.length > 0) {
            complain(`Заполните: ${missing.join(', ')}`);
            return;
          }
          if (!(await agreed('Y'))) return;
          await api.saveWidget(widget.code, form.values());
          location.reload();
        }),
    },
    widget.installed ? 'Сохранить' : 'Установить',
  );
  const disable = el(
    'button',
    {
      class: 'button js-widget-uninstall',
      type: 'button',
      'data-testid': 'widget-disable',
      onclick: () =>
        void run(async () => {
          // onSave runs on disabling too, before destroy; it cannot keep the widget on (§6.4).
          await agreed('N');
          made.callbacks.destroy?.();
          await api.disableWidget(widget.code);
          location.reload();
        }),
    },
    'Отключить',
  );
  const body = el(
    'div',
    { class: 'widget-settings__wrap' },
    el('h2', {}, widgetText(widget, widget.names.name)),
    about(widget, details),
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
    {
      class: 'modal',
      'data-testid': 'widget-modal',
      onmousedown: (event) => {
        if (event.target === overlay) close();
      },
    },
    el('div', { class: 'modal-body widget-settings', role: 'dialog', 'aria-modal': 'true' }, body),
  );
  document.addEventListener('keydown', onKey);
  document.body.append(overlay);
  made.callbacks.settings?.(state.$(body), {});
}
