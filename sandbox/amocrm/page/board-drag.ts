import { el } from './dom.ts';

/** Dragging a tile with the pointer: a ghost follows, columns and closing areas light up, edges scroll. */

const START_PX = 6;
const EDGE_PX = 60;
const SCROLL_PX = 16;

export type DropTarget = { statusId: number };

function targetAt(x: number, y: number): HTMLElement | null {
  const node = document.elementFromPoint(x, y);
  return node?.closest<HTMLElement>('[data-drop-status]') ?? null;
}

export function enableDrag(options: {
  board: HTMLElement;
  onStart(): void;
  onDrop(leadId: number, target: DropTarget): void;
  onEnd(): void;
}): void {
  const { board } = options;
  board.addEventListener('pointerdown', (down) => {
    const from = down.target instanceof Element ? down.target : null;
    const tile = from?.closest<HTMLElement>('[data-lead]') ?? null;
    if (down.button !== 0 || tile === null || from?.closest('button') !== null) return;
    const box = tile.getBoundingClientRect();
    let ghost: HTMLElement | null = null;
    let over: HTMLElement | null = null;

    const begin = (): HTMLElement => {
      const node = el('div', { class: 'tile tile_ghost', style: `width:${box.width}px` });
      node.append(...[...tile.childNodes].map((child) => child.cloneNode(true)));
      for (const inner of node.querySelectorAll('[data-testid]')) inner.removeAttribute('data-testid');
      document.body.append(node);
      tile.classList.add('is-dragged');
      document.body.classList.add('is-dragging');
      options.onStart();
      return node;
    };

    const onMove = (event: PointerEvent): void => {
      const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > START_PX;
      if (ghost === null && !far) return;
      ghost ??= begin();
      const x = box.left + event.clientX - down.clientX;
      const y = box.top + event.clientY - down.clientY;
      ghost.style.transform = `translate(${x}px, ${y}px) rotate(2deg)`;
      const edges = board.getBoundingClientRect();
      if (event.clientX > edges.right - EDGE_PX) board.scrollLeft += SCROLL_PX;
      if (event.clientX < edges.left + EDGE_PX) board.scrollLeft -= SCROLL_PX;
      const next = targetAt(event.clientX, event.clientY);
      if (next === over) return;
      over?.classList.remove('is-over');
      next?.classList.add('is-over');
      over = next;
    };

    const finish = (drop: boolean): void => {
      document.removeEventListener('pointermove', onMove);
      document.removeEventListener('pointerup', onUp);
      document.removeEventListener('pointercancel', onCancel);
      document.removeEventListener('keydown', onKey);
      if (ghost === null) return;
      ghost.remove();
      over?.classList.remove('is-over');
      tile.classList.remove('is-dragged');
      document.body.classList.remove('is-dragging');
      // The click that follows a drag must not open the card.
      document.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => document.removeEventListener('click', swallow, { capture: true }));
      options.onEnd();
      if (drop && over !== null)
        options.onDrop(Number(tile.dataset.lead), { statusId: Number(over.dataset.dropStatus) });
    };
    const onUp = (): void => finish(true);
    const onCancel = (): void => finish(false);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') finish(false);
    };
    document.addEventListener('pointermove', onMove);
    document.addEventListener('pointerup', onUp);
    document.addEventListener('pointercancel', onCancel);
    document.addEventListener('keydown', onKey);
  });
  // Text and links of a tile have a drag of their own, which would take the pointer away.
  board.addEventListener('dragstart', (event) => event.preventDefault());
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
