import type { LeadRow, PersonRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import { openDialog } from './dialog.ts';
import { el } from './dom.ts';
import { attempt, notify } from './notice.ts';

/** «Объединить»: one stays and takes over what the others have, they go to the recycle bin. */
export function askMerge(
  entity: 'leads' | 'contacts',
  rows: readonly (LeadRow | PersonRow)[],
  refresh: () => Promise<void>,
): void {
  let winner = rows[0]?.id ?? 0;
  openDialog({
    title: entity === 'leads' ? 'Объединить сделки' : 'Объединить контакты',
    testId: 'merge-dialog',
    confirm: 'Объединить',
    body: [
      el('p', {}, 'Какая запись останется? Телефоны, сделки, задачи и примечания остальных перейдут к ней.'),
      el(
        'div',
        { class: 'picker' },
        ...rows.map((row) =>
          el(
            'label',
            { class: 'picker__row' },
            el('input', {
              type: 'radio',
              name: 'merge-winner',
              checked: row.id === winner,
              'data-testid': `merge-winner-${row.id}`,
              onchange: () => {
                winner = row.id;
              },
            }),
            el('span', {}, row.name),
            el('span', { class: 'muted' }, row.phones[0] ?? `#${row.id}`),
          ),
        ),
      ),
    ],
    onConfirm: async () => {
      const losers = rows.map((row) => row.id).filter((id) => id !== winner);
      const isDone = await attempt(() => api.merge(entity, winner, losers));
      if (isDone) notify('Записи объединены.');
      await refresh();
      return isDone;
    },
  });
}
