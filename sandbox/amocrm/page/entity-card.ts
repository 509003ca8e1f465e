import type { Bootstrap, EntityCard } from '../pages/view-types.ts';
import { api } from './api.ts';
import type { Page } from './app.ts';
import { el } from './dom.ts';
import { feedItems } from './feed.ts';
import { attempt } from './notice.ts';
import type { BaseEntity } from './state.ts';
import { taskForm, taskItems } from './tasks.ts';

const POLL_MS = 1000;
const COLLAPSED = 'sandbox-widgets-collapsed';

/** Someone is typing there: a live refresh must not take the text away. */
function isBusy(side: HTMLElement): boolean {
  const typing = document.activeElement;
  return (
    side.querySelector('[data-editing]') !== null ||
    (side.contains(typing) && (typing instanceof HTMLInputElement || typing instanceof HTMLSelectElement))
  );
}

/** Draws anew and gives the focus back to what had it before. */
function keepFocus(root: HTMLElement, redraw: () => void): void {
  const had = root.contains(document.activeElement)
    ? document.activeElement?.getAttribute('data-testid')
    : null;
  redraw();
  if (typeof had === 'string') root.querySelector<HTMLElement>(`[data-testid="${CSS.escape(had)}"]`)?.focus();
}

/** The widgets' column: it folds, and nothing but the widgets themselves draws into it. */
export function widgetColumn(): HTMLElement {
  const column = el('aside', { class: 'card-widgets', 'aria-label': 'Виджеты' });
  const toggle = el(
    'button',
    {
      class: 'card-widgets__toggle',
      type: 'button',
      'data-testid': 'widgets-collapse',
      onclick: () => fold(!column.classList.contains('is-collapsed')),
    },
    el('span', { class: 'card-widgets__title' }, 'Виджеты'),
    el('span', { class: 'card-widgets__arrow', 'aria-hidden': 'true' }, '»'),
  );
  function fold(collapsed: boolean): void {
    column.classList.toggle('is-collapsed', collapsed);
    toggle.setAttribute('aria-expanded', String(!collapsed));
    toggle.setAttribute('aria-label', collapsed ? 'Показать виджеты' : 'Свернуть виджеты');
    localStorage.setItem(COLLAPSED, collapsed ? '1' : '0');
  }
  column.append(toggle, el('div', { class: 'card-widgets__elements' }));
  fold(localStorage.getItem(COLLAPSED) === '1');
  return column;
}

function composer(boot: Bootstrap, entity: BaseEntity, id: number, done: () => Promise<void>): HTMLElement {
  const text = el('textarea', {
    class: 'input',
    rows: 2,
    placeholder: 'Примечание',
    'aria-label': 'Примечание',
    'data-testid': 'note-text',
  });
  const note = el(
    'form',
    {
      class: 'feed__compose',
      onsubmit: async (event) => {
        event.preventDefault();
        const note = text.value.trim();
        if (note !== '' && (await attempt(() => api.addNote(entity, id, note)))) {
          text.value = '';
          await done();
        }
      },
    },
    text,
    el('button', { class: 'button button_primary', 'data-testid': 'note-save' }, 'Добавить'),
    el(
      'button',
      {
        class: 'button',
        type: 'button',
        'data-testid': 'task-add',
        onclick: () => taskForm(boot, null, (task) => api.addTask(entity, id, task), done),
      },
      'Задача',
    ),
  );
  return note;
}

/** A card of any kind: left its data, in the middle the feed, right the widgets, which a refresh never touches. */
export function mountCard<V extends EntityCard>(options: {
  boot: Bootstrap;
  root: HTMLElement;
  entity: BaseEntity;
  first: V;
  load(): Promise<V>;
  side(view: V, refresh: () => Promise<void>): HTMLElement[];
  /** Tells the page's state what is open now. */
  seen(view: V): void;
}): Page {
  const { boot, root, entity, first } = options;
  const side = el('div', { class: 'card__side' });
  const list = el('div', { class: 'feed__list' });
  const tasks = el('div', { class: 'feed__tasks' });
  let last = '';
  let isStopped = false;

  function draw(view: V): void {
    if (isStopped) return;
    options.seen(view);
    const json = JSON.stringify(view);
    if (json === last || isBusy(side)) return;
    last = json;
    keepFocus(side, () => side.replaceChildren(...options.side(view, refresh)));
    const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 40;
    list.replaceChildren(...feedItems(boot, view));
    keepFocus(tasks, () => tasks.replaceChildren(...taskItems(boot, view.tasks, refresh)));
    if (atEnd) list.scrollTop = list.scrollHeight;
  }

  async function refresh(): Promise<void> {
    await options.load().then(draw, () => undefined);
  }

  root.replaceChildren(
    el(
      'div',
      { class: 'card', 'data-testid': 'card' },
      side,
      el(
        'section',
        { class: 'feed', 'aria-label': 'Лента' },
        list,
        tasks,
        composer(boot, entity, first.id, refresh),
      ),
      widgetColumn(),
    ),
  );
  draw(first);
  list.scrollTop = list.scrollHeight;
  const timer = setInterval(() => void refresh(), POLL_MS);
  return {
    title: first.name,
    stop: () => {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
