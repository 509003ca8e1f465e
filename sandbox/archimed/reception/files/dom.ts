type Props = Record<string, string | number | boolean>;

/** The element with this id, which has to be of this kind: `byId('day', HTMLInputElement)`. */
export function byId<T extends HTMLElement>(id: string, kind: { new (): T }): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`no such element: ${id}`);
  return element;
}

export const box = (id: string): HTMLElement => byId(id, HTMLElement);
export const input = (id: string): HTMLInputElement => byId(id, HTMLInputElement);
export const button = (id: string): HTMLButtonElement => byId(id, HTMLButtonElement);
export const select = (id: string): HTMLSelectElement => byId(id, HTMLSelectElement);
export const dialogOf = (id: string): HTMLDialogElement => byId(id, HTMLDialogElement);

/** `el('b', { class: 'x', title: 'y' }, 'text', child)`: attributes; `true` and `false` switch one on and off. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Props = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** A button that does something. */
export function action(
  properties: Props,
  run: (event: MouseEvent) => void,
  ...children: (Node | string)[]
): HTMLButtonElement {
  const element = el('button', { type: 'button', ...properties }, ...children);
  element.addEventListener('click', run);
  return element;
}

/** Rewrites the options only when they differ: an open list stays open, the choice stays chosen. */
export function options(
  target: HTMLSelectElement,
  rows: readonly { id: string | number; name: string }[],
  chosen?: string | number,
): void {
  const before = [...target.options].map((row) => `${row.value} ${row.text}`).join('|');
  const after = rows.map((row) => `${row.id} ${row.name}`).join('|');
  const kept = chosen ?? target.value;
  if (before !== after) {
    target.replaceChildren(
      ...rows.map(({ id, name }) => {
        const row = el('option', { value: id }, name);
        return row;
      }),
    );
  }
  if (rows.some((row) => String(row.id) === String(kept))) target.value = String(kept);
}

export function showLine(element: HTMLElement, text: string): void {
  element.hidden = text === '';
  element.textContent = text;
}

let fading: number | undefined;

/** Says quietly what was done; `undo` offers the way back for a few seconds. */
export function toast(text: string, undo?: () => void): void {
  const element = box('toast');
  element.replaceChildren(el('span', {}, text));
  if (undo !== undefined) {
    const back = action({ 'data-testid': 'undo' }, () => {
      element.classList.remove('shown');
      undo();
    });
    back.textContent = 'Вернуть';
    element.append(back);
  }
  element.classList.add('shown');
  clearTimeout(fading);
  fading = window.setTimeout(() => element.classList.remove('shown'), undo === undefined ? 3000 : 7000);
}

/** Replaces what stands in `target` and gives the focus back to the element with the same test id. */
export function replaceKeepingFocus(target: HTMLElement, ...children: Node[]): void {
  const active = document.activeElement;
  const focused =
    active instanceof HTMLElement && target.contains(active) ? active.dataset.testid : undefined;
  target.replaceChildren(...children);
  if (focused !== undefined) target.querySelector<HTMLElement>(`[data-testid="${focused}"]`)?.focus();
}
