import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Item, type Lists, moved, type Place, stepOf } from './items.ts';
import type { Target } from './types.ts';

type Keyboard = {
  lists: Lists;
  /** Where it stands, and on what; null: there is nothing to stand on. */
  place: Place | null;
  item: Item | null;
  /** Set before the drawing that is to take the focus along. */
  wantsFocus: { current: boolean };
  onPlace: (place: Place) => void;
  onPick: (target: Target) => void;
  /** null: Esc is not for the grid. */
  onEscape: (() => void) | null;
};

/** One tab stop for the whole grid; arrows go from time to time, Enter chooses or opens. */
export function useKeyboard(sheet: { current: HTMLElement | null }, given: Keyboard): void {
  const { lists, place, item, wantsFocus, onPlace, onPick, onEscape } = given;
  // A visit under the focus may be moved away by somebody else: the next key goes on from where it was.
  const hasFocus = useRef(false);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && onEscape !== null) {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
      return;
    }
    const step = stepOf(event.key);
    if (step === null || place === null) return;
    event.preventDefault();
    const next = moved(lists, place, step);
    if (next.column === place.column && next.key === place.key) return;
    wantsFocus.current = true;
    onPlace(next);
  };
  // Where to is told unless what had the focus was taken away, or the page itself lost it.
  const onBlur = (event: FocusEvent): void => {
    if (event.relatedTarget !== null) hasFocus.current = false;
  };
  const onPress = (): void => {
    hasFocus.current = false;
  };
  const onFocus = (event: FocusEvent): void => {
    hasFocus.current = true;
    const box = event.target instanceof HTMLElement ? event.target : null;
    const id = box?.dataset.visit;
    const column = Number(box?.closest<HTMLElement>('[data-column]')?.dataset.column);
    if (id !== undefined && onEscape === null) onPlace({ column, key: id });
  };
  const onClick = (event: MouseEvent): void => {
    const onCursor = event.target instanceof Element && event.target.closest('[data-cursor]') !== null;
    if (onCursor && item?.kind === 'free') onPick(item.target);
  };
  // Before the next paint: a second key may come at once, and must start where the first one led.
  useLayoutEffect(() => {
    const element = sheet.current;
    if (element === null) return;
    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('keydown', onKeyDown, { signal });
    element.addEventListener('focusin', onFocus, { signal });
    element.addEventListener('focusout', onBlur, { signal });
    element.addEventListener('click', onClick, { signal });
    document.addEventListener('pointerdown', onPress, { signal });
    return () => listeners.abort();
  });
  useLayoutEffect(() => {
    const isLost = hasFocus.current && document.activeElement === document.body;
    if (isLost || (wantsFocus.current && item?.kind === 'visit')) focusStop(sheet.current, wantsFocus);
  });
}

/** The cursor on free time, or the visit that it stands on. */
export function focusStop(sheet: HTMLElement | null, wantsFocus: { current: boolean }): void {
  wantsFocus.current = false;
  sheet?.querySelector<HTMLElement>('[data-cursor], [data-visit][tabindex="0"]')?.focus();
}
