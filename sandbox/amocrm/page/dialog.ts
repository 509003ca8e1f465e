import { el } from './dom.ts';

/** A small window over the page: Esc and «Отмена» close it, Enter confirms, the focus comes back by itself. */
export function openDialog(options: {
  title: string;
  testId: string;
  body: HTMLElement[];
  confirm: string;
  danger?: boolean;
  /** `false` keeps the window open. */
  onConfirm(): Promise<boolean> | boolean;
}): void {
  const confirm = el(
    'button',
    {
      class: options.danger === true ? 'button button_danger' : 'button button_primary',
      'data-testid': `${options.testId}-confirm`,
    },
    options.confirm,
  );
  const form = el(
    'form',
    {
      class: 'dialog__form',
      method: 'dialog',
      onsubmit: async (event) => {
        event.preventDefault();
        confirm.disabled = true;
        const done = await options.onConfirm();
        confirm.disabled = false;
        if (done) dialog.close();
      },
    },
    el('h2', {}, options.title),
    ...options.body,
    el(
      'footer',
      { class: 'dialog__foot' },
      confirm,
      el('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, 'Отмена'),
    ),
  );
  const dialog = el(
    'dialog',
    { class: 'dialog', 'data-testid': options.testId, onclose: () => dialog.remove() },
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
}

export function labelled(label: string, control: HTMLElement): HTMLElement {
  return el('label', { class: 'field-label' }, el('span', { class: 'muted' }, label), control);
}
