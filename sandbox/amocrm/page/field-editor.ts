import type { FieldView } from '../pages/view-types.ts';
import type { FieldInput } from './api.ts';
import { el } from './dom.ts';
import { legalEntityPanel, multiPanel, multitextPanel, smartAddressPanel } from './field-panels.ts';
import { fieldText, multitextKind } from './field-text.ts';
import { fromLocal, toLocal } from './zone.ts';

/** The editor of each type of custom field (amocrm-api.md §4.6): a value turns into its control when it is clicked. */

type Save = (values: FieldInput[] | null) => Promise<void>;
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function row(label: string, ...value: HTMLElement[]): HTMLElement {
  return el('div', { class: 'row' }, el('span', { class: 'row__label', title: label }, label), ...value);
}

/** A card is not drawn again while one of these is open: see `isBusy`. */
export function markOpen(node: HTMLElement): void {
  node.setAttribute('data-editing', '');
}

/** One control in the place of a value: Enter or leaving it saves, Esc gives up. */
export function editable(
  testId: string,
  shown: string,
  makeControl: () => Control,
  save: (text: string) => Promise<void>,
): HTMLElement {
  const className = shown === '' ? 'value is-empty' : 'value';
  const value = el('button', { class: className, type: 'button', 'data-testid': testId }, shown || '…');
  value.addEventListener('click', () => {
    const control = makeControl();
    control.setAttribute('data-testid', `${testId}-input`);
    markOpen(control);
    const raw = control.value;
    let done = false;
    const finish = (keep: boolean): void => {
      if (done) return;
      done = true;
      const text = control.value;
      control.replaceWith(value);
      if (keep && text !== raw) void save(text);
      else value.focus();
    };
    control.addEventListener('blur', () => finish(true));
    control.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.key === 'Enter' && !(control instanceof HTMLTextAreaElement)) finish(true);
      if (event.key === 'Escape') finish(false);
    });
    if (control instanceof HTMLSelectElement) control.addEventListener('change', () => finish(true));
    value.replaceWith(control);
    control.focus();
    if (control instanceof HTMLInputElement && control.type === 'text') control.select();
  });
  return value;
}

export function textInput(raw: string, type = 'text'): HTMLInputElement {
  return el('input', { class: 'input', type, value: raw });
}

function rawText(field: FieldView): string {
  return String(field.values[0]?.value ?? '');
}

function choice(field: FieldView): HTMLSelectElement {
  const current = field.values[0]?.enumId ?? null;
  return el(
    'select',
    { class: 'select' },
    el('option', { value: '' }, 'не выбрано'),
    ...field.enums.map((option) =>
      el('option', { value: option.id, selected: option.id === current }, option.value),
    ),
  );
}

function dateControl(field: FieldView, timeZone: string): HTMLInputElement {
  const withTime = field.type === 'date_time';
  const { value } = field.values[0] ?? {};
  const local = typeof value === 'number' ? toLocal(value, timeZone) : '';
  return textInput(withTime ? local : local.slice(0, 10), withTime ? 'datetime-local' : 'date');
}

function checkbox(field: FieldView, testId: string, save: Save): HTMLElement {
  const isOn = field.values[0]?.value === true;
  const box = el('input', {
    type: 'checkbox',
    checked: isOn,
    'data-testid': `${testId}-input`,
    'aria-label': field.name,
    onchange: () => void save([{ value: box.checked }]),
  });
  const text = field.values.length === 0 ? '' : isOn ? 'да' : 'нет';
  return el('label', { class: 'value value_check' }, box, el('span', { 'data-testid': testId }, text));
}

/** Composite values open a panel with its own «Сохранить». */
function panelled(field: FieldView, testId: string, shown: string, save: Save): HTMLElement {
  const value = el(
    'button',
    { class: shown === '' ? 'value is-empty' : 'value', type: 'button', 'data-testid': testId },
    shown || '…',
  );
  value.addEventListener('click', () => {
    const make = { multiselect: multiPanel, multitext: multitextPanel, smart_address: smartAddressPanel }[
      field.type
    ];
    const panel = (make ?? legalEntityPanel)(field, testId, {
      save: (values) => {
        panel.replaceWith(value);
        void save(values);
      },
      cancel: () => {
        panel.replaceWith(value);
        value.focus();
      },
    });
    markOpen(panel);
    value.replaceWith(panel);
    panel.querySelector<HTMLElement>('input, select')?.focus();
  });
  return value;
}

function phones(field: FieldView, editor: HTMLElement): HTMLElement {
  const isPhone = field.code === 'PHONE';
  const links = field.values.map((item) => {
    const text = String(item.value);
    const kind = field.enums.find((option) => option.id === item.enumId)?.value ?? '';
    return el(
      'span',
      { class: 'phones__row' },
      el(
        'a',
        {
          class: 'value link',
          href: `${isPhone ? 'tel' : 'mailto'}:${text}`,
          ...(isPhone ? { 'data-testid': 'contact-phone' } : {}),
        },
        text,
      ),
      el('span', { class: 'muted' }, multitextKind(kind)),
    );
  });
  return el('div', { class: 'phones' }, ...links, editor);
}

export function fieldRow(field: FieldView, testId: string, timeZone: string, save: Save): HTMLElement {
  const text = fieldText(field, timeZone);
  const one = (value: FieldInput['value'] | null): FieldInput[] | null =>
    value === null || value === '' ? null : [{ value }];
  // Fields for programs only, and what people pick elsewhere, are shown and not typed (§4.6).
  if (field.isApiOnly || field.type === 'chained_list' || field.type === 'file') {
    const className = text === '' ? 'value is-empty' : 'value';
    return row(field.name, el('span', { class: className, 'data-testid': testId }, text || '…'));
  }
  switch (field.type) {
    case 'checkbox':
      return row(field.name, checkbox(field, testId, save));
    case 'select':
    case 'radiobutton':
      return row(
        field.name,
        editable(
          testId,
          text,
          () => choice(field),
          (id) => save(id === '' ? null : [{ enum_id: Number(id) }]),
        ),
      );
    case 'date':
    case 'date_time':
    case 'birthday':
      return row(
        field.name,
        editable(
          testId,
          text,
          () => dateControl(field, timeZone),
          (local) => save(one(fromLocal(local, timeZone))),
        ),
      );
    case 'multitext':
      return row(
        field.name,
        phones(field, panelled(field, testId, text === '' ? 'добавить' : 'изменить', save)),
      );
    case 'multiselect':
    case 'smart_address':
    case 'legal_entity':
      return row(field.name, panelled(field, testId, text, save));
    case 'textarea':
      return row(
        field.name,
        editable(
          testId,
          text,
          () => el('textarea', { class: 'input', rows: 3 }, rawText(field)),
          (value) => save(one(value)),
        ),
      );
    default: {
      const isNumber = field.type === 'numeric' || field.type === 'monetary';
      const control = (): HTMLInputElement => {
        const input = textInput(rawText(field));
        if (isNumber) input.inputMode = 'decimal';
        return input;
      };
      return row(
        field.name,
        editable(testId, text, control, (value) => save(one(isNumber ? value.replace(',', '.') : value))),
      );
    }
  }
}
