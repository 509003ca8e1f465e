import type { WidgetView } from '../pages/view-types.ts';
import { el, money } from './dom.ts';
import { notify } from './notice.ts';
import type { OpenCard, PageState } from './state.ts';
import type { Widget } from './widget-host.ts';
import { widgetText } from './widget-texts.ts';

/** The tab of `card_sdk` in a card: rows of the widget's own catalogue, searched and linked by it (amocrm-api.md §6.4). */

type SdkRow = { id: number | string; sku?: string; name: string; price?: number; quantity?: number };

function isRow(value: unknown): value is SdkRow {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value;
}

/** What a widget's Promise brings, as far as it is rows. */
async function rowsOf(answer: unknown): Promise<SdkRow[]> {
  const value: unknown = await answer;
  return Array.isArray(value) ? value.filter(isRow) : [];
}

function rowLine(row: SdkRow, action: string, act: () => void): HTMLElement {
  return el(
    'li',
    { class: 'card-sdk__row', 'data-testid': `sdk-row-${row.id}` },
    el('span', {}, row.name, row.sku === undefined ? null : el('span', { class: 'muted' }, ` ${row.sku}`)),
    el('span', { class: 'muted' }, `${row.quantity ?? 1} × ${money(row.price ?? 0)}`),
    el('button', { class: 'button', type: 'button', onclick: act }, action),
  );
}

function panel(
  widget: WidgetView,
  made: Widget,
  open: OpenCard,
): { root: HTMLElement; load(): Promise<void> } {
  const found = el('ul', { class: 'card-sdk__rows', 'data-testid': 'sdk-found' });
  const linked = el('ul', { class: 'card-sdk__rows', 'data-testid': 'sdk-linked' });
  const { callbacks } = made;

  async function change(way: 'link' | 'unlink', row: SdkRow): Promise<void> {
    const link = {
      from: open.entity,
      from_id: open.id,
      to: widget.code,
      to_id: row.id,
      quantity: row.quantity ?? 1,
    };
    await callbacks.linkCard?.({ link: [], unlink: [], [way]: [link] });
    await showLinked();
  }

  const attempt = (work: Promise<void>): void => {
    work.catch((cause: unknown) => {
      notify(`Виджет отказал: ${cause instanceof Error ? cause.message : 'без причины'}`, 'error');
    });
  };

  async function showLinked(): Promise<void> {
    const rows = await rowsOf(callbacks.loadElements?.(open.entity, open.id));
    linked.replaceChildren(
      ...rows.map((row) => rowLine(row, 'Убрать', () => attempt(change('unlink', row)))),
    );
  }

  async function showFound(answer: unknown): Promise<void> {
    const rows = await rowsOf(answer);
    found.replaceChildren(...rows.map((row) => rowLine(row, 'Добавить', () => attempt(change('link', row)))));
  }

  const search = el('input', {
    class: 'input',
    type: 'search',
    placeholder: 'Найти',
    'aria-label': 'Найти',
    'data-testid': 'sdk-search',
    onchange: () => attempt(showFound(callbacks.searchDataInCard?.(search.value, open.entity, open.id))),
  });
  return {
    root: el('section', { class: 'card-sdk', id: widget.code }, linked, search, found),
    async load() {
      await showLinked();
      await showFound(callbacks.loadPreloadedData?.());
    },
  };
}

export function drawCardTabs(state: PageState, shown: readonly { widget: WidgetView; made: Widget }[]): void {
  const card = document.querySelector('.card');
  const tabbed = shown.filter(({ widget }) => widget.locations.includes('card_sdk'));
  const { open } = state;
  if (card === null || open === null || tabbed.length === 0 || document.querySelector('.card-tabs')) return;
  const tabs: HTMLElement[] = [];
  const panels: HTMLElement[] = [];

  function choose(index: number): void {
    // The first tab is the card's own.
    card?.classList.toggle('has-sdk-tab', index > 0);
    tabs.forEach((tab, at) => {
      tab.classList.toggle('is-active', at === index);
    });
    panels.forEach((root, at) => {
      root.hidden = at + 1 !== index;
    });
  }

  const tab = (text: string, testId: string, show: () => void): HTMLElement =>
    el('button', { class: 'tab', type: 'button', 'data-testid': testId, onclick: show }, text);
  tabs.push(tab('Основное', 'sdk-main', () => choose(0)));
  for (const { widget, made } of tabbed) {
    const drawn = panel(widget, made, open);
    const index = panels.push(drawn.root);
    tabs.push(
      tab(widgetText(widget, widget.names.name), `sdk-tab-${widget.code}`, () => {
        choose(index);
        drawn.load().catch((cause: unknown) => console.error(cause));
      }),
    );
  }
  card.before(el('nav', { class: 'tabs card-tabs', 'aria-label': 'Вкладки карточки' }, ...tabs));
  card.querySelector('.card__side')?.after(...panels);
  choose(0);
}
