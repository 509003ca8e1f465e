import { api } from './api.ts';
import type { Page } from './app.ts';
import { labelled } from './dialog.ts';
import { el } from './dom.ts';
import { widgetColumn } from './entity-card.ts';
import { attempt } from './notice.ts';
import type { BaseEntity, PageState } from './state.ts';
import { pipelineFrom } from './view-switch.ts';
import type { WidgetHost } from './widget-host.ts';

/** The card of something that is not saved yet: its id is 0 (amocrm-api.md §6.6). */

const words = {
  leads: { title: 'Новая сделка', name: 'Название', attribute: 'lead[NAME]', area: 'leads_card' },
  contacts: { title: 'Новый контакт', name: 'Имя', attribute: 'contact[NAME]', area: 'contacts_card' },
  companies: {
    title: 'Новая компания',
    name: 'Название',
    attribute: 'company[NAME]',
    area: 'companies_card',
  },
} as const;

export async function showNew(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  entity: BaseEntity,
): Promise<Page> {
  const { boot } = state;
  const { title, name: nameLabel, attribute, area } = words[entity];
  const isLead = entity === 'leads';
  const attributes: Record<string, unknown> = { ID: 0, [attribute]: '' };
  state.area = area;
  state.open = { entity, id: 0, attributes, contacts: [] };

  const name = el('input', {
    class: 'input',
    'data-testid': 'new-name',
    oninput: () => {
      attributes[attribute] = name.value;
    },
  });
  const price = el('input', { class: 'input', inputmode: 'numeric', 'data-testid': 'new-price' });
  const phone = el('input', { class: 'input', type: 'tel', 'data-testid': 'new-phone' });
  const contact = el('input', { class: 'input', 'data-testid': 'new-contact' });
  const here = pipelineFrom(boot.pipelines, '');
  const stage = el(
    'select',
    { class: 'select', 'data-testid': 'new-stage' },
    ...boot.pipelines.map((pipeline) =>
      el(
        'optgroup',
        { label: pipeline.name },
        ...pipeline.statuses
          .filter((status) => status.type === 0)
          .map((status, i) =>
            el(
              'option',
              { value: `${pipeline.id}:${status.id}`, selected: pipeline === here && i === 0 },
              status.name,
            ),
          ),
      ),
    ),
  );

  async function addPerson(kind: 'contacts' | 'companies', text: string): Promise<number> {
    const number = phone.value.trim();
    const values = number === '' ? [] : [{ field_code: 'PHONE', values: [{ value: number }] }];
    return api.add(kind, { name: text, ...(values.length === 0 ? {} : { custom_fields_values: values }) });
  }

  async function save(): Promise<number> {
    const text = name.value.trim();
    if (entity !== 'leads') return addPerson(entity, text);
    const person = contact.value.trim();
    const contactIds =
      person === '' && phone.value.trim() === '' ? [] : [await addPerson('contacts', person || 'Без имени')];
    const [pipelineId = 0, statusId = 0] = stage.value.split(':').map(Number);
    const sum = Number(price.value.replace(/\D/g, ''));
    const { id } = await api.addLead({
      pipelineId,
      statusId,
      price: sum,
      contactIds,
      ...(text === '' ? {} : { name: text }),
    });
    return id;
  }

  const form = el(
    'form',
    {
      class: 'new-card',
      'data-testid': 'new-form',
      onsubmit: async (event) => {
        event.preventDefault();
        let id = 0;
        const isSaved = await attempt(async () => {
          id = await save();
        });
        if (isSaved) leave(`/${entity}/detail/${id}`);
      },
    },
    el('h2', {}, title),
    labelled(nameLabel, name),
    ...(isLead
      ? [
          labelled('Этап', stage),
          labelled('Бюджет, ₽', price),
          labelled('Контакт: имя', contact),
          labelled('Контакт: телефон', phone),
        ]
      : [labelled('Телефон', phone)]),
    el(
      'footer',
      { class: 'dialog__foot' },
      el('button', { class: 'button button_primary', 'data-testid': 'new-save' }, 'Сохранить'),
      el('a', { class: 'button', href: isLead ? '/' : `/${entity}/list` }, 'Отмена'),
    ),
  );
  if (!isLead) name.required = true;
  /** Through a link: the page's own navigation takes it over. */
  function leave(href: string): void {
    const link = el('a', { href, hidden: true });
    form.append(link);
    link.click();
  }

  root.replaceChildren(
    el(
      'div',
      { class: 'card', 'data-testid': 'card' },
      el('div', { class: 'card__side' }, form),
      el(
        'section',
        { class: 'feed', 'aria-label': 'Лента' },
        el('p', { class: 'empty' }, 'События появятся здесь, когда запись будет сохранена.'),
      ),
      widgetColumn(),
    ),
  );
  name.focus();
  void host.enter();
  return { title, stop: () => undefined };
}
