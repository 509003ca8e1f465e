import type { Bootstrap, CardView, ContactView, FieldView, LeadRow } from '../pages/view-types.ts';
import type { LeadEdit } from './api.ts';
import { dateOnly, dateTime, el, money } from './dom.ts';

type Edit = (change: LeadEdit) => Promise<void>;

export function fieldText(field: FieldView, timeZone: string): string {
  const texts = field.values.map(({ value }) => {
    if (typeof value === 'boolean') return value ? 'да' : 'нет';
    if (typeof value === 'number' && field.type === 'date_time') return dateTime(value, timeZone);
    if (typeof value === 'number' && (field.type === 'date' || field.type === 'birthday'))
      return dateOnly(value, timeZone);
    return String(value);
  });
  return texts.join(', ');
}

type Control = HTMLInputElement | HTMLSelectElement;

function control(testId: string, raw: string, options: readonly string[]): Control {
  if (options.length === 0)
    return el('input', { class: 'input', value: raw, 'data-testid': `${testId}-input` });
  const choices = ['', ...options].map((option) =>
    el('option', { value: option, selected: option === raw }, option === '' ? 'не выбрано' : option),
  );
  return el('select', { class: 'select', 'data-testid': `${testId}-input` }, ...choices);
}

/** A value that turns into an input, or a list of options, when it is clicked. */
function editable(
  testId: string,
  shown: string,
  raw: string,
  save: (text: string) => Promise<void>,
  options: readonly string[] = [],
): HTMLElement {
  const className = shown === '' ? 'value is-empty' : 'value';
  const value = el('button', { class: className, type: 'button', 'data-testid': testId }, shown || '…');
  value.addEventListener('click', () => {
    const input = control(testId, raw, options);
    let done = false;
    const finish = (keep: boolean): void => {
      if (done) return;
      done = true;
      input.replaceWith(value);
      if (keep && input.value !== raw) void save(input.value);
    };
    input.addEventListener('blur', () => finish(true));
    input.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.key === 'Enter') finish(true);
      if (event.key === 'Escape') finish(false);
    });
    if (input instanceof HTMLSelectElement) input.addEventListener('change', () => finish(true));
    value.replaceWith(input);
    input.focus();
    if (input instanceof HTMLInputElement) input.select();
  });
  return value;
}

function row(label: string, value: HTMLElement): HTMLElement {
  return el('div', { class: 'row' }, el('span', { class: 'row__label', title: label }, label), value);
}

function fieldRow(boot: Bootstrap, field: FieldView, edit: Edit): HTMLElement {
  const text = fieldText(field, boot.account.timezone);
  const byHand = ['text', 'textarea', 'numeric', 'url', 'streetaddress', 'select', 'radiobutton'].includes(
    field.type,
  );
  if (byHand) {
    const save = (value: string): Promise<void> =>
      edit({ fields: { [field.id]: value === '' ? null : value } });
    return row(field.name, editable(`field-${field.id}`, text, text, save, field.options));
  }
  return row(
    field.name,
    el(
      'span',
      { class: text === '' ? 'value is-empty' : 'value', 'data-testid': `field-${field.id}` },
      text || '…',
    ),
  );
}

function contactBlock(boot: Bootstrap, contact: ContactView): HTMLElement {
  return el(
    'section',
    { class: 'contact', 'data-testid': `contact-${contact.id}` },
    el('h3', { class: '' }, contact.name, contact.isMain ? el('span', { class: 'badge' }, 'основной') : null),
    ...contact.phones.map((phone) =>
      row(
        'Телефон',
        el('a', { class: 'value link', href: `tel:${phone}`, 'data-testid': 'contact-phone' }, phone),
      ),
    ),
    ...contact.emails.map((email) => row('Email', el('span', { class: 'value' }, email))),
    ...contact.fields.map((field) =>
      row(
        field.name,
        el(
          'span',
          { class: 'value', 'data-testid': `contact-field-${field.id}` },
          fieldText(field, boot.account.timezone),
        ),
      ),
    ),
  );
}

function stageBlock(boot: Bootstrap, card: CardView, edit: Edit): HTMLElement {
  const pipeline = boot.pipelines.find((candidate) => candidate.id === card.pipelineId);
  const status = pipeline?.statuses.find((candidate) => candidate.id === card.statusId);
  const select = el(
    'select',
    {
      class: 'select',
      'data-testid': 'lead-stage-select',
      'aria-label': 'Этап',
      onchange: () => {
        const [pipelineId = 0, statusId = 0] = select.value.split(':').map(Number);
        void edit({ pipelineId, statusId });
      },
    },
    ...boot.pipelines.map((candidate) =>
      el(
        'optgroup',
        { label: candidate.name },
        ...candidate.statuses.map(({ id, name }) =>
          el(
            'option',
            {
              value: `${candidate.id}:${id}`,
              selected: candidate.id === card.pipelineId && id === card.statusId,
            },
            name,
          ),
        ),
      ),
    ),
  );
  return el(
    'div',
    { class: 'stage' },
    el(
      'div',
      { class: 'stage__now', style: `border-color:${status?.color ?? 'transparent'}` },
      el('span', { class: 'muted' }, pipeline?.name ?? ''),
      el('b', { 'data-testid': 'lead-stage' }, status?.name ?? ''),
    ),
    select,
  );
}

export function cardSide(
  boot: Bootstrap,
  card: CardView,
  neighbours: readonly LeadRow[],
  edit: Edit,
): HTMLElement[] {
  const responsible = boot.users.find((user) => user.id === card.responsibleUserId)?.name ?? '—';
  return [
    el(
      'header',
      { class: 'card__head' },
      el('h2', { 'data-testid': 'lead-name' }, card.name),
      el('p', { class: 'muted' }, `#${card.id}`),
      card.isDeleted ? el('p', { class: 'warning' }, 'Сделка удалена') : null,
      stageBlock(boot, card, edit),
    ),
    el(
      'section',
      { class: 'fields' },
      row('Ответственный', el('span', { class: 'value' }, responsible)),
      row(
        'Бюджет',
        editable('lead-budget', money(card.price), String(card.price), async (text) => {
          const price = Number(text.replace(/\D/g, ''));
          await edit({ price });
        }),
      ),
      ...card.fields.map((field) => fieldRow(boot, field, edit)),
    ),
    ...(card.contacts.length === 0
      ? [el('p', { class: 'contact muted' }, 'Контакт не прикреплён')]
      : card.contacts.map((contact) => contactBlock(boot, contact))),
    el(
      'section',
      { class: 'neighbours' },
      el('p', { class: 'muted' }, 'Рядом в воронке'),
      ...neighbours.map((lead) =>
        el(
          'a',
          {
            class: 'neighbours__item',
            href: `/leads/detail/${lead.id}`,
            'data-testid': `neighbour-${lead.id}`,
          },
          lead.contactName || lead.name,
        ),
      ),
    ),
  ];
}
