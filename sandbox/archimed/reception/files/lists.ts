import type { JournalRow } from '../journal-view.ts';
import { restore } from './actions.ts';
import { api } from './api.ts';
import { action, el } from './dom.ts';
import { goToVisit, visitButton } from './patient-card.ts';
import { openSide } from './side.ts';
import { shortName } from './words.ts';

/** «Кто, что, когда»: today's changes, the newest first. */
export function openJournal(): void {
  void openSide({
    title: 'Изменения за сегодня',
    read: async () => {
      const reply = await api.journal();
      if (!reply.ok) return null;
      const { rows } = reply.value;
      if (rows.length === 0) return [el('p', { class: 'quiet' }, 'Сегодня записи ещё не меняли.')];
      return [
        el(
          'ul',
          { class: 'rows', 'data-testid': 'journal' },
          ...rows.map((row) => el('li', {}, journalRow(row))),
        ),
      ];
    },
  });
}

function journalRow(row: JournalRow): HTMLElement {
  return action(
    { class: row.desk ? 'row' : 'row outside', title: 'Показать в расписании' },
    () => goToVisit({ id: row.talonId, date: row.date, buildingId: null, deleted: row.deleted }),
    el('b', {}, `${row.at.slice(0, 5)} ${shortName(row.patient)}`),
    el('span', {}, row.what),
    el('small', {}, row.desk ? shortName(row.who) : `${row.who} (через API)`),
  );
}

/** «Удалённые»: deleted and cancelled visits of all days, the last one first. */
export function openRemoved(): void {
  void openSide({
    title: 'Удалённые и отменённые',
    read: async () => {
      const reply = await api.removed();
      if (!reply.ok) return null;
      const { visits } = reply.value;
      if (visits.length === 0) return [el('p', { class: 'quiet' }, 'Удалённых записей нет.')];
      const items = visits.map((visit) =>
        el(
          'li',
          {},
          visitButton(visit, visit.patient),
          ...(visit.deleted
            ? [action({ 'data-testid': `restore-${visit.id}` }, () => restore(visit.id), 'Восстановить')]
            : []),
        ),
      );
      return [el('ul', { class: 'rows', 'data-testid': 'removed' }, ...items)];
    },
  });
}
