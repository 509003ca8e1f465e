import type { Bootstrap, EntityCard, FeedItem } from '../pages/view-types.ts';
import { dateTime, el } from './dom.ts';

function noteTitle(item: Extract<FeedItem, { kind: 'note' }>): string {
  return item.service === '' ? item.author : item.service;
}

function dayText(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(seconds * 1000);
}

function clock(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    seconds * 1000,
  );
}

function feedItem(timeZone: string, item: FeedItem): HTMLElement {
  const at = el(
    'time',
    { class: 'feed__time', title: dateTime(item.at, timeZone) },
    clock(item.at, timeZone),
  );
  if (item.kind === 'event') {
    return el(
      'p',
      { class: 'feed__event', 'data-testid': `event-${item.id}` },
      at,
      el('span', { class: 'feed__author' }, item.author),
      ` ${item.text}`,
    );
  }
  return el(
    'article',
    { class: 'feed__note', 'data-testid': `note-${item.id}`, 'data-type': item.noteType },
    el('header', { class: 'muted' }, at, noteTitle(item)),
    el('p', {}, item.text),
  );
}

/** Oldest first, with a line for every day. */
export function feedItems(boot: Bootstrap, card: EntityCard): HTMLElement[] {
  const { timezone } = boot.account;
  const nodes: HTMLElement[] = [];
  let day = '';
  const put = (seconds: number, node: HTMLElement): void => {
    const own = dayText(seconds, timezone);
    if (own !== day) nodes.push(el('p', { class: 'feed__day' }, own));
    day = own;
    nodes.push(node);
  };
  // Deals of a description come without an event of their own.
  const hasCreation = card.feed.some((item) => item.kind === 'event' && / создан[а]?$/.test(item.text));
  if (!hasCreation) {
    const at = el('time', { class: 'feed__time' }, clock(card.createdAt, timezone));
    put(card.createdAt, el('p', { class: 'feed__event' }, at, ' Создано'));
  }
  for (const item of card.feed) put(item.at, feedItem(timezone, item));
  return nodes;
}
