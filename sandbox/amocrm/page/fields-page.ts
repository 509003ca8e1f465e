import { api } from './api.ts';
import type { Page } from './app.ts';
import { labelled, openDialog } from './dialog.ts';
import { el } from './dom.ts';
import { openMenu } from './menu.ts';
import { attempt } from './notice.ts';
import { settingsFrame } from './settings-frame.ts';
import type { BaseEntity, PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

type Option = { id: number; value: string };
type FieldRow = {
  id: number;
  name: string;
  type: string;
  code: string | null;
  is_api_only: boolean;
  is_predefined?: boolean;
  enums: Option[] | null;
};

const entities: readonly (readonly [BaseEntity, string])[] = [
  ['leads', 'Сделки'],
  ['contacts', 'Контакты'],
  ['companies', 'Компании'],
];
const typeNames: Record<string, string> = {
  text: 'Текст',
  textarea: 'Текстовая область',
  numeric: 'Число',
  checkbox: 'Флаг',
  select: 'Список',
  multiselect: 'Мультисписок',
  radiobutton: 'Переключатель',
  date: 'Дата',
  date_time: 'Дата и время',
  birthday: 'День рождения',
  url: 'Ссылка',
  streetaddress: 'Короткий адрес',
  smart_address: 'Адрес',
  legal_entity: 'Юр. лицо',
  monetary: 'Деньги',
  multitext: 'Мультитекст',
  tracking_data: 'Отслеживаемые данные',
  chained_list: 'Каталог',
  file: 'Файл',
};
const creatable = Object.entries(typeNames).filter(
  ([type]) => !['multitext', 'tracking_data', 'chained_list'].includes(type),
);
const withOptions = ['select', 'multiselect', 'radiobutton'];

function optionLines(text: string, known: readonly Option[]): { id?: number; value: string; sort: number }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((value, i) => {
      const same = known.find((option) => option.value === value);
      return { ...(same === undefined ? {} : { id: same.id }), value, sort: i + 1 };
    });
}

/** Custom fields of each entity (amocrm-api.md §4.6): added, renamed, their options edited, deleted with the values. */
export async function showFields(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  part: string,
): Promise<Page> {
  const { body, page } = settingsFrame(state, host, root, 'Поля');
  if (body === null) return page;
  const [entity] = entities.find(([key]) => key === part) ?? (['leads'] as const);
  const path = `/${entity}/custom_fields`;
  const list = el('tbody');

  function form(field: FieldRow | null): void {
    const name = el('input', {
      class: 'input',
      required: true,
      value: field?.name ?? '',
      'data-testid': 'field-name',
    });
    const type = el(
      'select',
      { class: 'select', disabled: field !== null, 'data-testid': 'field-type', onchange: () => fold() },
      ...creatable.map(([key, text]) => el('option', { value: key, selected: key === field?.type }, text)),
    );
    const known = field?.enums ?? [];
    const options = el(
      'textarea',
      { class: 'input', rows: 6, 'data-testid': 'field-options' },
      known.map((option) => option.value).join('\n'),
    );
    const optionsBox = labelled('Варианты, по одному в строке. Убранный вариант пропадёт из сделок', options);
    const fold = (): void => {
      optionsBox.hidden = !withOptions.includes(field?.type ?? type.value);
    };
    fold();
    openDialog({
      title: field === null ? 'Новое поле' : field.name,
      testId: 'field-form',
      confirm: 'Сохранить',
      body: [
        labelled('Название', name),
        ...(field === null
          ? [labelled('Тип', type)]
          : [el('p', { class: 'muted' }, typeNames[field.type] ?? field.type)]),
        optionsBox,
      ],
      onConfirm: async () => {
        const enums = optionsBox.hidden ? {} : { enums: optionLines(options.value, known) };
        const input = { name: name.value.trim(), ...enums };
        const isDone = await attempt(() =>
          field === null
            ? api.v4('POST', path, [{ ...input, type: type.value }])
            : api.v4('PATCH', `${path}/${field.id}`, input),
        );
        await draw();
        return isDone;
      },
    });
  }

  function askDelete(field: FieldRow): void {
    openDialog({
      title: `Удалить поле «${field.name}»?`,
      testId: 'field-delete-dialog',
      confirm: 'Удалить',
      danger: true,
      body: [
        el(
          'p',
          {},
          'Значения этого поля пропадут во всех карточках. Интеграции, которые в него пишут, получат отказ.',
        ),
      ],
      onConfirm: async () => {
        const isDone = await attempt(() => api.v4('DELETE', `${path}/${field.id}`));
        await draw();
        return isDone;
      },
    });
  }

  function fieldNode(field: FieldRow): HTMLElement {
    const menu = el(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': `Действия с полем «${field.name}»`,
        'data-testid': `field-menu-${field.id}`,
        onclick: () =>
          openMenu(menu, [
            { text: 'Изменить', testId: `field-edit-${field.id}`, run: () => form(field) },
            ...(field.is_predefined === true
              ? []
              : [
                  {
                    text: 'Удалить',
                    testId: `field-delete-${field.id}`,
                    danger: true,
                    run: () => askDelete(field),
                  },
                ]),
          ]),
      },
      '⋯',
    );
    return el(
      'tr',
      { 'data-testid': `field-row-${field.id}` },
      el('td', {}, field.name, field.is_api_only ? el('span', { class: 'badge' }, 'только из API') : null),
      el('td', {}, typeNames[field.type] ?? field.type),
      el(
        'td',
        { class: 'table__wide muted' },
        (field.enums ?? []).map((option) => option.value).join(', ') || '—',
      ),
      el('td', { class: 'table__number muted' }, String(field.id)),
      el('td', { class: 'table__number' }, menu),
    );
  }

  async function draw(): Promise<void> {
    const reply = await api.v4<{ _embedded: { custom_fields: FieldRow[] } } | null>(
      'GET',
      `${path}?limit=250`,
    );
    list.replaceChildren(...(reply?._embedded.custom_fields ?? []).map(fieldNode));
  }

  body.append(
    el(
      'div',
      { class: 'tabs tabs_inner' },
      el(
        'nav',
        { class: 'tabs__group', 'aria-label': 'Сущности' },
        ...entities.map(([key, text]) =>
          el(
            'a',
            {
              class: key === entity ? 'tab is-active' : 'tab',
              href: `/settings/fields/${key}`,
              'data-testid': `fields-${key}`,
            },
            text,
          ),
        ),
      ),
      el(
        'button',
        {
          class: 'button button_primary tabs__add',
          type: 'button',
          'data-testid': 'field-add',
          onclick: () => form(null),
        },
        'Добавить поле',
      ),
    ),
    el(
      'table',
      { class: 'table panel' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', {}, 'Название'),
          el('th', {}, 'Тип'),
          el('th', { class: 'table__wide' }, 'Варианты'),
          el('th', { class: 'table__number' }, 'ID'),
          el('th', {}, ''),
        ),
      ),
      list,
    ),
  );
  await draw();
  return page;
}
