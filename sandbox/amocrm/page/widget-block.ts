import type { WidgetView } from '../pages/view-types.ts';
import { el } from './dom.ts';
import type { PageState } from './state.ts';

/** `self.render_template`: the widget's block in the right column (amocrm-api.md §6.5). */
export type BlockParts = { caption?: { class_name?: string; html?: string }; body?: string; render?: string };

const cardLocations: Record<string, string> = {
  leads_card: 'lcard',
  contacts_card: 'ccard',
  companies_card: 'comcard',
};

/** `-0` loads a widget without giving it a panel (§6.3). */
function hasPanel(widget: WidgetView, state: PageState): boolean {
  const location = cardLocations[state.area];
  return location === undefined || !widget.locations.includes(`${location}-0`);
}

export function drawBlock(state: PageState, widget: WidgetView, parts: BlockParts): void {
  const column = document.querySelector('.card-widgets__elements');
  if (column === null || !hasPanel(widget, state)) return;
  const body = el('div', { class: 'card-widgets__widget__body' });
  // What a widget hands over is markup by contract (§6.5).
  body.innerHTML = `${parts.body ?? ''}${parts.render ?? ''}`;
  const caption = el('div', { class: `card-widgets__widget__caption ${parts.caption?.class_name ?? ''}` });
  if (parts.caption?.html !== undefined) caption.innerHTML = parts.caption.html;
  else
    caption.append(
      el('img', { src: `/widgets/${widget.code}/images/logo.png?v=${widget.version}`, alt: '' }),
    );
  const block = el(
    'div',
    { class: `card-widgets__widget card-widgets__widget-${widget.code}`, 'data-code': widget.code },
    caption,
    body,
  );
  column.querySelector(`.card-widgets__widget-${widget.code}`)?.remove();
  column.append(block);
}
