import type { Bootstrap, CardView, CompanyView, ContactView } from '../pages/view-types.ts';
import { api } from './api.ts';
import { el } from './dom.ts';
import { fieldRows } from './entity-fields.ts';
import { linkDialog } from './link-dialog.ts';
import { openMenu } from './menu.ts';
import { attempt } from './notice.ts';

/** People and the company of a card: opened, linked, unlinked, edited in place. */

type Refresh = () => Promise<void>;

function contactBlock(boot: Bootstrap, card: CardView, contact: ContactView, refresh: Refresh): HTMLElement {
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    await attempt(work);
    await refresh();
  };
  const menu = el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': `Действия с контактом «${contact.name}»`,
      'data-testid': `contact-menu-${contact.id}`,
      onclick: () =>
        openMenu(menu, [
          ...(contact.isMain
            ? []
            : [
                {
                  text: 'Сделать основным',
                  testId: `contact-main-${contact.id}`,
                  run: () => void act(() => api.link('leads', card.id, 'contacts', contact.id, true)),
                },
              ]),
          {
            text: 'Открепить',
            testId: `contact-unlink-${contact.id}`,
            danger: true,
            run: () => void act(() => api.unlink('leads', card.id, 'contacts', contact.id)),
          },
        ]),
    },
    '⋯',
  );
  return el(
    'section',
    { class: 'contact', 'data-testid': `contact-${contact.id}` },
    el(
      'header',
      { class: 'contact__head' },
      el(
        'h3',
        {},
        el(
          'a',
          { class: 'contact__name', href: `/contacts/detail/${contact.id}` },
          contact.name || 'Без имени',
        ),
        contact.isMain ? el('span', { class: 'badge' }, 'основной') : null,
      ),
      menu,
    ),
    ...fieldRows(boot, 'contacts', contact, 'contact-field', refresh),
  );
}

export function contactsBlock(boot: Bootstrap, card: CardView, refresh: Refresh): HTMLElement {
  return el(
    'div',
    {},
    card.contacts.length === 0 ? el('p', { class: 'contact muted' }, 'Контакт не прикреплён') : null,
    ...card.contacts.map((contact) => contactBlock(boot, card, contact, refresh)),
    el(
      'p',
      { class: 'linker' },
      el(
        'button',
        {
          class: 'button-link',
          type: 'button',
          'data-testid': 'contact-add',
          onclick: () =>
            linkDialog('contacts', async (id) => {
              const isDone = await attempt(() => api.link('leads', card.id, 'contacts', id));
              await refresh();
              return isDone;
            }),
        },
        '+ Добавить контакт',
      ),
    ),
  );
}

/** A deal and a contact have at most one company (amocrm-api.md §4.5). */
export function companyBlock(
  boot: Bootstrap,
  entity: 'leads' | 'contacts',
  card: { id: number; company: CompanyView | null },
  refresh: Refresh,
): HTMLElement {
  const { company } = card;
  const change = async (way: 'link' | 'unlink', id: number): Promise<boolean> => {
    const isDone = await attempt(() => api[way](entity, card.id, 'companies', id));
    await refresh();
    return isDone;
  };
  if (company === null) {
    return el(
      'p',
      { class: 'linker' },
      el(
        'button',
        {
          class: 'button-link',
          type: 'button',
          'data-testid': 'company-add',
          onclick: () => linkDialog('companies', (id) => change('link', id)),
        },
        '+ Добавить компанию',
      ),
    );
  }
  return el(
    'section',
    { class: 'contact', 'data-testid': `company-${company.id}` },
    el(
      'header',
      { class: 'contact__head' },
      el(
        'h3',
        {},
        el('a', { class: 'contact__name', href: `/companies/detail/${company.id}` }, company.name),
        el('span', { class: 'badge' }, 'компания'),
      ),
      el(
        'button',
        {
          class: 'button-link',
          type: 'button',
          'data-testid': `company-unlink-${company.id}`,
          onclick: () => void change('unlink', company.id),
        },
        'Открепить',
      ),
    ),
    ...fieldRows(boot, 'companies', company, 'company-field', refresh),
  );
}
