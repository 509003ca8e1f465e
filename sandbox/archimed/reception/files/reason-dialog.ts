import { action, box, dialogOf } from './dom.ts';

type Question = {
  title: string;
  question: string;
  reasons: readonly { id: number; name: string }[];
  chosen: (reasonId: number | null) => void;
};

/** One click or one digit: the clinic's own reasons, and none. */
export function askReason({ title, question, reasons, chosen }: Question): void {
  const dialog = dialogOf('reason');
  const choose = (id: number | null) => () => {
    dialog.close();
    chosen(id);
  };
  box('reason-title').textContent = title;
  box('reason-question').textContent = question;
  box('reason-list').replaceChildren(
    ...reasons.map(({ id, name }, index) =>
      action({ 'data-testid': `reason-${id}`, 'data-digit': index + 1 }, choose(id), `${index + 1}. ${name}`),
    ),
    action({ 'data-testid': 'reason-none' }, choose(null), 'Без причины'),
  );
  dialog.showModal();
}

export function listenToReason(): void {
  const dialog = dialogOf('reason');
  dialog.addEventListener('keydown', (event) => {
    const buttons = [...box('reason-list').querySelectorAll('button')];
    const at = buttons.findIndex((one) => one.matches(':focus'));
    if (event.key === 'ArrowDown') buttons[at + 1]?.focus();
    else if (event.key === 'ArrowUp') buttons[at - 1]?.focus();
    else buttons.find((one) => one.dataset.digit === event.key)?.click();
  });
  box('reason-close').addEventListener('click', () => dialog.close());
}
