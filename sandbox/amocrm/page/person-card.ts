import type { PersonCard, PersonRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { taskMark } from './board-tile.ts';
import { cardHead } from './card-head.ts';
import { el, money } from './dom.ts';
import { mountCard } from './entity-card.ts';
import { fieldRows, responsibleRow } from './entity-fields.ts';
import { editable, row, textInput } from './field-editor.ts';
import { linkDialog } from './link-dialog.ts';
import { companyBlock } from './linked-blocks.ts';
import { attempt } from './notice.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

/** The cards of a contact and of a company. */

type Kind = 'contacts' | 'companies';
type Refresh = () => Promise<void>;

function openPerson(state: PageState, kind: Kind, card: PersonCard): void {
  const self = { ...card, isMain: true };
  state.open = {
    entity: kind,
    id: card.id,
    attributes:
      kind === 'contacts'
        ? { ID: card.id, 'contact[NAME]': card.name, 'contact[MAIN_USER]': card.responsibleUserId }
        : { ID: card.id, 'company[NAME]': card.name, 'company[MAIN_USER]': card.responsibleUserId },
    contacts: kind === 'contacts' ? [self] : card.contacts,
  };
}

function nameRows(card: PersonCard, refresh: Refresh): HTMLElement[] {
  const part = (label: string, testId: string, key: string, shown: string): HTMLElement =>
    row(
      label,
      editable(
        testId,
        shown,
        () => textInput(shown),
        async (text) => {
          await attempt(() => api.edit('contacts', card.id, { [key]: text.trim() }));
          await refresh();
        },
      ),
    );
  return [
    part('Имя', 'contact-first-name', 'first_name', card.firstName),
    part('Фамилия', 'contact-last-name', 'last_name', card.lastName),
  ];
}

function leadsBlock(state: PageState, card: PersonCard): HTMLElement {
  const stageName = (pipelineId: number, statusId: number): string =>
    state.boot.pipelines
      .find((pipeline) => pipeline.id === pipelineId)
      ?.statuses.find((status) => status.id === statusId)?.name ?? '';
  return el(
    'section',
    { class: 'neighbours', 'data-testid': 'linked-leads' },
    el('p', { class: 'muted' }, `Сделки: ${card.leads.length}`),
    ...card.leads.map((lead) =>
      el(
        'a',
        { class: 'linked-lead', href: `/leads/detail/${lead.id}`, 'data-testid': `linked-lead-${lead.id}` },
        el('span', { class: 'tile__name' }, lead.name),
        el(
          'span',
          { class: 'tile__foot' },
          el('span', {}, `${stageName(lead.pipelineId, lead.statusId)} · ${money(lead.price)}`),
          taskMark(lead.task),
        ),
      ),
    ),
  );
}

function peopleBlock(card: PersonCard, refresh: Refresh): HTMLElement {
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    const isDone = await attempt(work);
    await refresh();
    return isDone;
  };
  return el(
    'section',
    { class: 'neighbours' },
    el('p', { class: 'muted' }, 'Сотрудники'),
    ...card.contacts.map((contact) =>
      el(
        'p',
        { class: 'picker__row', 'data-testid': `contact-${contact.id}` },
        el('a', { class: 'link', href: `/contacts/detail/${contact.id}` }, contact.name || 'Без имени'),
        el('span', { class: 'muted' }, contact.phones[0] ?? ''),
        el(
          'button',
          {
            class: 'button-link',
            type: 'button',
            'data-testid': `contact-unlink-${contact.id}`,
            onclick: () => void change(() => api.unlink('companies', card.id, 'contacts', contact.id)),
          },
          'Открепить',
        ),
      ),
    ),
    el(
      'button',
      {
        class: 'button-link',
        type: 'button',
        'data-testid': 'contact-add',
        onclick: () =>
          linkDialog('contacts', (id) => change(() => api.link('companies', card.id, 'contacts', id))),
      },
      '+ Добавить контакт',
    ),
  );
}

function neighboursBlock(kind: Kind, neighbours: readonly PersonRow[]): HTMLElement {
  return el(
    'section',
    { class: 'neighbours' },
    el('p', { class: 'muted' }, 'Рядом в списке'),
    ...neighbours.map((person) =>
      el(
        'a',
        {
          class: 'neighbours__item',
          href: `/${kind}/detail/${person.id}`,
          'data-testid': `neighbour-${person.id}`,
        },
        person.name || 'Без имени',
      ),
    ),
  );
}

export async function showPerson(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  kind: Kind,
  id: number,
): Promise<Page> {
  const [first, { rows }] = await Promise.all([api.person(kind, id), api.people(kind)]);
  const index = rows.findIndex((person) => person.id === id);
  const neighbours = rows.slice(Math.max(0, index - 3), index + 5).filter((person) => person.id !== id);
  state.area = kind === 'contacts' ? 'contacts_card' : 'companies_card';
  const page = mountCard<PersonCard>({
    boot: state.boot,
    root,
    entity: kind,
    first,
    load: () => api.person(kind, id),
    seen: (card) => openPerson(state, kind, card),
    side: (card, refresh) => [
      cardHead(kind, card, refresh),
      el(
        'section',
        { class: 'fields' },
        responsibleRow(state.boot, kind, card, refresh),
        ...(kind === 'contacts' ? nameRows(card, refresh) : []),
        ...fieldRows(state.boot, kind, card, 'field', refresh),
      ),
      kind === 'contacts' ? companyBlock(state.boot, 'contacts', card, refresh) : peopleBlock(card, refresh),
      leadsBlock(state, card),
      ...(neighbours.length === 0 ? [] : [neighboursBlock(kind, neighbours)]),
    ],
  });
  void host.enter();
  return page;
}
