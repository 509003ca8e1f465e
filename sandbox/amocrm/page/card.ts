import type { CardView } from '../pages/view-types.ts';
import { api, type LeadEdit } from './api.ts';
import type { Page } from './app.ts';
import { cardSide } from './card-side.ts';
import { el } from './dom.ts';
import { cardFeed } from './feed.ts';
import type { PageState } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

const POLL_MS = 1000;

function hasFocus(node: HTMLElement): boolean {
  return node.contains(document.activeElement);
}

/** The card of a deal: left its data, in the middle the feed, right the widgets, which a refresh never touches. */
export async function showCard(
  state: PageState,
  host: WidgetHost,
  root: HTMLElement,
  id: number,
): Promise<Page> {
  const side = el('div', { class: 'card__side' });
  const list = el('div', { class: 'feed__list' });
  const tasks = el('div', { class: 'feed__tasks' });
  const text = el('textarea', {
    class: 'input',
    rows: 2,
    placeholder: 'Примечание',
    'aria-label': 'Примечание',
    'data-testid': 'note-text',
  });
  const compose = el(
    'form',
    {
      class: 'feed__compose',
      onsubmit: async (event) => {
        event.preventDefault();
        if (text.value.trim() === '') return;
        draw(await api.addNote(id, text.value.trim()));
        text.value = '';
      },
    },
    text,
    el('button', { class: 'button button_primary', 'data-testid': 'note-save' }, 'Добавить'),
  );
  const widgets = el(
    'aside',
    { class: 'card-widgets', 'aria-label': 'Виджеты' },
    el('div', { class: 'card-widgets__elements' }),
  );
  let last = '';

  async function edit(change: LeadEdit): Promise<void> {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    draw(await api.editLead(id, change));
  }

  function draw(card: CardView): void {
    state.card = card;
    const json = JSON.stringify(card);
    if (json === last || hasFocus(side)) return;
    last = json;
    side.replaceChildren(...cardSide(state.boot, card, neighbours, edit));
    const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 40;
    const parts = cardFeed(state.boot, card, async (taskId, done) => {
      await api.completeTask(taskId, done);
      draw(await api.card(id));
    });
    list.replaceChildren(...parts.feed);
    tasks.replaceChildren(...parts.tasks);
    if (atEnd) list.scrollTop = list.scrollHeight;
  }

  const [card, { leads }] = await Promise.all([api.card(id), api.leads()]);
  const here = leads.filter((lead) => lead.pipelineId === card.pipelineId);
  const index = here.findIndex((lead) => lead.id === id);
  const neighbours = here.slice(Math.max(0, index - 3), index + 5).filter((lead) => lead.id !== id);
  state.area = 'leads_card';
  root.replaceChildren(
    el(
      'div',
      { class: 'card', 'data-testid': 'card' },
      side,
      el('section', { class: 'feed', 'aria-label': 'Лента' }, list, tasks, compose),
      widgets,
    ),
  );
  draw(card);
  list.scrollTop = list.scrollHeight;
  void host.enter();
  const timer = setInterval(() => void api.card(id).then(draw, () => undefined), POLL_MS);
  return { title: card.name, stop: () => clearInterval(timer) };
}
