import type { Signal } from '@preact/signals';
import { nearestTarget, targetAt } from './fit.ts';
import type { GhostState } from './overlays.tsx';
import type { Column, GridVisit, Span, Target } from './types.ts';

/** Mouse, pen and finger on the grid: hovering, choosing, dragging. One set of listeners for the whole sheet. */

export type PointerView = {
  columns: readonly Column[];
  range: Span;
  scale: number;
  /** What can be chosen in a column, for a new visit or for the one that is being moved. */
  targets(column: Column, moved: { visit: GridVisit; columnKey: string } | null): readonly Target[];
  onPick(target: Target): void;
  onOpen(visit: GridVisit): void;
  onDrop(visit: GridVisit, target: Target): void;
};

const DRAG_FROM_PX = 5;
const LONG_PRESS_MS = 350;
const EDGE_PX = 44;
const EDGE_SPEED_PX = 14;

type Drag = {
  visit: GridVisit;
  columnKey: string;
  element: HTMLElement;
  grabbedAt: number;
  target: Target | null;
};

export function connectPointer(
  sheet: HTMLElement,
  scroller: HTMLElement,
  view: () => PointerView,
  shown: { hover: Signal<{ column: number; target: Target } | null>; ghost: Signal<GhostState | null> },
): () => void {
  let pressed: {
    x: number;
    y: number;
    begin: () => void;
    timer: ReturnType<typeof setTimeout> | undefined;
  } | null = null;
  let drag: Drag | null = null;
  let wasDragged = false;
  let pointer = { x: 0, y: 0 };
  let frame = 0;

  const columnUnder = (x: number, y: number): { index: number; column: Column; minute: number } | null => {
    const element = columnElement(document.elementFromPoint(x, y));
    const index = Number(element?.dataset.column);
    const column = element === null ? undefined : view().columns[index];
    if (element === null || column === undefined) return null;
    const { range, scale } = view();
    return { index, column, minute: range.from + (y - element.getBoundingClientRect().top) / scale };
  };
  const found = (
    element: Element | null,
  ): { visit: GridVisit; columnKey: string; box: HTMLElement } | null => {
    const box = element?.closest<HTMLElement>('[data-visit]') ?? null;
    const column = view().columns[Number(columnElement(box)?.dataset.column)];
    const visit = column?.visits.find(({ id }) => id === box?.dataset.visit);
    return box === null || column === undefined || visit === undefined
      ? null
      : { visit, columnKey: column.key, box };
  };

  const hoverAt = (event: PointerEvent): void => {
    const free =
      event.target instanceof Element && event.target.closest('[data-visit], .sched-block') === null;
    const place = free ? columnUnder(event.clientX, event.clientY) : null;
    const target = place && targetAt(view().targets(place.column, null), place.minute, place.column);
    shown.hover.value = place && target ? { column: place.index, target } : null;
  };

  const dragTo = (): void => {
    if (drag === null) return;
    const place = columnUnder(pointer.x, pointer.y);
    if (place === null) {
      drag.target = null;
      shown.ghost.value = null;
      return;
    }
    const from = place.minute - drag.grabbedAt;
    drag.target = nearestTarget(view().targets(place.column, drag), from);
    const length = drag.visit.to - drag.visit.from;
    const { range } = view();
    const loose = Math.min(Math.max(range.from, Math.round(from)), range.to - length);
    shown.ghost.value = {
      column: place.index,
      span: drag.target ?? { from: loose, to: loose + length },
      fits: drag.target !== null,
      title: drag.visit.title,
    };
  };
  /** The sheet runs on while the box is held at an edge of it. */
  const scrollAtEdges = (): void => {
    if (drag === null) return;
    const { left, right, top, bottom } = scroller.getBoundingClientRect();
    const toward = (at: number, low: number, high: number): number =>
      at < low + EDGE_PX ? -EDGE_SPEED_PX : at > high - EDGE_PX ? EDGE_SPEED_PX : 0;
    const dx = toward(pointer.x, left, right);
    const dy = toward(pointer.y, top, bottom);
    if (dx !== 0 || dy !== 0) {
      scroller.scrollBy(dx, dy);
      dragTo();
    }
    frame = requestAnimationFrame(scrollAtEdges);
  };
  const endDrag = (): void => {
    cancelAnimationFrame(frame);
    drag?.element.removeAttribute('data-dragged');
    drag = null;
    shown.ghost.value = null;
  };
  const endPress = (): void => {
    clearTimeout(pressed?.timer);
    pressed = null;
  };

  const onDown = (event: PointerEvent): void => {
    wasDragged = false;
    const start = event.isPrimary && event.button === 0 && event.target instanceof Element;
    const at = start ? found(event.target as Element) : null;
    if (at === null || !at.visit.movable) return;
    const { visit, columnKey, box } = at;
    pointer = { x: event.clientX, y: event.clientY };
    const grabbedAt = (event.clientY - box.getBoundingClientRect().top) / view().scale;
    const begin = (): void => {
      endPress();
      drag = { visit, columnKey, element: box, grabbedAt, target: null };
      wasDragged = true;
      shown.hover.value = null;
      box.dataset.dragged = '';
      sheet.setPointerCapture(event.pointerId);
      dragTo();
      frame = requestAnimationFrame(scrollAtEdges);
    };
    // A finger scrolls; it drags after it has rested.
    const timer = event.pointerType === 'mouse' ? undefined : setTimeout(begin, LONG_PRESS_MS);
    pressed = { x: event.clientX, y: event.clientY, begin, timer };
  };
  const onMove = (event: PointerEvent): void => {
    pointer = { x: event.clientX, y: event.clientY };
    if (drag !== null) dragTo();
    else if (pressed !== null) {
      const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > DRAG_FROM_PX;
      if (far && pressed.timer === undefined) pressed.begin();
      else if (far) endPress();
    } else if (event.pointerType === 'mouse') hoverAt(event);
  };
  const onUp = (): void => {
    endPress();
    if (drag === null) return;
    const { visit, target } = drag;
    endDrag();
    if (target !== null) view().onDrop(visit, target);
  };
  const onCancel = (): void => {
    endPress();
    endDrag();
  };
  const onTouchMove = (event: TouchEvent): void => {
    if (drag !== null) event.preventDefault();
  };
  const onLeave = (): void => {
    shown.hover.value = null;
  };
  const onClick = (event: MouseEvent): void => {
    if (wasDragged) {
      wasDragged = false;
      return;
    }
    if (!(event.target instanceof Element) || event.target.closest('[data-cursor]') !== null) return;
    const at = found(event.target);
    if (at !== null) {
      view().onOpen(at.visit);
      return;
    }
    const place = columnUnder(event.clientX, event.clientY);
    const target = place && targetAt(view().targets(place.column, null), place.minute, place.column);
    if (target) view().onPick(target);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (drag === null || event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };

  const listeners = new AbortController();
  const { signal } = listeners;
  sheet.addEventListener('pointerdown', onDown, { signal });
  sheet.addEventListener('pointermove', onMove, { signal });
  sheet.addEventListener('pointerup', onUp, { signal });
  sheet.addEventListener('pointercancel', onCancel, { signal });
  sheet.addEventListener('pointerleave', onLeave, { signal });
  sheet.addEventListener('click', onClick, { signal });
  sheet.addEventListener('touchmove', onTouchMove, { signal, passive: false });
  window.addEventListener('keydown', onKey, { signal, capture: true });
  return () => {
    listeners.abort();
    onCancel();
  };
}

function columnElement(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>('[data-column]') ?? null;
}
