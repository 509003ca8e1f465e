import type { Bootstrap, CardView, FeedItem, TaskView } from '../pages/view-types.ts';
import { dateTime, el } from './dom.ts';

function noteTitle(item: Extract<FeedItem, { kind: 'note' }>): string {
  return item.service === '' ? item.author : item.service;
}

function feedItem(boot: Bootstrap, item: FeedItem): HTMLElement {
  const at = dateTime(item.at, boot.account.timezone);
  if (item.kind === 'event') {
    return el(
      'p',
      { class: 'feed__event', 'data-testid': `event-${item.id}` },
      el('span', { class: 'muted' }, `${at} · ${item.author} `),
      item.text,
    );
  }
  return el(
    'article',
    { class: 'feed__note', 'data-testid': `note-${item.id}`, 'data-type': item.noteType },
    el('header', { class: 'muted' }, `${at} · ${noteTitle(item)}`),
    el('p', {}, item.text),
  );
}

function taskItem(
  boot: Bootstrap,
  task: TaskView,
  complete: (id: number, done: boolean) => Promise<void>,
): HTMLElement {
  const box = el('input', {
    type: 'checkbox',
    checked: task.isCompleted,
    'aria-label': 'Выполнена',
    'data-testid': `task-done-${task.id}`,
    onchange: () => void complete(task.id, box.checked),
  });
  return el(
    'article',
    { class: task.isCompleted ? 'task is-done' : 'task', 'data-testid': `task-${task.id}` },
    box,
    el(
      'div',
      {},
      el('p', { class: 'task__text' }, task.text),
      el(
        'p',
        { class: 'muted' },
        `${task.typeName} · до ${dateTime(task.completeTill, boot.account.timezone)} · ${task.responsible}`,
      ),
    ),
  );
}

export function cardFeed(
  boot: Bootstrap,
  card: CardView,
  complete: (id: number, done: boolean) => Promise<void>,
): { feed: HTMLElement[]; tasks: HTMLElement[] } {
  const created = el(
    'p',
    { class: 'feed__event' },
    el('span', { class: 'muted' }, `${dateTime(card.createdAt, boot.account.timezone)} `),
    'Сделка создана',
  );
  const hasCreation = card.feed.some((item) => item.kind === 'event' && item.text === 'Сделка создана');
  return {
    feed: [...(hasCreation ? [] : [created]), ...card.feed.map((item) => feedItem(boot, item))],
    tasks: card.tasks.map((task) => taskItem(boot, task, complete)),
  };
}
