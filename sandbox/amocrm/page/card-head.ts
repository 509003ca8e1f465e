import type { EntityCard } from '../pages/view-types.ts';
import { api } from './api.ts';
import { openDialog } from './dialog.ts';
import { el } from './dom.ts';
import { editable, textInput } from './field-editor.ts';
import { openMenu } from './menu.ts';
import { attempt, notify } from './notice.ts';
import type { BaseEntity } from './state.ts';

/** Name, number, tags and the «⋯» menu on top of every card. */

const words: Record<BaseEntity, { prefix: string; what: string; deleted: string; path: string }> = {
  leads: { prefix: 'lead', what: 'сделку', deleted: 'Сделка удалена', path: '/leads/detail/' },
  contacts: { prefix: 'contact', what: 'контакт', deleted: 'Контакт удалён', path: '/contacts/detail/' },
  companies: { prefix: 'company', what: 'компанию', deleted: 'Компания удалена', path: '/companies/detail/' },
};

function tagLine(entity: BaseEntity, card: EntityCard, refresh: () => Promise<void>): HTMLElement {
  const names = card.tags.map((tag) => tag.name);
  const save = async (next: readonly string[]): Promise<void> => {
    await attempt(() => api.saveTags(entity, card.id, next));
    await refresh();
  };
  const chips = card.tags.map((tag) =>
    el(
      'span',
      { class: 'tag', 'data-testid': `tag-${tag.id}` },
      tag.name,
      el(
        'button',
        {
          class: 'tag__remove',
          type: 'button',
          'aria-label': `Убрать тег «${tag.name}»`,
          'data-testid': `tag-remove-${tag.id}`,
          onclick: () => void save(names.filter((name) => name !== tag.name)),
        },
        '×',
      ),
    ),
  );
  const add = editable(
    'tag-add',
    '+ тег',
    () => textInput(''),
    async (text) => {
      const added = text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      if (added.length > 0) await save([...new Set([...names, ...added])]);
    },
  );
  return el('div', { class: 'tags' }, ...chips, add);
}

function askDelete(entity: BaseEntity, card: EntityCard, refresh: () => Promise<void>): void {
  openDialog({
    title: `Удалить ${words[entity].what}?`,
    testId: 'card-delete-dialog',
    confirm: 'Удалить',
    danger: true,
    body: [el('p', {}, `«${card.name}» попадёт в корзину, её можно будет восстановить.`)],
    onConfirm: async () => {
      const isDone = await attempt(() => api.bin(entity, card.id, 'delete'));
      if (isDone) await refresh();
      return isDone;
    },
  });
}

async function copyLink(entity: BaseEntity, id: number): Promise<void> {
  const link = `${location.origin}${words[entity].path}${id}`;
  try {
    await navigator.clipboard.writeText(link);
    notify('Ссылка скопирована.');
  } catch {
    notify(`Ссылка: ${link}`);
  }
}

export function cardHead(
  entity: BaseEntity,
  card: EntityCard,
  refresh: () => Promise<void>,
  ...more: HTMLElement[]
): HTMLElement {
  const { prefix, deleted } = words[entity];
  const restore = async (): Promise<void> => {
    await attempt(() => api.bin(entity, card.id, 'restore'));
    await refresh();
  };
  const menu = el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Действия',
      'data-testid': 'card-menu',
      onclick: () =>
        openMenu(menu, [
          {
            text: 'Скопировать ссылку',
            testId: 'card-copy-link',
            run: () => void copyLink(entity, card.id),
          },
          card.isDeleted
            ? { text: 'Восстановить', testId: 'card-restore', run: () => void restore() }
            : {
                text: 'Удалить',
                testId: 'card-delete',
                danger: true,
                run: () => askDelete(entity, card, refresh),
              },
        ]),
    },
    '⋯',
  );
  const name = editable(
    `${prefix}-name`,
    card.name,
    () => textInput(card.name),
    async (text) => {
      if (text.trim() !== '') await attempt(() => api.edit(entity, card.id, { name: text.trim() }));
      await refresh();
    },
  );
  name.classList.add('card__name');
  return el(
    'header',
    { class: 'card__head' },
    el('div', { class: 'card__title' }, el('h2', {}, name), menu),
    el('p', { class: 'muted' }, `#${card.id}`),
    card.isDeleted ? el('p', { class: 'warning', 'data-testid': 'card-deleted' }, deleted) : null,
    tagLine(entity, card, refresh),
    ...more,
  );
}
