import type { Bootstrap, LeadRow, PersonRow } from '../pages/view-types.ts';
import { api } from './api.ts';
import { openDialog } from './dialog.ts';
import { el } from './dom.ts';
import { openMenu } from './menu.ts';
import { askMerge } from './merge-dialog.ts';
import { attempt } from './notice.ts';
import type { BaseEntity } from './state.ts';
import type { WidgetHost } from './widget-host.ts';

type Row = LeadRow | PersonRow;

/** What can be done with the checked rows of a list. */
export function massActions(options: {
  entity: BaseEntity;
  boot: Bootstrap;
  selected: readonly Row[];
  host: WidgetHost;
  refresh: () => Promise<void>;
}): HTMLElement[] {
  const { entity, boot, selected, host, refresh } = options;
  const isBin = selected.some((row) => row.isDeleted);

  async function each(work: (row: Row) => Promise<unknown>): Promise<boolean> {
    const isDone = await attempt(async () => {
      for (const row of selected) await work(row);
    });
    await refresh();
    return isDone;
  }

  const button = (text: string, testId: string, run: (anchor: HTMLElement) => void): HTMLElement => {
    const node: HTMLElement = el(
      'button',
      { class: 'button', type: 'button', 'data-testid': testId, onclick: () => run(node) },
      text,
    );
    return node;
  };

  if (isBin)
    return [
      button('Восстановить', 'mass-restore', () => void each((row) => api.bin(entity, row.id, 'restore'))),
    ];

  const reassign = (anchor: HTMLElement): void =>
    openMenu(
      anchor,
      boot.users
        .filter((user) => user.isActive)
        .map((user) => ({
          text: user.name,
          testId: `mass-responsible-${user.id}`,
          run: () => void each((row) => api.edit(entity, row.id, { responsible_user_id: user.id })),
        })),
    );
  const remove = (): void =>
    openDialog({
      title: `Удалить записи: ${selected.length}?`,
      testId: 'mass-delete-dialog',
      confirm: 'Удалить',
      danger: true,
      body: [el('p', {}, 'Они попадут в корзину, их можно будет восстановить.')],
      onConfirm: () => each((row) => api.bin(entity, row.id, 'delete')),
    });
  return [
    ...(entity !== 'companies' && selected.length > 1
      ? [button('Объединить', 'mass-merge', () => askMerge(entity, selected, refresh))]
      : []),
    button('Сменить ответственного', 'mass-responsible', reassign),
    button('Удалить', 'mass-delete', remove),
    // `leads.selected` and its like (amocrm-api.md §6.4).
    ...host.massActions(entity).map(({ code, title, run }) => button(title, `mass-widget-${code}`, run)),
  ];
}
