type Child = Node | string | null;
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

export function money(rubles: number): string {
  return `${rubles.toLocaleString('ru-RU')} ₽`;
}

export function dateTime(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', {
    timeZone,
    day: 'numeric',
    month: 'long',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(seconds * 1000);
}

export function dateOnly(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('ru-RU', { timeZone, dateStyle: 'long' }).format(seconds * 1000);
}
