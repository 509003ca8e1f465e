import { useEffect, useId, useRef, useState } from 'preact/hooks';

export type MenuItem = { id: string; label: string; run(): void };

/** How far the list stays away from the window's edge. */
const EDGE = 8;

/**
 * What can be done with a visit. A popover lies above the page, so no column of amoCRM cuts it off; Esc and a click
 * beside it close it, and the focus returns to its button.
 */
export function VisitMenu(props: { label: string; testId: string; items: readonly MenuItem[] }) {
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    // It does not move with what is scrolled under it.
    const hide = (): void => list.current?.hidePopover();
    window.addEventListener('scroll', hide, true);
    window.addEventListener('resize', hide);
    return () => {
      window.removeEventListener('scroll', hide, true);
      window.removeEventListener('resize', hide);
    };
  }, [open]);

  /** By the browser's own closing the focus would be nowhere: it stands in what is hidden. */
  const close = (): void => {
    list.current?.hidePopover();
    button.current?.focus();
  };
  const onToggle = ({ newState }: { newState: string }): void => {
    const isOpen = newState === 'open';
    setOpen(isOpen);
    if (!isOpen || button.current === null || list.current === null) return;
    place(list.current, button.current.getBoundingClientRect());
    itemsOf(list.current)[0]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = itemsOf(list.current);
    const at = all.findIndex((item) => item.matches(':focus'));
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') list.current?.hidePopover();
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (next === undefined) {
      close();
      return;
    }
    all.at(next % all.length)?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon"
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        data-testid={props.testId}
        popovertarget={id}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <circle cx="3" cy="8" r="1.5" />
          <circle cx="8" cy="8" r="1.5" />
          <circle cx="13" cy="8" r="1.5" />
        </svg>
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={props.label}
        popover="auto"
        onToggle={onToggle}
        onKeyDown={onKeyDown}
      >
        {props.items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class="menu__item"
            data-testid={item.id}
            onClick={() => {
              close();
              item.run();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}

/** Below its button, else above it; its right edge with the button's. */
function place(list: HTMLElement, at: DOMRect): void {
  const { width, height } = list.getBoundingClientRect();
  const below = at.bottom + height + EDGE <= window.innerHeight;
  list.style.left = `${Math.max(EDGE, Math.min(at.right, window.innerWidth - EDGE) - width)}px`;
  list.style.top = `${below ? at.bottom + 2 : Math.max(EDGE, at.top - height - 2)}px`;
}
