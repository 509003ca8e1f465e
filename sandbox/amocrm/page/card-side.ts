import type { Bootstrap, CardView, LeadRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import { cardHead } from './card-head.ts';
import { el, money } from './dom.ts';
import { fieldRows, responsibleRow } from './entity-fields.ts';
import { editable, row, textInput } from './field-editor.ts';
import { companyBlock, contactsBlock } from './linked-blocks.ts';
import { attempt } from './notice.ts';
import { stageBlock } from './stage-block.ts';

type Refresh = () => Promise<void>;

function neighboursBlock(neighbours: readonly LeadRow[]): HTMLElement {
  return el(
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
  );
}

/** The left side of a deal card. */
export function cardSide(
  boot: Bootstrap,
  card: CardView,
  neighbours: readonly LeadRow[],
  refresh: Refresh,
): HTMLElement[] {
  const savePrice = async (text: string): Promise<void> => {
    await attempt(() => api.editLead(card.id, { price: Number(text.replace(/\D/g, '')) }));
    await refresh();
  };
  return [
    cardHead('leads', card, refresh, stageBlock(boot, card, refresh)),
    el(
      'section',
      { class: 'fields' },
      responsibleRow(boot, 'leads', card, refresh),
      row(
        'Бюджет',
        editable('lead-budget', money(card.price), () => textInput(String(card.price)), savePrice),
      ),
      ...fieldRows(boot, 'leads', card, 'field', refresh),
    ),
    contactsBlock(boot, card, refresh),
    companyBlock(boot, 'leads', card, refresh),
    neighboursBlock(neighbours),
  ];
}
