import { el } from './dom.ts';
import { Refusal } from './http.ts';

const SHOWN_MS = 8000;

/** A sentence at the bottom of the window: loud when something was refused, quiet otherwise. */
export function notify(text: string, tone: 'error' | 'done' = 'done'): void {
  document.querySelector('.notice')?.remove();
  const close = el(
    'button',
    { class: 'notice__close', type: 'button', 'aria-label': 'Закрыть', onclick: () => box.remove() },
    '×',
  );
  const box = el(
    'div',
    {
      class: `notice notice_${tone}`,
      role: tone === 'error' ? 'alert' : 'status',
      'data-testid': 'notice',
    },
    el('span', {}, text),
    close,
  );
  document.body.append(box);
  setTimeout(() => box.remove(), SHOWN_MS);
}

/** Does it and says whether it was done; a refusal is told to the person and to nobody else. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const text = error instanceof Refusal ? error.message : 'Не получилось: нет связи. Попробуйте ещё раз.';
    notify(text, 'error');
    return false;
  }
}
