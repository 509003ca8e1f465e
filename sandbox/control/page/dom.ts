export type Child = Node | string | null;
type Props = Record<string, string | number | boolean | ((event: Event) => void) | null>;

/** `on…` props become listeners, `true`/`false`/`null` switch an attribute, everything else is an attribute. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export function button(text: string, testId: string, onclick: () => unknown, look = ''): HTMLButtonElement {
  return el(
    'button',
    { type: 'button', class: look, 'data-testid': testId, onclick: () => void onclick() },
    text,
  );
}

export function table(headers: string[], rows: HTMLTableRowElement[], testId: string): HTMLElement {
  const head = el('tr', {}, ...headers.map((text) => el('th', { scope: 'col' }, text)));
  return el(
    'div',
    { class: 'scroll' },
    el('table', { 'data-testid': testId }, el('thead', {}, head), el('tbody', {}, ...rows)),
  );
}

export function cells(...contents: Child[]): HTMLTableCellElement[] {
  return contents.map((content) => el('td', {}, content));
}

export function badge(text: string, look: 'good' | 'bad' | 'warn' | 'plain'): HTMLElement {
  return el('span', { class: `badge ${look}` }, text);
}

export function labelled(text: string, control: HTMLElement): HTMLLabelElement {
  return el('label', {}, el('span', {}, text), control);
}

export function select(testId: string, options: [value: string, text: string][]): HTMLSelectElement {
  return el(
    'select',
    { 'data-testid': testId },
    ...options.map(([value, text]) => el('option', { value }, text)),
  );
}

export function clock(iso: string | number): string {
  return new Date(iso).toLocaleTimeString('ru-RU');
}
