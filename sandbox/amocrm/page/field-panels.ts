import type { FieldView } from '../pages/view-types.ts';
import type { FieldInput } from './api.ts';
import { labelled } from './dialog.ts';
import { el } from './dom.ts';
import { multitextKind } from './field-text.ts';

/** Editors of values that have several parts. */

type Finish = { save(values: FieldInput[] | null): void; cancel(): void };

function panel(testId: string, finish: Finish, body: HTMLElement, read: () => FieldInput[]): HTMLElement {
  return el(
    'form',
    {
      class: 'field-panel',
      onsubmit: (event) => {
        event.preventDefault();
        const values = read();
        finish.save(values.length === 0 ? null : values);
      },
      onkeydown: (event) => {
        if (event instanceof KeyboardEvent && event.key === 'Escape') finish.cancel();
      },
    },
    body,
    el(
      'div',
      { class: 'field-panel__foot' },
      el('button', { class: 'button button_primary', 'data-testid': `${testId}-save` }, 'Сохранить'),
      el('button', { class: 'button', type: 'button', onclick: () => finish.cancel() }, 'Отмена'),
    ),
  );
}

export function multiPanel(field: FieldView, testId: string, finish: Finish): HTMLElement {
  const boxes = field.enums.map((option) =>
    el('input', {
      type: 'checkbox',
      value: option.id,
      checked: field.values.some((item) => item.enumId === option.id),
      'data-testid': `${testId}-option-${option.id}`,
    }),
  );
  const body = el(
    'div',
    { class: 'field-panel__list' },
    ...boxes.map((box, i) => el('label', {}, box, ` ${field.enums[i]?.value ?? ''}`)),
  );
  return panel(testId, finish, body, () =>
    boxes.filter((box) => box.checked).map((box) => ({ enum_id: Number(box.value) })),
  );
}

/** Phones and addresses: rows with a type each; an emptied row goes away. */
export function multitextPanel(field: FieldView, testId: string, finish: Finish): HTMLElement {
  const rows: { input: HTMLInputElement; type: HTMLSelectElement }[] = [];
  const list = el('div', { class: 'field-panel__list' });
  const add = (value: string, enumId: number | null): HTMLInputElement => {
    const index = rows.length;
    const input = el('input', {
      class: 'input',
      value,
      'aria-label': field.name,
      'data-testid': index === 0 ? `${testId}-input` : `${testId}-input-${index}`,
    });
    const type = el(
      'select',
      { class: 'select', 'aria-label': 'Тип', 'data-testid': `${testId}-type-${index}` },
      ...field.enums.map((option) =>
        el('option', { value: option.id, selected: option.id === enumId }, multitextKind(option.value)),
      ),
    );
    rows.push({ input, type });
    list.append(el('div', { class: 'field-panel__row' }, input, type));
    return input;
  };
  for (const item of field.values) add(String(item.value), item.enumId);
  if (field.values.length === 0) add('', null);
  const more = el(
    'button',
    {
      class: 'button-link',
      type: 'button',
      'data-testid': `${testId}-add`,
      onclick: () => add('', null).focus(),
    },
    '+ ещё',
  );
  return panel(testId, finish, el('div', {}, list, more), () =>
    rows
      .filter(({ input }) => input.value.trim() !== '')
      .map(({ input, type }) => ({ value: input.value.trim(), enum_id: Number(type.value) })),
  );
}

const addressParts = ['Адрес', 'Адрес, строка 2', 'Город', 'Регион', 'Индекс', 'Страна (две буквы)'] as const;

/** The six parts of an address go by the numbers 1 to 6 (amocrm-api.md §4.6). */
export function smartAddressPanel(field: FieldView, testId: string, finish: Finish): HTMLElement {
  const inputs = addressParts.map((_, i) =>
    el('input', {
      class: 'input',
      value: String(field.values.find((item) => item.enumId === i + 1)?.value ?? ''),
      'data-testid': `${testId}-part-${i + 1}`,
    }),
  );
  const body = el(
    'div',
    { class: 'field-panel__list' },
    ...inputs.map((input, i) => labelled(addressParts[i] ?? '', input)),
  );
  return panel(testId, finish, body, () =>
    inputs.flatMap((input, i) =>
      input.value.trim() === '' ? [] : [{ value: input.value.trim(), enum_id: i + 1 }],
    ),
  );
}

const legalParts = [
  ['name', 'Название'],
  ['vat_id', 'ИНН'],
  ['kpp', 'КПП'],
  ['address', 'Юридический адрес'],
  ['real_address', 'Фактический адрес'],
  ['director', 'Директор'],
  ['bank_account_number', 'Расчётный счёт'],
  ['bank_code', 'БИК'],
] as const;

export function legalEntityPanel(field: FieldView, testId: string, finish: Finish): HTMLElement {
  const stored = field.values[0]?.value;
  const known = typeof stored === 'object' ? stored : {};
  const inputs = legalParts.map(([key]) =>
    el('input', { class: 'input', value: known[key] ?? '', 'data-testid': `${testId}-part-${key}` }),
  );
  const kind = el(
    'select',
    { class: 'select', 'data-testid': `${testId}-part-entity_type` },
    el('option', { value: 2, selected: known.entity_type !== 1 }, 'Юридическое лицо'),
    el('option', { value: 1, selected: known.entity_type === 1 }, 'Частное лицо'),
  );
  const body = el(
    'div',
    { class: 'field-panel__list' },
    labelled('Тип', kind),
    ...inputs.map((input, i) => labelled(legalParts[i]?.[1] ?? '', input)),
  );
  return panel(testId, finish, body, () => {
    const parts = legalParts.flatMap(([key], i) => {
      const text = inputs[i]?.value.trim() ?? '';
      return text === '' ? [] : [[key, text] as const];
    });
    if (!parts.some(([key]) => key === 'name')) return [];
    // What this panel does not show stays as it was.
    return [{ value: { ...known, ...Object.fromEntries(parts), entity_type: Number(kind.value) } }];
  });
}
