import type { WidgetView } from '../pages/view-types.ts';
import type { Page } from './app.ts';
import { el } from './dom.ts';
import { notify } from './notice.ts';
import { openSettingsModal } from './settings-modal.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';
import { widgetText } from './widget-texts.ts';

function widgetCard(state: PageState, host: WidgetHost, widget: WidgetView): HTMLElement {
  const open = async (): Promise<void> => openSettingsModal(state, await host.instance(widget), widget);
  return el(
    'article',
    { class: 'widget-card', 'data-code': widget.code, 'data-testid': `widget-card-${widget.code}` },
    el('img', {
      src: `/widgets/${widget.code}/images/logo_main.png?v=${widget.version}`,
      alt: '',
      width: 200,
      height: 136,
    }),
    el('h3', {}, widgetText(widget, widget.names.name)),
    el('p', { class: 'muted' }, widgetText(widget, widget.names.shortDescription)),
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
          onclick: () => {
            open().catch((error: unknown) => {
              console.error(error);
              notify('Виджет не загрузился: причина в консоли браузера.', 'error');
            });
          },
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
            widgetText(widget, widget.names.advancedTitle),
          )
        : null,
    ),
  );
}

function developerBar(state: PageState): HTMLElement | null {
  if (!state.boot.user.isAdmin) return null;
  const pipeline = state.boot.pipelines[0]?.id;
  return el(
    'nav',
    { class: 'host-bar', 'aria-label': 'Разработчику' },
    el(
      'a',
      { class: 'button', href: '/settings/dev/upload', 'data-testid': 'upload-link' },
      'Загрузить архив',
    ),
    pipeline === undefined
      ? null
      : el(
          'a',
          { class: 'button', href: `/settings/pipeline/leads/${pipeline}`, 'data-testid': 'pipeline-link' },
          'Цифровая воронка',
        ),
  );
}

export async function showSettings(state: PageState, host: WidgetHost, root: HTMLElement): Promise<Page> {
  state.area = 'widgetsSettings';
  const { widgets, user } = state.boot;
  const bar = developerBar(state);
  root.replaceChildren(
    ...(bar === null ? [] : [bar]),
    el(
      'div',
      { class: 'widget-list' },
      ...(widgets.length === 0
        ? [el('p', { class: 'empty' }, 'Виджетов нет: загрузите архив.')]
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
  const widget = state.boot.widgets.find((candidate) => candidate.code === code);
  root.replaceChildren(
    el(
      'div',
      { id: 'list_page_holder', class: 'advanced' },
      el('div', { id: `work-area-${code}`, class: 'work-area' }),
    ),
  );
  if (widget?.installed !== true) {
    root.replaceChildren(
      el(
        'p',
        { class: 'empty' },
        'Виджет не установлен. Установить его можно в разделе ',
        el('a', { href: '/settings/widgets', class: 'link' }, '«Интеграции»'),
        '.',
      ),
    );
    return { title: 'Интеграции', stop: () => undefined };
  }
  await host.enter();
  (await host.instance(widget)).callbacks.advancedSettings?.();
  return { title: widgetText(widget, widget.names.advancedTitle), stop: () => undefined };
}
