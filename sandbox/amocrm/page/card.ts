import type { CardView } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { cardSide } from './card-side.ts';
import { mountCard } from './entity-card.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

/** What a widget reads of an open deal (amocrm-api.md §6.6). */
function openDeal(state: PageState, card: CardView): void {
  state.card = card;
  state.open = {
    entity: 'leads',
    id: card.id,
    attributes: {
      ID: card.id,
      'lead[NAME]': card.name,
      'lead[PRICE]': card.price,
      'lead[STATUS]': card.statusId,
      'lead[PIPELINE_ID]': card.pipelineId,
      'lead[MAIN_USER]': card.responsibleUserId,
    },
    contacts: card.contacts,
  };
}

/** The card of a deal. */
export async function showCard(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  id: number,
): Promise<Page> {
  const [first, { leads }] = await Promise.all([api.card(id), api.leads()]);
  const here = leads.filter((lead) => lead.pipelineId === first.pipelineId);
  const index = here.findIndex((lead) => lead.id === id);
  const neighbours = here.slice(Math.max(0, index - 3), index + 5).filter((lead) => lead.id !== id);
  state.area = 'leads_card';
  const page = mountCard<CardView>({
    boot: state.boot,
    root,
    entity: 'leads',
    first,
    load: () => api.card(id),
    side: (card, refresh) => cardSide(state.boot, card, neighbours, refresh),
    seen: (card) => openDeal(state, card),
  });
  void host.enter();
  return page;
}
