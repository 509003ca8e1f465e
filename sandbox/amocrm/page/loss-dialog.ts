import type { Bootstrap } from '../pages/view-types.ts';
import { labelled, openDialog } from './dialog.ts';
import { el } from './dom.ts';

/** Closing a deal as lost asks for the reason, as amoCRM does while reasons are on (amocrm-api.md §4.9). */
export function askLossReason(
  boot: Bootstrap,
  close: (lossReasonId: number | null) => Promise<boolean>,
): void {
  const reason = el(
    'select',
    { class: 'select', 'data-testid': 'loss-reason' },
    el('option', { value: '' }, 'Без причины'),
    ...boot.lossReasons.map(({ id, name }) => el('option', { value: id }, name)),
  );
  openDialog({
    title: 'Закрыть сделку без реализации',
    testId: 'loss-dialog',
    confirm: 'Закрыть сделку',
    body: [labelled('Причина отказа', reason)],
    onConfirm: () => close(reason.value === '' ? null : Number(reason.value)),
  });
}
