import type { Direction, StageTrigger, TriggerAction } from '../core/triggers.ts';
import type { WidgetDetails } from '../pages/host-details.ts';
import type { WidgetView } from '../pages/view-types.ts';
import { labelled } from './dialog.ts';
import { el } from './dom.ts';
import { hostApi } from './host-api.ts';
import { settingsForm } from './settings-form.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';
import { widgetText } from './widget-texts.ts';

/** One action of a stage: when, and what (amocrm-api.md §5.4; `dpSettings` of §6.4). */

export const moments: Record<Direction, string> = {
  went_to_trigger: 'При переходе или создании на этапе',
  went_in_trigger: 'При переходе на этап',
  went_from_trigger: 'При выходе с этапа',
};

export type Place = { pipelineId: number; statusId: number };
type ActionForm = { root: HTMLElement; read(): TriggerAction | string };

function webhookForm(trigger: StageTrigger | null): ActionForm {
  const url = el('input', {
    class: 'input',
    type: 'url',
    'data-testid': 'trigger-url',
    value: trigger?.action.kind === 'webhook' ? trigger.action.url : '',
    placeholder: 'https://',
  });
  return {
    root: labelled('Адрес', url),
    read: () =>
      URL.canParse(url.value) ? { kind: 'webhook', url: url.value } : 'Укажите адрес целиком, с https://',
  };
}

function widgetForm(
  state: PageState,
  widget: WidgetView,
  dp: NonNullable<WidgetDetails['dp']>,
  trigger: StageTrigger | null,
): ActionForm {
  const saved = trigger?.action.kind === 'widget' ? trigger.action.settings : {};
  const form = settingsForm(state, widget, dp.settings, saved);
  return {
    root: form.root,
    read() {
      const missing = form.missing();
      if (missing.length > 0) return `Заполните: ${missing.join(', ')}`;
      const settings = Object.entries(form.values()).map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return { kind: 'widget', settings: Object.fromEntries(settings) };
    },
  };
}

export type OpenTrigger = {
  state: PageState;
  host: WidgetHost;
  place: Place;
  trigger: StageTrigger | null;
  /** `null` for "API: send webhook". */
  widget: { view: WidgetView; dp: NonNullable<WidgetDetails['dp']> } | null;
  done(): void;
};

export async function openTrigger({ state, host, place, trigger, widget, done }: OpenTrigger): Promise<void> {
  const action = widget === null ? webhookForm(trigger) : widgetForm(state, widget.view, widget.dp, trigger);
  const title =
    widget === null
      ? 'API: отправить webhook'
      : widgetText(widget.view, widget.dp.title ?? widget.view.names.name);
  const when = el(
    'select',
    { class: 'select', 'data-testid': 'trigger-when' },
    ...Object.entries(moments).map(([value, text]) =>
      el('option', { value, selected: value === trigger?.direction }, text),
    ),
  );
  const error = el('p', { class: 'error', role: 'alert', 'data-testid': 'trigger-error' });
  const dialog = el('dialog', {
    class: 'dialog',
    'data-testid': 'trigger-modal',
    onclose: () => dialog.remove(),
  });

  async function save(): Promise<void> {
    const read = action.read();
    error.textContent = typeof read === 'string' ? read : '';
    if (typeof read === 'string') return;
    const direction =
      (Object.keys(moments) as Direction[]).find((key) => key === when.value) ?? 'went_to_trigger';
    await hostApi.saveTrigger(trigger?.id ?? null, { ...place, direction, action: read });
    dialog.close();
    done();
  }

  async function remove(id: number): Promise<void> {
    await hostApi.deleteTrigger(id);
    dialog.close();
    done();
  }

  const refuse = (cause: unknown): void => {
    error.textContent = cause instanceof Error ? cause.message : 'Не сохранено';
  };
  const body = el(
    'div',
    { class: 'dialog__form' },
    el('h2', {}, title),
    labelled('Когда', when),
    el('div', { class: 'digital-pipeline__settings' }, action.root),
    error,
    el(
      'footer',
      { class: 'dialog__foot' },
      el(
        'button',
        {
          class: 'button button_primary',
          type: 'button',
          'data-testid': 'trigger-save',
          onclick: () => void save().catch(refuse),
        },
        'Сохранить',
      ),
      trigger === null
        ? null
        : el(
            'button',
            {
              class: 'button',
              type: 'button',
              'data-testid': 'trigger-delete',
              onclick: () => void remove(trigger.id).catch(refuse),
            },
            'Удалить',
          ),
      el('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, 'Отмена'),
    ),
  );
  dialog.append(body);
  document.body.append(dialog);
  dialog.showModal();
  if (widget === null) return;
  const made = await host.instance(widget.view);
  made.callbacks.dpSettings?.(state.$(body));
}
