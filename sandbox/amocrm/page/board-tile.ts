import type { LeadRow, TaskMark } from '../pages/view-types.ts';
import { el, money } from './dom.ts';

/** The task marker always has a word besides its colour. */
const marks: Record<TaskMark, { className: string; text: string }> = {
  none: { className: 'mark mark_none', text: 'нет задач' },
  planned: { className: 'mark mark_planned', text: 'есть задача' },
  today: { className: 'mark mark_today', text: 'задача сегодня' },
  overdue: { className: 'mark mark_overdue', text: 'задача просрочена' },
};

export function taskMark(task: TaskMark): HTMLElement {
  return el('span', { class: marks[task].className }, marks[task].text);
}

export function shortDate(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', { timeZone, day: 'numeric', month: 'short' }).format(
    seconds * 1000,
  );
}

export function tile(lead: LeadRow, timeZone: string, onMove: (anchor: HTMLElement) => void): HTMLElement {
  const move = el(
    'button',
    {
      class: 'icon-button tile__move',
      type: 'button',
      'aria-label': `Перенести «${lead.name}» на другой этап`,
      'data-testid': `lead-move-${lead.id}`,
      onclick: (event) => {
        event.preventDefault();
        event.stopPropagation();
        onMove(move);
      },
    },
    '⋯',
  );
  return el(
    'article',
    { class: 'tile', 'data-lead': lead.id },
    el(
      'a',
      {
        class: 'tile__link',
        href: `/leads/detail/${lead.id}`,
        draggable: 'false',
        'data-testid': `lead-${lead.id}`,
      },
      el(
        'span',
        { class: 'tile__contact' },
        el('span', { class: 'tile__person' }, lead.contactName || 'Без контакта'),
        el('span', {}, shortDate(lead.createdAt, timeZone)),
      ),
      el('span', { class: 'tile__name' }, lead.name),
      lead.tags.length === 0
        ? null
        : el(
            'span',
            { class: 'tags' },
            ...lead.tags.slice(0, 3).map((tag) => el('span', { class: 'tag' }, tag.name)),
          ),
      el('span', { class: 'tile__foot' }, el('span', {}, money(lead.price)), taskMark(lead.task)),
    ),
    move,
  );
}
