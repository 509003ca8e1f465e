import { el } from './dom.ts';

export type MenuItem = { text: string; testId: string; color?: string; danger?: boolean; run(): void };

/** A list of choices beside a button: arrows walk, Esc or a click elsewhere closes. */
export function openMenu(anchor: HTMLElement, items: readonly MenuItem[]): void {
  document.querySelector('.menu')?.remove();
  const buttons = items.map((item) =>
    el(
      'button',
      {
        class: item.danger === true ? 'menu__item is-danger' : 'menu__item',
        type: 'button',
        role: 'menuitem',
        'data-testid': item.testId,
        onclick: () => {
          close();
          item.run();
        },
      },
      item.color === undefined
        ? null
        : el('span', { class: 'menu__mark', style: `background:${item.color}`, 'aria-hidden': 'true' }),
      item.text,
    ),
  );
  const menu = el('div', { class: 'menu', role: 'menu' }, ...buttons);

  const onPointer = (event: Event): void => {
    if (event.target instanceof Node && !menu.contains(event.target)) close();
  };
  const onKey = (event: KeyboardEvent): void => {
    const index = buttons.findIndex((button) => button.matches(':focus'));
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') buttons[(index + 1) % buttons.length]?.focus();
    else if (event.key === 'ArrowUp') buttons.at(index <= 0 ? -1 : index - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  function close(): void {
    document.removeEventListener('pointerdown', onPointer, true);
    document.removeEventListener('keydown', onKey, true);
    menu.remove();
    anchor.focus();
  }

  document.body.append(menu);
  const from = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(from.left, innerWidth - size.width - 8))}px`;
  const below = from.bottom + 4;
  menu.style.top = `${below + size.height > innerHeight ? Math.max(8, from.top - size.height - 4) : below}px`;
  document.addEventListener('pointerdown', onPointer, true);
  document.addEventListener('keydown', onKey, true);
  buttons[0]?.focus();
}
